-- Stock, holds and the ledger. The decisions that must be atomic stand in 0002.
create schema inventory;

-- One row per SKU and place; on hand and reserved are projections of movement and hold_line, kept in the same transaction.
-- No index on the counters and room in each page: updates stay within their page (HOT). On hand may be below reserved, even
-- below zero: the world decides that, and an incident follows.
create table inventory.stock (
  sku text collate "C" not null check (length(sku) between 1 and 64),
  location_id uuid not null,
  on_hand int not null default 0,
  reserved int not null default 0 check (reserved >= 0),
  -- Grows with each change of the row. The log's order is not the order in which transactions got this row's lock, so readers
  -- that keep a copy take the highest version, not the last one they hear of.
  version bigint not null default 0,
  primary key (sku, location_id)
) with (fillfactor = 80);

-- The promise to somebody; its id is made by the caller and is the idempotency key. Refusals are kept too: a repeated question
-- gets the first answer.
create table inventory.hold (
  hold_id uuid primary key,
  body_hash text not null,
  kind text not null check (kind in ('pickup', 'ship', 'till')),
  state text not null
    check (state in ('active', 'allocated', 'picked', 'consumed', 'released', 'expired', 'refused')),
  order_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  channel_id uuid not null,
  actor text not null,
  refusal jsonb
);
create index hold_expiry on inventory.hold (expires_at) where state = 'active';
create index hold_order on inventory.hold (order_id) where order_id is not null;

-- No foreign key to hold: only the functions of this module write here, and a check per row would cost a third of the throughput.
create table inventory.hold_line (
  hold_id uuid not null,
  sku text collate "C" not null,
  location_id uuid not null,
  quantity int not null check (quantity > 0),
  -- What still counts in stock.reserved.
  outstanding int not null check (outstanding between 0 and quantity),
  -- From then on whoever needs these pieces may take them; null when that cannot happen (any more).
  lapses_at timestamptz,
  primary key (hold_id, sku, location_id)
);
create index hold_line_lapse on inventory.hold_line (sku, location_id, lapses_at) where lapses_at is not null;

-- The ledger: every piece that came or went, and why. Never changed; a mistake is put right by a counter-movement.
create table inventory.movement (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('receipt', 'sale', 'return', 'adjustment', 'transfer_out', 'transfer_in')),
  reason text,
  note text,
  document_kind text not null,
  document_id text not null,
  sku text collate "C" not null,
  location_id uuid not null,
  quantity int not null check (quantity <> 0),
  channel_id uuid not null,
  actor_kind text not null,
  actor_id text not null,
  staff_id uuid
);
create index movement_row on inventory.movement (sku, location_id, id);
create index movement_place on inventory.movement (location_id, id);

create function inventory.refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: record a counter-movement instead' using errcode = 'restrict_violation';
end $$;
create trigger movement_append_only before update or delete or truncate on inventory.movement
  for each statement execute function inventory.refuse_to_rewrite();
