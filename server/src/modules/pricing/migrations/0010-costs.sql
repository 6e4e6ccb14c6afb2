-- What a piece costs the retailer, net of VAT, from an instant on. Append-only: of rows of one instant the one that was written later
-- counts. Nobody but staff with a permission of its own sees them.
create table pricing.cost (
  id bigint generated always as identity primary key,
  sku text collate "C" not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from timestamptz not null,
  net_minor bigint not null check (net_minor >= 0),
  recorded_at timestamptz not null,
  recorded_by text not null
);
create index cost_of on pricing.cost (sku, currency, valid_from desc, id desc);
create rule cost_no_update as on update to pricing.cost do instead nothing;
create rule cost_no_delete as on delete to pricing.cost do instead nothing;
