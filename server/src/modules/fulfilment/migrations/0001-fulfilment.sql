create schema fulfilment;

-- What one place prepares of one order. The lines are one small document that changes as a whole under the row's lock, so an
-- order costs one row per place and a queue needs no join.
create table fulfilment.fulfilment (
  id uuid primary key,
  order_id uuid not null,
  kind text not null check (kind in ('pickup', 'ship')),
  location_id uuid not null,
  state text not null check (state in ('waiting', 'picking', 'ready', 'shipped', 'delivered', 'collected', 'cancelled')),
  -- Null: the place could not promise a time.
  promised_at timestamptz,
  -- The first of the holds behind it; the order's allocation finds them all.
  hold_id uuid,
  -- [{ lineNo, sku, quantity, picked }]
  lines jsonb not null,
  carrier text,
  tracking_number text,
  created_at timestamptz not null,
  state_since timestamptz not null
) with (fillfactor = 85);
create index fulfilment_order on fulfilment.fulfilment (order_id);
-- The queue of a place: each state sorted by promise.
create index fulfilment_queue on fulfilment.fulfilment (location_id, state, (coalesce(promised_at, 'infinity'::timestamptz)), id);
