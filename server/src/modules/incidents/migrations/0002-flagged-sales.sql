-- Till sales that were made without a network and are not what the office had published by then: recorded as they were, and shown here
-- until somebody has looked at them.
create table incidents.flagged_sale (
  -- UUIDv7: the newest has the highest id, so lists page by it.
  id uuid primary key,
  -- What people say; numbers are shared with the other incidents.
  number text collate "C" not null unique,
  -- A sale is flagged once, however often it is sent.
  order_id uuid not null unique,
  order_number text collate "C" not null,
  location_id uuid not null,
  device_id uuid,
  staff_id uuid,
  sold_at timestamptz not null,
  arrived_at timestamptz not null,
  currency text not null,
  -- What the customer paid, and what it would have come to; null: nobody can say.
  sold_minor bigint not null,
  due_minor bigint,
  -- Why: see sale-reasons.ts.
  reasons jsonb not null,
  settled_at timestamptz,
  settled_by uuid,
  note text,
  check ((settled_at is null) = (note is null))
);
create index flagged_sale_place on incidents.flagged_sale (location_id, id);
create index flagged_sale_open on incidents.flagged_sale (id) where settled_at is null;
