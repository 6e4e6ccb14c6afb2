-- The paper behind stock that is moved by hand: what was announced, sent, counted, corrected, and who did each step.
create schema stockwork;

-- Numbers that people say: a letter, digits, and a Luhn check digit (ISO/IEC 7812-1, annex B).
create sequence stockwork.advice_body start 1000001 maxvalue 99999999;
create sequence stockwork.transfer_body start 1000001 maxvalue 99999999;
create sequence stockwork.count_body start 1000001 maxvalue 99999999;
create sequence stockwork.adjustment_body start 1000001 maxvalue 99999999;
create sequence stockwork.undo_body start 1000001 maxvalue 99999999;

create function stockwork.number_of(letter text, body bigint) returns text language sql immutable strict parallel safe as $$
  select letter || body || (10 - sum(case
           when (length(body::text) - place) % 2 = 1 then digit
           when digit > 4 then digit * 2 - 9
           else digit * 2 end) % 10) % 10
    from (select place, substr(body::text, place, 1)::int as digit
            from generate_series(1, length(body::text)) as place) digits
$$;

-- Every step, under the id that was made where it was done. A device without network sends it late, or twice: the second finds
-- this row. Also the history of each document.
create table stockwork.command (
  id uuid primary key,
  -- `advice.receive`, `count.scan`, …
  verb text not null,
  document_id uuid not null,
  body_hash text not null,
  -- When it was done, by the clock of the device; and when we heard of it.
  at timestamptz not null,
  received_at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  staff_id uuid
);
create index command_document on stockwork.command (document_id, received_at);

-- Goods that a supplier has announced.
create table stockwork.advice (
  id uuid primary key,
  number text collate "C" not null unique,
  location_id uuid not null,
  supplier text not null,
  -- The supplier's number: of the order or the delivery note.
  reference text not null,
  expected_on date not null,
  -- Whoever receives does not see what was announced.
  blind boolean not null,
  note text,
  state text not null check (state in ('announced', 'receiving', 'closed', 'cancelled')),
  -- Why less, more or other goods came: [{ sku, kind, quantity, reason, note }]; null while it is not closed.
  differences jsonb,
  created_at timestamptz not null,
  created_by uuid,
  closed_at timestamptz,
  closed_by uuid
);
create index advice_place on stockwork.advice (location_id, id);
-- The same delivery is announced once, however often its file is sent.
create unique index advice_reference on stockwork.advice (location_id, supplier, reference) where state <> 'cancelled';

create table stockwork.advice_line (
  advice_id uuid not null references stockwork.advice,
  sku text collate "C" not null,
  -- 0: nobody announced it.
  expected int not null check (expected >= 0),
  -- Counted as they come: sums of the receipts that were not undone.
  received int not null default 0 check (received >= 0),
  damaged int not null default 0 check (damaged >= 0),
  primary key (advice_id, sku)
);

-- One batch of scans; its id is the command's. It is the document of its ledger rows.
create table stockwork.advice_receipt (
  id uuid primary key,
  advice_id uuid not null references stockwork.advice,
  at timestamptz not null,
  -- [{ sku, quantity, damaged }]: damaged pieces are in quarantine.
  lines jsonb not null,
  staff_id uuid
);
create index advice_receipt_advice on stockwork.advice_receipt (advice_id, id);

-- Pieces that go from one place of ours to another.
create table stockwork.transfer (
  id uuid primary key,
  number text collate "C" not null unique,
  from_id uuid not null,
  to_id uuid not null check (to_id <> from_id),
  state text not null
    check (state in ('requested', 'approved', 'shipped', 'closed', 'rejected', 'cancelled', 'undone')),
  -- Keeps the requested pieces at the source until they are shipped.
  hold_id uuid,
  expected_on date,
  note text,
  -- [{ sku, kind, quantity, reason, note }]; null while it is not closed.
  differences jsonb,
  created_at timestamptz not null,
  created_by uuid,
  approved_at timestamptz,
  approved_by uuid,
  shipped_at timestamptz,
  shipped_by uuid,
  closed_at timestamptz,
  closed_by uuid
);
create index transfer_from on stockwork.transfer (from_id, id);
create index transfer_to on stockwork.transfer (to_id, id);
create index transfer_under_way on stockwork.transfer (id) where state = 'shipped';

-- In transit = shipped + over - received - damaged - lost. `over` came without having been scanned out, and is booked out when the
-- transfer is closed, so that in the end what left the source is what arrived plus what was lost.
create table stockwork.transfer_line (
  transfer_id uuid not null references stockwork.transfer,
  sku text collate "C" not null,
  requested int not null check (requested >= 0),
  shipped int not null default 0 check (shipped >= 0),
  received int not null default 0 check (received >= 0),
  damaged int not null default 0 check (damaged >= 0),
  lost int not null default 0 check (lost >= 0),
  over int not null default 0 check (over >= 0),
  primary key (transfer_id, sku)
);

create table stockwork.transfer_receipt (
  id uuid primary key,
  transfer_id uuid not null references stockwork.transfer,
  at timestamptz not null,
  lines jsonb not null,
  staff_id uuid
);
create index transfer_receipt_transfer on stockwork.transfer_receipt (transfer_id, id);

create table stockwork.count (
  id uuid primary key,
  number text collate "C" not null unique,
  location_id uuid not null,
  -- What was asked to be counted: { kind: place | bin | skus | categories, values }.
  scope jsonb not null,
  -- Only what was asked for may be scanned; otherwise anything found there is added.
  closed_scope boolean not null,
  state text not null check (state in ('counting', 'recounting', 'review', 'posted', 'cancelled', 'undone')),
  -- 1, and one more with each recount.
  pass smallint not null default 1,
  tolerance_pieces int not null check (tolerance_pieces >= 0),
  tolerance_ppm int not null check (tolerance_ppm between 0 and 1000000),
  recount text not null check (recount in ('none', 'anyone', 'other_person')),
  -- More pieces than this, summed over all lines without their signs, want an approval.
  approve_over int not null check (approve_over >= 0),
  note text,
  created_at timestamptz not null,
  created_by uuid,
  submitted_at timestamptz,
  submitted_by uuid,
  closed_at timestamptz,
  closed_by uuid
);
create index count_place on stockwork.count (location_id, id);

create table stockwork.count_line (
  count_id uuid not null references stockwork.count,
  location_id uuid not null,
  sku text collate "C" not null,
  -- While it is, no other count may have this SKU here.
  open boolean not null,
  -- Frozen when a pass is handed in: what was counted, when, and what the book said at that moment. Null: left uncounted.
  counted int,
  counted_at timestamptz,
  book int,
  -- Asked for again because the first pass was too far off.
  recount boolean not null default false,
  first_counted int,
  primary key (count_id, sku)
);
create unique index count_line_open on stockwork.count_line (location_id, sku) where open;

-- What each person scanned. A pass's count is the sum over persons; `whole` replaces what the same person scanned before that moment,
-- so that the order in which batches arrive does not matter.
create table stockwork.count_scan (
  batch_id uuid not null,
  count_id uuid not null references stockwork.count,
  pass smallint not null,
  sku text collate "C" not null,
  at timestamptz not null,
  quantity int not null check (quantity >= 0),
  whole boolean not null,
  -- The person, or the device or machine where nobody signed in.
  counter text not null,
  primary key (batch_id, sku, whole)
);
create index count_scan_count on stockwork.count_scan (count_id, pass, sku);

-- What was counted in a pass, and the moment for which it stands: when the last piece of the SKU was scanned.
create function stockwork.counted(p_count uuid, p_pass int) returns table (sku text, quantity int, at timestamptz)
language sql stable as $$
  with whole as (
    select distinct on (s.sku, s.counter) s.sku, s.counter, s.at, s.batch_id, s.quantity
      from stockwork.count_scan s where s.count_id = p_count and s.pass = p_pass and s.whole
     order by s.sku, s.counter, s.at desc, s.batch_id desc
  ), kept as (
    select w.sku, w.quantity, w.at from whole w
    union all
    select s.sku, s.quantity, s.at
      from stockwork.count_scan s left join whole w on w.sku = s.sku and w.counter = s.counter
     where s.count_id = p_count and s.pass = p_pass and not s.whole
       and (w.at is null or (s.at, s.batch_id) > (w.at, w.batch_id))
  )
  select kept.sku, sum(kept.quantity)::int, max(kept.at) from kept group by kept.sku
$$;

create table stockwork.adjustment (
  id uuid primary key,
  number text collate "C" not null unique,
  location_id uuid not null,
  reason text not null,
  note text,
  state text not null check (state in ('requested', 'posted', 'rejected', 'undone')),
  -- [{ sku, quantity }], signed.
  lines jsonb not null,
  -- Pieces over all lines without their signs.
  pieces int not null check (pieces > 0),
  created_at timestamptz not null,
  created_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text
);
create index adjustment_place on stockwork.adjustment (location_id, id);

-- How much may be adjusted without an approval; the row without a place stands for every place that has none of its own.
create table stockwork.adjustment_limit (
  location_id uuid unique nulls not distinct,
  line_pieces int not null check (line_pieces >= 0),
  document_pieces int not null check (document_pieces >= 0),
  updated_at timestamptz not null,
  updated_by uuid
);

-- A document that was taken back as a whole, once; its id is the document of the counter-movements.
create table stockwork.undo (
  id uuid primary key,
  number text collate "C" not null unique,
  document_kind text not null,
  document_id uuid not null,
  reason text not null,
  at timestamptz not null,
  staff_id uuid,
  unique (document_kind, document_id)
);
