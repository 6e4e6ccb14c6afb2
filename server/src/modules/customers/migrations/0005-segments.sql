-- Circles of people that somebody else computes (an analyst, a customer data platform) and tells us of; promotions ask for them by code.
create table customers.segment (
  code text collate "C" primary key check (code ~ '^[a-z0-9_-]{1,40}$'),
  name_pl text not null,
  name_en text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Who is in one, within [since, until). A row whose time is over counts as none, and goes with the next list that replaces it.
create table customers.segment_member (
  segment text collate "C" not null references customers.segment,
  customer_id uuid not null references customers.customer,
  since timestamptz not null,
  until timestamptz,
  primary key (segment, customer_id)
);
create index segment_member_customer on customers.segment_member (customer_id);
