-- What a piece is: kits, bins, lots and expiry dates, serials; and the check that never stops.

-- A kit is a SKU that consists of others: { sku: pieces }. virtual: nobody ever packed it, it is taken apart wherever it is asked for. packed: it
-- lies on the shelf as a SKU of its own, and is assembled and taken apart by hand. Never deleted: holds remember versions.
create table inventory.kit (
  sku text collate "C" primary key check (length(sku) between 1 and 64),
  kind text not null check (kind in ('virtual', 'packed')),
  components jsonb not null,
  -- Grows with each change.
  version int not null,
  active boolean not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- Holds that were asked for by the SKU of a kit: the definition by which they were taken apart, and the first answer.
create table inventory.kit_hold (
  hold_id uuid primary key references inventory.hold on delete cascade,
  -- [{ sku, version, components: { sku: pieces } }]
  kits jsonb not null,
  answer jsonb not null
);

-- Where in a place. A place without bins (other than quarantine) does not tell its pieces apart, and pays nothing for those that do.
create table inventory.bin (
  location_id uuid not null,
  code text collate "C" not null check (length(code) between 1 and 40),
  kind text not null check (kind in ('shelf', 'back_room', 'staging', 'quarantine', 'receiving')),
  created_at timestamptz not null,
  primary key (location_id, code)
);
create index bin_told_apart on inventory.bin (location_id) where kind <> 'quarantine';

-- Which SKUs are told apart by lot, by expiry date (of their lots), or piece by piece.
create table inventory.tracking (
  sku text collate "C" primary key check (length(sku) between 1 and 64),
  lots boolean not null,
  expiry boolean not null,
  serials boolean not null,
  -- So many days before its expiry date a lot may no longer be sold.
  unsellable_days int not null default 0 check (unsellable_days between 0 and 3650),
  check (lots or serials),
  check (lots or not expiry)
);

-- One lot of the maker, wherever its pieces lie.
create table inventory.lot (
  lot_id uuid primary key,
  sku text collate "C" not null,
  code text collate "C" not null check (length(code) between 1 and 64),
  expires_on date,
  -- The first day on which it may no longer be sold.
  unsellable_from date,
  blocked_at timestamptz,
  blocked_reason text,
  -- When the turn of the day took it off sale.
  expired_at timestamptz,
  created_at timestamptz not null,
  unique (sku, code)
);
create index lot_due on inventory.lot (unsellable_from) where expired_at is null and unsellable_from is not null;

-- Where the pieces of a row lie, as far as anybody told: a projection of movement, kept in the same transaction. Bin '' is no bin, the nil lot
-- no lot. Pieces of which neither is known have no row here: they are on hand less these, and may be below zero where more left than was
-- known of. Whoever writes here holds the lock of the stock row.
create table inventory.bin_stock (
  stock_id int not null,
  location_id uuid not null,
  bin text collate "C" not null,
  lot_id uuid not null,
  quantity int not null check (quantity > 0),
  primary key (stock_id, bin, lot_id),
  check (bin <> '' or lot_id <> '00000000-0000-0000-0000-000000000000')
);
create index bin_stock_bin on inventory.bin_stock (location_id, bin) where bin <> '';
create index bin_stock_lot on inventory.bin_stock (lot_id) where lot_id <> '00000000-0000-0000-0000-000000000000';

-- One piece, once in the network.
create table inventory.serial (
  sku text collate "C" not null,
  serial text collate "C" not null check (length(serial) between 1 and 64),
  -- new: named for the first time in this very transaction · returned: here, but put aside
  state text not null check (state in ('new', 'in_stock', 'returned', 'sold', 'in_transit', 'scrapped', 'missing')),
  -- Where it counts as on hand; null: nowhere.
  location_id uuid check ((location_id is not null) = (state in ('in_stock', 'returned'))),
  changed_at timestamptz not null,
  primary key (sku, serial)
);
-- Found by its number alone, as it is scanned.
create index serial_number on inventory.serial (serial);
create index serial_place on inventory.serial (sku, location_id) where location_id is not null;

-- The life of a piece, append-only. `was_at` and `now_at` are where it counted before and counts since.
create table inventory.serial_move (
  id uuid primary key,
  at timestamptz not null,
  sku text collate "C" not null,
  serial text collate "C" not null,
  was text not null,
  state text not null,
  was_at uuid,
  now_at uuid,
  -- Where it happened.
  location_id uuid not null,
  -- What does not fit: not_here, unknown, already_sold, scrapped.
  flag text,
  document_kind text not null,
  document_id text not null,
  actor_kind text not null,
  actor_id text not null,
  staff_id uuid
);
create index serial_move_piece on inventory.serial_move (sku, serial, id);
create index serial_move_in on inventory.serial_move (sku, now_at) where now_at is not null;
create index serial_move_out on inventory.serial_move (sku, was_at) where was_at is not null;
create trigger serial_move_append_only before update or delete or truncate on inventory.serial_move
  for each statement execute function inventory.refuse_to_rewrite();

-- Finds the live promises beside those that may still lapse (hold_due has those): for the check. No reservation writes into it.
create index hold_promised on inventory.hold (hold_id) where state in ('allocated', 'picked');

-- How far the running check has come, and what it found.
create table inventory.check_round (
  single boolean primary key default true check (single),
  after_sku text collate "C" not null default '',
  after_location uuid not null default '00000000-0000-0000-0000-000000000000',
  started_at timestamptz,
  -- Rows of this round, of the last whole one, and when that ended.
  checked int not null default 0,
  round_rows int,
  round_ended_at timestamptz
);
insert into inventory.check_round default values;
create table inventory.discrepancy (
  sku text collate "C" not null,
  location_id uuid not null,
  -- What does not agree: on_hand, reserved, quarantined, bin, serial.
  what text not null,
  detail jsonb not null,
  found_at timestamptz not null,
  -- When a later round found it right again.
  gone_at timestamptz,
  primary key (sku, location_id, what)
);

-- The day on which the shops sell.
create function inventory.business_day(at timestamptz) returns date language sql immutable parallel safe as $$
  select (at at time zone 'Europe/Warsaw')::date $$;

-- What lies in a row outside sale: in quarantine bins, in blocked and in expired lots.
create function inventory.set_aside(p_stock int) returns int language sql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select coalesce(sum(b.quantity), 0)::int from inventory.bin_stock b
   where b.stock_id = p_stock
     and (exists (select from inventory.bin k where k.location_id = b.location_id and k.code = b.bin and k.kind = 'quarantine')
       or exists (select from inventory.lot l where l.lot_id = b.lot_id and (l.blocked_at is not null or l.expired_at is not null))) $$;

-- Counts anew what is quarantined in these rows; `changes` as everywhere.
create function inventory.count_quarantined(p_stock int[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform from inventory.stock s where s.stock_id = any(p_stock) order by s.sku, s.location_id for update;
  with counted as (
    select s.stock_id, s.quarantined as was, inventory.set_aside(s.stock_id) as pieces
      from inventory.stock s where s.stock_id = any(p_stock)),
  changed as (
    update inventory.stock s set quarantined = c.pieces, version = s.version + 1
      from counted c where s.stock_id = c.stock_id and s.quarantined <> c.pieces
    returning s.*, c.was)
  select coalesce(jsonb_agg(jsonb_set(
           inventory.change_of(c.sku, c.location_id, c.on_hand, c.reserved, c.quarantined, c.safety, c.uncovered, c.version,
                               c.channel_terms, 0, 0),
           '{8}', to_jsonb(c.on_hand - c.reserved - c.was - c.safety - c.uncovered))), '[]')
    into changes from changed c;
end $$;

-- Another id of the same moment (UUIDv7), for the further parts of a movement that lay in several bins.
create function inventory.another_id(id uuid) returns uuid language sql volatile as $$
  select (left(id::text, 15) || substr(gen_random_uuid()::text, 16))::uuid $$;

-- Puts pieces into a bin and lot of a row whose lock the caller has. Not for pieces of which neither is known.
create function inventory.put_pieces(p_stock int, p_location uuid, p_bin text, p_lot uuid, p_pieces int) returns void language sql as $$
  insert into inventory.bin_stock as b (stock_id, location_id, bin, lot_id, quantity)
    values (p_stock, p_location, p_bin, p_lot, p_pieces)
    on conflict (stock_id, bin, lot_id) do update set quantity = b.quantity + excluded.quantity $$;

-- Takes pieces that are there out of a bin and lot of a row whose lock the caller has.
create function inventory.take_pieces(p_stock int, p_bin text, p_lot uuid, p_pieces int) returns void language plpgsql as $$
begin
  delete from inventory.bin_stock where stock_id = p_stock and bin = p_bin and lot_id = p_lot and quantity = p_pieces;
  if not found then
    update inventory.bin_stock set quantity = quantity - p_pieces where stock_id = p_stock and bin = p_bin and lot_id = p_lot;
  end if;
end $$;

-- Writes movements and everything that follows from them, in one statement. Where nothing is told apart (no kit, no bins, no lots) that is
-- the ledger and the counters; else `move_apart` finds out which pieces went. p_bin, p_to, p_lot, p_aside, p_staged, p_serials are null when no
-- line says anything of the kind. p_to: a put-away of `quantity` pieces into that bin ('' = out of all bins), two rows whose sum is nothing.
-- p_aside: arrivals go to quarantine, what leaves comes from there. p_staged: these were picked. p_serials: how many pieces are named one by one.
-- p_held_*: further changes of the reserved counter.
-- written: null when the rows went into the ledger as they came, else [[id, index of the line, sku, quantity, bin or null, lot or null], …].
-- refused: null, or [[index of the line, sku, 'lot' | 'expiry' | 'serials'], …] and nothing was written.
create function inventory.move_pieces(
  p_now timestamptz, p_id uuid[], p_kind text[], p_reason text[], p_note text[], p_document_kind text[], p_document_id text[],
  p_sku text[], p_location uuid[], p_quantity int[], p_channel uuid[], p_actor_kind text[], p_actor_id text[], p_staff uuid[],
  p_bin text[], p_to text[], p_lot uuid[], p_aside boolean[], p_staged boolean[], p_serials int[],
  p_held_sku text[], p_held_location uuid[], p_held int[],
  out changes jsonb, out written jsonb, out refused jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  sku text[]; location uuid[]; on_hand int[]; reserved int[];
begin
  if p_bin is not null or p_to is not null or p_lot is not null or p_aside is not null
     or exists (select from inventory.bin b where b.location_id = any(p_location) and b.kind <> 'quarantine')
     or exists (select from inventory.tracking t where t.sku = any(p_sku))
     or exists (select from inventory.kit k where k.sku = any(p_sku) and k.active and k.kind = 'virtual') then
    select m.changes, m.written, m.refused into changes, written, refused
      from inventory.move_apart(p_now, p_id, p_kind, p_reason, p_note, p_document_kind, p_document_id, p_sku, p_location, p_quantity,
                                p_channel, p_actor_kind, p_actor_id, p_staff, p_bin, p_to, p_lot, p_aside, p_staged, p_serials,
                                p_held_sku, p_held_location, p_held) m;
    return;
  end if;
  insert into inventory.movement (at, id, kind, reason, note, document_kind, document_id, sku, location_id, quantity, channel_id,
                                  actor_kind, actor_id, staff_id)
    select p_now, d.* from unnest(p_id, p_kind, p_reason, p_note, p_document_kind, p_document_id, p_sku, p_location, p_quantity,
                                  p_channel, p_actor_kind, p_actor_id, p_staff) as d;
  select array_agg(d.sku), array_agg(d.location_id), array_agg(d.on_hand), array_agg(d.reserved)
    into sku, location, on_hand, reserved
    from (select d.sku, d.location_id, sum(d.on_hand)::int as on_hand, sum(d.reserved)::int as reserved
            from (select m.sku, m.location_id, m.pieces as on_hand, 0 as reserved
                    from unnest(p_sku, p_location, p_quantity) as m(sku, location_id, pieces)
                  union all
                  select h.sku, h.location_id, 0, h.pieces
                    from unnest(p_held_sku, p_held_location, p_held) as h(sku, location_id, pieces)) d
           group by d.sku, d.location_id) d;
  select a.changes into changes from inventory.apply_deltas(sku, location, on_hand, reserved) a;
end $$;

-- `move_pieces` where pieces are told apart. Pieces that nobody named are found by rule: what may be sold before what may not, what expires
-- first (FEFO), then shelf, no bin, back room, receiving, staging (first of all for what was picked), quarantine. What lies nowhere by the
-- book leaves a hole, which the next arrivals fill: physical facts are never refused.
create function inventory.move_apart(
  p_now timestamptz, p_id uuid[], p_kind text[], p_reason text[], p_note text[], p_document_kind text[], p_document_id text[],
  p_sku text[], p_location uuid[], p_quantity int[], p_channel uuid[], p_actor_kind text[], p_actor_id text[], p_staff uuid[],
  p_bin text[], p_to text[], p_lot uuid[], p_aside boolean[], p_staged boolean[], p_serials int[],
  p_held_sku text[], p_held_location uuid[], p_held int[],
  out changes jsonb, out written jsonb, out refused jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  -- Lines with kits taken apart, and which given line each is.
  line int[]; line_sku text[]; line_location uuid[]; line_pieces int[];
  -- The rows, their keys, and the pieces of which neither bin nor lot is known.
  id int[]; key text[]; rest int[];
  -- What goes into the ledger.
  out_line int[] := '{}'; out_sku text[] := '{}'; out_location uuid[] := '{}'; out_pieces int[] := '{}'; out_bin text[] := '{}';
  out_lot uuid[] := '{}';
  sku text[]; location uuid[]; on_hand int[]; reserved int[];
  at int; l int; need int; filled int; target text; lot uuid; plain boolean; part record; rank text[]; quarantine jsonb;
begin
  select array_agg(x.at), array_agg(x.sku), array_agg(x.location_id), array_agg(x.pieces)
    into line, line_sku, line_location, line_pieces
    from (select d.at::int as at, coalesce(c.key collate "C", d.sku collate "C") as sku, d.location_id,
                 d.pieces * coalesce(c.value::int, 1) as pieces
            from unnest(p_sku, p_location, p_quantity) with ordinality as d(sku, location_id, pieces, at)
            left join inventory.kit k on k.sku = d.sku collate "C" and k.active and k.kind = 'virtual'
            left join lateral jsonb_each_text(k.components) c on true
           order by d.at, 2) x;

  select jsonb_agg(jsonb_build_array(x.at - 1, x.sku, x.lacks) order by x.at) into refused
    from (select d.at, d.sku,
                 case when t.lots and p_lot[d.at] is null then 'lot'
                      when t.expiry and exists (select from inventory.lot o where o.lot_id = p_lot[d.at] and o.expires_on is null)
                        then 'expiry'
                      when t.serials and coalesce(p_serials[d.at], 0) <> d.pieces then 'serials' end as lacks
            from unnest(line, line_sku, line_pieces) as d(at, sku, pieces)
            join inventory.tracking t on t.sku = d.sku collate "C"
           where p_kind[d.at] = 'receipt' and d.pieces > 0 and p_to[d.at] is null) x
   where x.lacks is not null;
  if refused is not null then return; end if;

  -- Lots before rows, as everywhere: who blocks one of these waits until its pieces have arrived, and then finds them; or is waited for.
  -- What comes off a van brings the lots of its SKU that lie somewhere or went on it.
  perform from inventory.lot o
    where o.lot_id = any(array(
      select unnest(p_lot)
      union
      select b.lot_id from unnest(line, line_sku) as d(at, sku)
        join inventory.lot t on t.sku = d.sku collate "C"
        join inventory.bin_stock b on b.lot_id = t.lot_id
       where p_kind[d.at] = 'transfer_in'
      union
      select m.lot_id from unnest(line, line_sku) as d(at, sku)
        join inventory.movement m on m.document_kind = p_document_kind[d.at] and m.document_id = p_document_id[d.at]
                                 and m.sku = d.sku collate "C"
       where p_kind[d.at] = 'transfer_in' and m.lot_id is not null))
    order by o.lot_id for share;
  insert into inventory.stock (sku, location_id)
    select distinct d.sku, d.location_id from unnest(line_sku, line_location) as d(sku, location_id)
     where not exists (select from inventory.stock s where s.sku = d.sku collate "C" and s.location_id = d.location_id)
     order by 1, 2
    on conflict do nothing;
  select array_agg(s.stock_id), array_agg(s.location_id || s.sku), array_agg(s.on_hand)
    into id, key, rest
    from (select s.stock_id, s.location_id, s.sku, s.on_hand
            from (select d.sku, d.location_id from unnest(line_sku, line_location) as d(sku, location_id)
                  union select d.sku, d.location_id from unnest(p_held_sku, p_held_location) as d(sku, location_id)) d
            join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
           order by s.sku, s.location_id for update of s) s;
  for i in 1 .. coalesce(cardinality(id), 0) loop
    rest[i] := rest[i] - coalesce((select sum(b.quantity) from inventory.bin_stock b where b.stock_id = id[i]), 0);
  end loop;

  for i in 1 .. coalesce(cardinality(line), 0) loop
    l := line[i];
    at := array_position(key, line_location[i] || line_sku[i]);
    need := abs(line_pieces[i]);
    target := p_to[l];
    if p_aside[l] and target is null and line_pieces[i] > 0 then
      -- Every place has somewhere to put things aside.
      target := (select b.code from inventory.bin b
                  where b.location_id = line_location[i] and b.kind = 'quarantine' order by b.code limit 1);
      if target is null then
        target := 'QUARANTINE';
        insert into inventory.bin (location_id, code, kind, created_at) values (line_location[i], target, 'quarantine', p_now)
          on conflict do nothing;
      end if;
    end if;

    if line_pieces[i] > 0 and p_to[l] is null then
      -- The reverse of an old document may name a bin that is no more.
      target := coalesce(target, (select b.code from inventory.bin b where b.location_id = line_location[i] and b.code = p_bin[l]));
      lot := coalesce(p_lot[l], nil);
      plain := target is null and lot = nil;
      if target is null and p_kind[l] in ('receipt', 'transfer_in') then
        target := (select b.code from inventory.bin b
                    where b.location_id = line_location[i] and b.kind = 'receiving' order by b.code limit 1);
      end if;
      target := coalesce(target, '');
      if p_kind[l] = 'transfer_in' and lot = nil
         and exists (select from inventory.tracking t where t.sku = line_sku[i] collate "C" and t.lots) then
        -- The lots that went on the van and have not come off it.
        for part in
          select x.lot_id, -sum(x.pieces)::int as quantity
            from (select m.lot_id, m.quantity as pieces from inventory.movement m
                   where m.document_kind = p_document_kind[l] and m.document_id = p_document_id[l]
                     and m.kind in ('transfer_out', 'transfer_in') and m.sku = line_sku[i] collate "C" and m.lot_id is not null
                  union all
                  select o.lot_id, o.pieces from unnest(out_line, out_sku, out_lot, out_pieces) as o(line, sku, lot_id, pieces)
                   where p_document_kind[o.line] = p_document_kind[l] and p_document_id[o.line] = p_document_id[l]
                     and p_kind[o.line] in ('transfer_out', 'transfer_in') and o.sku = line_sku[i] and o.lot_id <> nil) x
            left join inventory.lot g on g.lot_id = x.lot_id
           group by x.lot_id, g.expires_on having sum(x.pieces) < 0
           order by g.expires_on nulls last, x.lot_id
        loop
          exit when need = 0;
          part.quantity := least(need, part.quantity);
          need := need - part.quantity;
          out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
          out_pieces := out_pieces || part.quantity; out_bin := out_bin || target; out_lot := out_lot || part.lot_id;
          perform inventory.put_pieces(id[at], line_location[i], target, part.lot_id, part.quantity);
        end loop;
      end if;
      if plain and rest[at] < 0 and need > 0 then
        -- Fills the hole first: these were sold before anybody knew of them.
        filled := least(need, -rest[at]);
        need := need - filled;
        rest[at] := rest[at] + filled;
        out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
        out_pieces := out_pieces || filled; out_bin := out_bin || ''::text; out_lot := out_lot || nil;
      end if;
      if need > 0 then
        out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
        out_pieces := out_pieces || need; out_bin := out_bin || target; out_lot := out_lot || lot;
        if target = '' and lot = nil then rest[at] := rest[at] + need;
        else perform inventory.put_pieces(id[at], line_location[i], target, lot, need); end if;
      end if;
    else
      -- What is carried without a word came from where deliveries stand; what is sold or picked, from the shelf.
      rank := case when p_to[l] is null
                     or exists (select from inventory.bin b
                                 where b.location_id = line_location[i] and b.code = target and b.kind = 'staging')
                   then array['shelf', '', 'back_room', 'receiving', 'staging', 'quarantine']
                   else array['receiving', '', 'back_room', 'shelf', 'staging', 'quarantine'] end;
      for part in
        select b.bin, b.lot_id, b.quantity
          from (select s.bin, s.lot_id, s.quantity from inventory.bin_stock s where s.stock_id = id[at]
                union all select '', nil, rest[at] where rest[at] > 0) b
          left join inventory.bin k on k.location_id = line_location[i] and k.code = b.bin
          left join inventory.lot o on o.lot_id = b.lot_id
         where p_to[l] is null or b.bin <> target
         order by p_lot[l] is not null and b.lot_id is distinct from p_lot[l],
                  p_bin[l] is not null and b.bin is distinct from p_bin[l],
                  coalesce(p_aside[l], false) and k.kind is distinct from 'quarantine',
                  coalesce(p_staged[l], false) and k.kind is distinct from 'staging',
                  coalesce(k.kind = 'quarantine', false) or o.blocked_at is not null
                    or coalesce(o.unsellable_from <= inventory.business_day(p_now), false),
                  o.expires_on nulls last,
                  array_position(rank, coalesce(k.kind, '')),
                  b.lot_id, b.bin
      loop
        exit when need = 0;
        part.quantity := least(need, part.quantity);
        need := need - part.quantity;
        if part.bin = '' and part.lot_id = nil then rest[at] := rest[at] - part.quantity;
        else perform inventory.take_pieces(id[at], part.bin, part.lot_id, part.quantity); end if;
        out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
        out_pieces := out_pieces || -part.quantity; out_bin := out_bin || part.bin; out_lot := out_lot || part.lot_id;
        if p_to[l] is not null then
          out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
          out_pieces := out_pieces || part.quantity; out_bin := out_bin || target; out_lot := out_lot || part.lot_id;
          if target = '' and part.lot_id = nil then rest[at] := rest[at] + part.quantity;
          else perform inventory.put_pieces(id[at], line_location[i], target, part.lot_id, part.quantity); end if;
        end if;
      end loop;
      if need > 0 and not (p_to[l] is not null and target = '') then
        -- More than the book knew of.
        rest[at] := rest[at] - need;
        out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
        out_pieces := out_pieces || -need; out_bin := out_bin || ''::text; out_lot := out_lot || nil;
        if p_to[l] is not null then
          out_line := out_line || l; out_sku := out_sku || line_sku[i]; out_location := out_location || line_location[i];
          out_pieces := out_pieces || need; out_bin := out_bin || target; out_lot := out_lot || nil;
          perform inventory.put_pieces(id[at], line_location[i], target, nil, need);
        end if;
      end if;
    end if;
  end loop;

  with rows as (
    select case when row_number() over (partition by d.line order by d.at) = 1 then p_id[d.line]
                else inventory.another_id(p_id[d.line]) end as id,
           d.*
      from unnest(out_line, out_sku, out_location, out_pieces, out_bin, out_lot) with ordinality
           as d(line, sku, location_id, pieces, bin, lot_id, at)),
  kept as (
    insert into inventory.movement (at, id, kind, reason, note, document_kind, document_id, sku, location_id, quantity, channel_id,
                                    actor_kind, actor_id, staff_id, bin, lot_id)
      select p_now, r.id, p_kind[r.line], p_reason[r.line], p_note[r.line], p_document_kind[r.line], p_document_id[r.line], r.sku,
             r.location_id, r.pieces, p_channel[r.line], p_actor_kind[r.line], p_actor_id[r.line], p_staff[r.line],
             nullif(r.bin, ''), nullif(r.lot_id, nil)
        from rows r)
  select coalesce(jsonb_agg(jsonb_build_array(r.id, r.line - 1, r.sku, r.pieces, nullif(r.bin, ''), nullif(r.lot_id, nil)) order by r.at),
                  '[]')
    into written from rows r;

  select array_agg(d.sku), array_agg(d.location_id), array_agg(d.on_hand), array_agg(d.reserved)
    into sku, location, on_hand, reserved
    from (select d.sku, d.location_id, sum(d.on_hand)::int as on_hand, sum(d.reserved)::int as reserved
            from (select m.sku, m.location_id, m.pieces as on_hand, 0 as reserved
                    from unnest(out_sku, out_location, out_pieces) as m(sku, location_id, pieces)
                  union all
                  select h.sku, h.location_id, 0, h.pieces
                    from unnest(p_held_sku, p_held_location, p_held) as h(sku, location_id, pieces)) d
           group by d.sku, d.location_id) d;
  select a.changes into changes from inventory.apply_deltas(sku, location, on_hand, reserved) a;
  quarantine := inventory.count_quarantined(id);
  if quarantine <> '[]' then
    -- One entry per row: as it is in the end, and as it was before both.
    select jsonb_agg(case when q.entry is null then c.entry when c.entry is null then q.entry
                          else jsonb_set(jsonb_set(jsonb_set(q.entry, '{6}', c.entry -> 6), '{7}', c.entry -> 7), '{8}', c.entry -> 8) end)
      into changes
      from (select entry from jsonb_array_elements(changes) entry) c
      full join (select entry from jsonb_array_elements(quarantine) entry) q
        on (q.entry ->> 0, q.entry ->> 1) = (c.entry ->> 0, c.entry ->> 1);
  end if;
end $$;

-- Leaves of new holds only what makes whole kits; the rest goes back at once, before anybody saw it. Part of the transaction that made them.
create function inventory.keep_whole_kits(p_hold uuid[], p_sku text[], p_location uuid[], p_back int[], out changes jsonb)
language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  id int[];
begin
  select array_agg(s.stock_id order by d.at) into id
    from unnest(p_sku, p_location) with ordinality as d(sku, location_id, at)
    join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id;
  changes := inventory.give_back(p_hold, id, p_back);
  delete from inventory.hold_line l using unnest(p_hold, id) as d(hold_id, id)
   where l.hold_id = d.hold_id and l.stock_id = d.id and l.outstanding = 0;
  update inventory.hold_line l set quantity = l.outstanding from unnest(p_hold, id) as d(hold_id, id)
   where l.hold_id = d.hold_id and l.stock_id = d.id;
  -- Nothing whole is left: the answer was no.
  update inventory.hold h set state = 'refused', ended_at = h.created_at
   where h.hold_id = any(p_hold) and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id);
end $$;
