create schema returns;

create sequence returns.number_body start 1000001 maxvalue 99999999;

-- `R`, the body and its Luhn check digit (ISO/IEC 7812-1, annex B): every second digit from the right end of the body counts double.
create function returns.number_of(body bigint) returns text language sql immutable strict parallel safe as $$
  select 'R' || body || (10 - sum(case
           when (length(body::text) - place) % 2 = 1 then digit
           when digit > 4 then digit * 2 - 9
           else digit * 2 end) % 10) % 10
    from (select place, substr(body::text, place, 1)::int as digit
            from generate_series(1, length(body::text)) as place) digits
$$;

-- Something that came back. One row per visit: a second return of the same order gets a number of its own.
create table returns.rma (
  id uuid primary key,
  number text collate "C" not null unique,
  order_id uuid not null,
  -- What people say; never changes, so a list needs no look-up.
  order_number text not null,
  -- Where the goods were received, whatever channel sold them.
  location_id uuid not null,
  staff_id uuid,
  state text not null check (state in ('registered', 'received', 'refunded')),
  currency text not null,
  refund_minor bigint not null check (refund_minor >= 0),
  -- Of which: the cost of sending the order to the customer.
  shipping_minor bigint not null check (shipping_minor between 0 and refund_minor),
  -- Null: there was nothing to give back.
  refund_id uuid,
  refund_method text,
  refund_state text not null check (refund_state in ('none', 'saved', 'unknown', 'refused', 'done')),
  created_at timestamptz not null,
  refunded_at timestamptz
) with (fillfactor = 85);
create index rma_order on returns.rma (order_id);
create index rma_location on returns.rma (location_id, id);
create unique index rma_refund on returns.rma (refund_id) where refund_id is not null;
create index rma_owed on returns.rma (created_at) where refund_state in ('saved', 'unknown');

-- Inserted by the same statement as its return. An order line may appear twice: one piece to sell again, one to put aside.
create table returns.rma_line (
  rma_id uuid not null,
  position smallint not null,
  line_no smallint not null,
  sku text collate "C" not null,
  quantity int not null check (quantity > 0),
  reason text not null,
  disposition text not null check (disposition in ('sellable', 'quarantine')),
  refund_minor bigint not null check (refund_minor >= 0),
  primary key (rma_id, position)
);
