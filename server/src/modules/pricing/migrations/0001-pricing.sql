create schema if not exists pricing;

-- A list without a channel serves every channel; a channel's own list wins over it, article by article.
create table pricing.price_list (
  id uuid primary key,
  code text collate "C" not null unique,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  channel_id uuid
);
create unique index price_list_scope on pricing.price_list (currency, channel_id) nulls not distinct;

-- Append-only: a price holds from its start until the start of the next one for the same list and SKU; of two with the same
-- start (a plan that was corrected) the later one written counts.
create table pricing.price (
  price_list_id uuid not null references pricing.price_list,
  sku text collate "C" not null,
  valid_from timestamptz not null,
  gross_minor bigint not null check (gross_minor between 0 and 9007199254740991),
  tax_letter text not null check (tax_letter in ('A', 'B', 'C', 'D')),
  revision bigint generated always as identity,
  primary key (price_list_id, sku, valid_from, revision)
);
create rule price_no_update as on update to pricing.price do instead nothing;
create rule price_no_delete as on delete to pricing.price do instead nothing;
create index price_sku on pricing.price (sku);

create table pricing.tax_rate (
  country text not null check (country ~ '^[A-Z]{2}$'),
  letter text not null check (letter in ('A', 'B', 'C', 'D')),
  valid_from date not null,
  ppm int not null check (ppm between 0 and 1000000),
  primary key (country, letter, valid_from)
);
-- Poland: act of 11 March 2004 on goods and services tax, art. 41 and 146ef; letters as fiscal printers show them
-- (regulation of 29 April 2019 on cash registers). D stands for 0 %.
insert into pricing.tax_rate (country, letter, valid_from, ppm) values
  ('PL', 'A', '2011-01-01', 230000),
  ('PL', 'B', '2011-01-01', 80000),
  ('PL', 'C', '2011-01-01', 50000),
  ('PL', 'D', '2004-05-01', 0);
