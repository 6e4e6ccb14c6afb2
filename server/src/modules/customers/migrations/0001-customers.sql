create schema customers;

-- Who buys. Everything personal stands in `sealed`, encrypted under this person's own key; `key` is that key, wrapped by
-- the master secret. Erasing both, and the blind indexes, erases the person; the row stays, so that orders keep their ids.
create table customers.customer (
  id uuid primary key,
  kind text not null check (kind in ('guest', 'registered')),
  locale text not null,
  email_index bytea,
  phone_index bytea,
  key bytea,
  sealed bytea,
  password_hash text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  forgotten_at timestamptz,
  check ((key is null) = (sealed is null)),
  check ((key is null) = (forgotten_at is not null))
);
create unique index customer_registered on customers.customer (email_index) where kind = 'registered';
create index customer_email on customers.customer (email_index) where email_index is not null;
create index customer_phone on customers.customer (phone_index) where phone_index is not null;

create table customers.session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  customer_id uuid not null references customers.customer,
  -- The channel she signed in on.
  channel_id uuid not null,
  channel_code text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz not null,
  ended_at timestamptz
);
create index session_customer on customers.session (customer_id);
