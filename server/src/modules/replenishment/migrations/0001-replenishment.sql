-- When stock should be looked after: rules, the alerts they raise, and what is proposed to put it right.
create schema replenishment;

create sequence replenishment.proposal_body start 100001;

-- What is watched and from when it is too little or too slow. The most specific rule of a kind decides for a SKU in a place.
create table replenishment.rule (
  id uuid primary key,
  kind text not null check (kind in ('min_max', 'cover', 'stock_out', 'dead', 'slow')),
  -- Null: all of them. Goods: one SKU, or a category; places: one place, or a region.
  sku text collate "C",
  category text,
  location_id uuid,
  region text,
  -- Off: here nothing is watched, whatever a wider rule says.
  enabled boolean not null,
  terms jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null,
  updated_by uuid,
  check (sku is null or category is null),
  check (location_id is null or region is null),
  unique nulls not distinct (kind, sku, category, location_id, region)
);

-- What is known of a row of stock beyond its counters; kept by the facts of stock.
create table replenishment.watched (
  sku text collate "C" not null,
  location_id uuid not null,
  -- When the place first had to do with it.
  since timestamptz not null,
  last_sold_at timestamptz,
  primary key (sku, location_id)
);

-- Pieces sold a day, by the days of the place.
create table replenishment.sold (
  sku text collate "C" not null,
  location_id uuid not null,
  day date not null,
  pieces int not null,
  primary key (sku, location_id, day)
);

create table replenishment.alert (
  -- UUIDv7: lists page by it.
  id uuid primary key,
  kind text not null check (kind in ('negative', 'stock_out', 'low', 'cover', 'dead', 'slow')),
  sku text collate "C" not null,
  location_id uuid not null,
  state text not null check (state in ('raised', 'acknowledged', 'resolved')),
  -- What was seen, and which rule spoke.
  facts jsonb not null,
  raised_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  resolved_at timestamptz
) with (fillfactor = 85);
-- Nothing is said twice.
create unique index alert_current on replenishment.alert (sku, location_id, kind) where state <> 'resolved';
create index alert_place on replenishment.alert (location_id, id);

create table replenishment.proposal (
  id uuid primary key,
  -- What people say.
  number text collate "C" not null unique,
  kind text not null check (kind in ('transfer', 'purchase')),
  sku text collate "C" not null,
  -- Null: from a supplier.
  from_id uuid check ((from_id is null) = (kind = 'purchase')),
  to_id uuid not null,
  quantity int not null check (quantity > 0),
  state text not null check (state in ('proposed', 'approved', 'arrived', 'rejected', 'outdated')),
  -- The numbers that led to it.
  factors jsonb not null,
  -- The transfer or advice that it became.
  document_id uuid,
  reason text,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid
) with (fillfactor = 85);
create unique index proposal_current on replenishment.proposal (sku, to_id, kind) where state = 'proposed';
create index proposal_row on replenishment.proposal (sku, to_id) where state in ('proposed', 'approved', 'rejected');
create index proposal_place on replenishment.proposal (to_id, id);
