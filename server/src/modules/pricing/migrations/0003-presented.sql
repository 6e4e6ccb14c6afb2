-- What was presented: the price of one piece with public promotions and public codes, as it changed. Append-only; every lowest price of
-- the days before a reduction is computed from it (Directive 98/6/EC, art. 6a). A place is null for everywhere that has no rows of its own.
create table pricing.presented (
  sku text collate "C" not null,
  channel_id uuid not null,
  currency text not null,
  location_id uuid,
  at timestamptz not null,
  -- Null: not on sale from then on; of a place: as everywhere from then on.
  minor bigint check (minor >= 0),
  -- What it costs without anything that passes: rows with an end, exceptions and promotions that make it cheaper.
  regular_minor bigint check (regular_minor >= 0),
  -- What the lists and exceptions said, before promotions.
  resolved_minor bigint check (resolved_minor >= 0),
  -- Below its regular price: presented as a reduction.
  reduced boolean not null,
  presentation bigint not null,
  unique nulls not distinct (sku, channel_id, currency, location_id, at)
);
create index presented_reduced on pricing.presented (sku) where reduced;
create rule presented_no_update as on update to pricing.presented do instead nothing;
create rule presented_no_delete as on delete to pricing.presented do instead nothing;

-- Instants at which presented prices may change. Each is walked through in the order of SKUs, a chunk per transaction; the row remembers how far.
create table pricing.presentation (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  cause text not null check (cause in ('prices', 'rules', 'clock')),
  -- Version of prices, or of the rules.
  number bigint not null,
  version_id uuid,
  after_sku text collate "C" not null default '',
  appended int not null default 0,
  done_at timestamptz,
  unique (at, cause, number)
);
create index presentation_pending on pricing.presentation (at, id) where done_at is null;

-- Until when the hours of promotions ("weekdays 17 to 19") have been turned into instants.
create table pricing.clock_plan (
  single boolean primary key default true check (single),
  until timestamptz not null
);
