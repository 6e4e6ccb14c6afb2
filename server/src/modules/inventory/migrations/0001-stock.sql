-- Stock, holds and the ledger. The decisions that must be atomic stand in 0002.
create schema inventory;

-- One row per SKU and place; on hand and reserved are projections of movement and hold_line, kept in the same transaction.
-- No index on the counters and room in each page: updates stay within their page (HOT). On hand may be below reserved, even
-- below zero: the world decides that, and an incident follows.
create table inventory.stock (
  stock_id int generated always as identity,
  sku text collate "C" not null check (length(sku) between 1 and 64),
  location_id uuid not null,
  on_hand int not null default 0,
  reserved int not null default 0 check (reserved >= 0),
  -- On hand that may not be sold: pieces in quarantine, blocked and expired lots.
  quarantined int not null default 0 check (quarantined >= 0),
  -- The display minimum: what a policy keeps on the shelf.
  safety int not null default 0 check (safety >= 0),
  -- Demand promised against inbound that no inbound covers (any more): it waits for the pieces that are here.
  uncovered int not null default 0 check (uncovered >= 0),
  -- What single channels may not have, null for most rows: { channel: { "buffer": pieces, "ppm": share, "pool": pieces, "used": pieces } }.
  -- A buffer is hidden from its channel; what is left of a pool is hidden from every other channel.
  channel_terms jsonb,
  -- Grows with each change of the row. The log's order is not the order in which transactions got this row's lock, so readers
  -- that keep a copy take the highest version, not the last one they hear of.
  version bigint not null default 0,
  primary key (sku, location_id)
) with (fillfactor = 80);
-- Lines of holds name their row by this number, which keeps them and their key narrow.
create unique index stock_number on inventory.stock (stock_id);

-- The promise to somebody; its id is made by the caller and is the idempotency key. Refusals are kept too: a repeated question
-- gets the first answer.
create table inventory.hold (
  hold_id uuid primary key,
  -- The first 128 bits of the command's SHA-256.
  body_hash uuid not null,
  kind text not null check (kind in ('basket', 'pickup', 'ship', 'till', 'marketplace')),
  -- soft: on the network, the engine chose the places and may choose others · pinned: on places that somebody chose
  state text not null
    check (state in ('soft', 'pinned', 'allocated', 'picked', 'consumed', 'released', 'expired', 'refused')),
  order_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- When it stopped counting as reserved.
  ended_at timestamptz,
  channel_id uuid not null,
  actor text not null,
  refusal jsonb
);
create index hold_due on inventory.hold (expires_at) where state in ('soft', 'pinned');
create index hold_order on inventory.hold (order_id) where order_id is not null;

-- No foreign keys: only the functions of this module write here, and a check per row would cost a third of the throughput. A line is
-- changed only by who has locked its hold. No index but the key: one by row and time limit, to find what has lapsed, costs a
-- quarter of a reservation, and `hold_due` finds the same.
create table inventory.hold_line (
  hold_id uuid not null,
  stock_id int not null,
  quantity int not null check (quantity > 0),
  -- What still counts in stock.reserved.
  outstanding int not null check (outstanding between 0 and quantity),
  -- How much of it came out of its channel's own pool.
  pooled int not null default 0 check (pooled between 0 and quantity),
  primary key (hold_id, stock_id)
);

-- The ledger: every piece that came or went, and why. Never changed; a mistake is put right by a counter-movement.
create table inventory.movement (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('receipt', 'sale', 'return', 'correction', 'count', 'damage', 'theft', 'found',
                                     'transfer_out', 'transfer_in', 'kit_assembly', 'put_away')),
  reason text,
  note text,
  document_kind text not null,
  document_id text not null,
  sku text collate "C" not null,
  location_id uuid not null,
  -- Where in the place; null where the place does not tell its bins apart.
  bin text,
  lot_id uuid,
  quantity int not null check (quantity <> 0),
  channel_id uuid not null,
  actor_kind text not null,
  actor_id text not null,
  staff_id uuid
);
create index movement_row on inventory.movement (sku, location_id, id);
create index movement_place on inventory.movement (location_id, id);
create index movement_document on inventory.movement (document_kind, document_id);

create function inventory.refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: record a counter-movement instead' using errcode = 'restrict_violation';
end $$;
create trigger movement_append_only before update or delete or truncate on inventory.movement
  for each statement execute function inventory.refuse_to_rewrite();
