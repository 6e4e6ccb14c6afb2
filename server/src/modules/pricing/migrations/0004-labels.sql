-- Electronic shelf labels: where each hangs, and what its gateway has last said that it shows.
create table pricing.label (
  device_id text primary key check (device_id ~ '^[A-Za-z0-9-]{4,64}$'),
  sku text collate "C" not null,
  channel_id uuid not null,
  location_id uuid not null,
  shown_minor bigint,
  shown_omnibus_minor bigint,
  shown_gtin text,
  shown_version bigint,
  shown_at timestamptz,
  failures int not null default 0,
  updated_at timestamptz not null,
  updated_by text not null
);
create index label_by_place on pricing.label (location_id, sku);
