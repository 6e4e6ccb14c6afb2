-- What must be decided atomically. Order of locks, everywhere: holds, then their lines, then stock rows, each sorted by key.
-- `reserve` is the exception that keeps this free of deadlocks: it takes stock first, and lines of others only if nobody has them
-- (SKIP LOCKED), so it never waits for a line. All of it is meant for READ COMMITTED: each statement sees what was committed while
-- it waited for a lock.
--
-- Plans are pinned: a cached plan made for empty tables would scan or hash full ones a day later.
--
-- `changes` is a JSON array with one [sku, location, on hand, reserved, version, on hand before, reserved before] per row.

-- What may be promised of a row. Further terms (safety, quarantine, channel buffers, inbound) will stand here and in
-- available.ts; below zero when the world took what was promised.
create function inventory.promisable(on_hand int, reserved int) returns int
  language sql immutable parallel safe as $$ select on_hand - reserved $$;

-- Adds the deltas to distinct rows, making rows that do not exist when pieces arrive.
create function inventory.apply_deltas(
  p_sku text[], p_location uuid[], p_on_hand int[], p_reserved int[], out changes jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into inventory.stock (sku, location_id)
    select d.sku, d.location_id from unnest(p_sku, p_location, p_on_hand) as d(sku, location_id, on_hand)
     where d.on_hand <> 0
       and not exists (select from inventory.stock s where s.sku = d.sku collate "C" and s.location_id = d.location_id)
     order by d.sku collate "C", d.location_id
    on conflict do nothing;
  perform from unnest(p_sku, p_location) as d(sku, location_id)
    join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
    order by s.sku, s.location_id for update of s;
  with changed as (
    update inventory.stock s
       set on_hand = s.on_hand + d.on_hand, reserved = s.reserved + d.reserved, version = s.version + 1
      from unnest(p_sku, p_location, p_on_hand, p_reserved) as d(sku, location_id, on_hand, reserved)
     where s.sku = d.sku collate "C" and s.location_id = d.location_id and (d.on_hand <> 0 or d.reserved <> 0)
    returning s.sku, s.location_id, s.on_hand, s.reserved, s.version,
              s.on_hand - d.on_hand as on_hand_before, s.reserved - d.reserved as reserved_before)
  select coalesce(jsonb_agg(jsonb_build_array(
           c.sku, c.location_id, c.on_hand, c.reserved, c.version, c.on_hand_before, c.reserved_before)), '[]')
    into changes from changed c;
end $$;

-- Decides a batch of reservations in order of arrival: a request gets all its lines or nothing. A loop is exact where a window
-- sum would refuse small requests behind a big one that was refused.
--   p_first[r] .. p_first[r + 1] - 1 are the lines of request r; a line points to its row (p_row) in p_sku, p_location;
--   rows are distinct and sorted, a request names a row once.
-- verdicts: one letter per request: h held, s short, r answered before (see `former`), x this id was used with another body.
-- refusals: { request: [[sku, location, asked, available], …] }, also of those answered before; former: { request: expires at } of
-- holds that were granted before.
create function inventory.reserve(
  p_now timestamptz, p_hold uuid[], p_hash text[], p_kind text[], p_expires timestamptz[], p_channel uuid[], p_actor text[],
  p_first int[], p_request int[], p_row int[], p_quantity int[], p_sku text[], p_location uuid[],
  out verdicts text, out refusals jsonb, out former jsonb, out changes jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  free int[] := array_fill(0, array[cardinality(p_sku)]);
  delta int[] := free;
  searched boolean[] := array_fill(false, array[cardinality(p_sku)]);
  verdict text[] := array_fill(null::text, array[cardinality(p_hold)]);
  short jsonb[] := array_fill(null::jsonb, array[cardinality(p_hold)]);
  seen record;
  at int;
  wanted int;
  enough boolean;
  freed int;
begin
  former := '{}';
  for seen in
    select asked.at, inventory.promisable(s.on_hand, s.reserved) as free
      from unnest(p_sku, p_location) with ordinality as asked(sku, location_id, at)
      join inventory.stock s on s.sku = asked.sku collate "C" and s.location_id = asked.location_id
     order by asked.at for update of s
  loop
    free[seen.at] := seen.free;
  end loop;

  -- After the locks, so that the same command sent through another process is seen.
  for seen in
    select array_position(p_hold, h.hold_id) as at, h.body_hash, h.expires_at, h.refusal
      from inventory.hold h where h.hold_id = any(p_hold)
  loop
    if seen.body_hash <> p_hash[seen.at] then
      verdict[seen.at] := 'x';
    else
      verdict[seen.at] := 'r';
      short[seen.at] := seen.refusal;
      if seen.refusal is null then former := former || jsonb_build_object(seen.at - 1, seen.expires_at); end if;
    end if;
  end loop;

  for r in 1 .. cardinality(p_hold) loop
    continue when verdict[r] is not null;
    enough := true;
    for l in p_first[r] .. p_first[r + 1] - 1 loop
      at := p_row[l];
      wanted := p_quantity[l];
      if free[at] < wanted and not searched[at] then
        searched[at] := true;
        freed := inventory.take_lapsed(p_now, p_sku[at], p_location[at]);
        free[at] := free[at] + freed;
        delta[at] := delta[at] - freed;
      end if;
      if free[at] < wanted then enough := false; end if;
    end loop;
    if enough then
      verdict[r] := 'h';
      for l in p_first[r] .. p_first[r + 1] - 1 loop
        at := p_row[l];
        free[at] := free[at] - p_quantity[l];
        delta[at] := delta[at] + p_quantity[l];
      end loop;
    else
      verdict[r] := 's';
      short[r] := '[]';
      for l in p_first[r] .. p_first[r + 1] - 1 loop
        at := p_row[l];
        if free[at] < p_quantity[l] then
          short[r] := short[r] || jsonb_build_array(
            jsonb_build_array(p_sku[at], p_location[at], p_quantity[l], greatest(0, free[at])));
        end if;
      end loop;
    end if;
  end loop;

  with changed as (
    update inventory.stock s set reserved = s.reserved + d.delta, version = s.version + 1
      from unnest(p_sku, p_location, delta) as d(sku, location_id, delta)
     where s.sku = d.sku collate "C" and s.location_id = d.location_id and d.delta <> 0
    returning s.sku, s.location_id, s.on_hand, s.reserved, s.version, s.reserved - d.delta as reserved_before)
  select coalesce(jsonb_agg(jsonb_build_array(
           c.sku, c.location_id, c.on_hand, c.reserved, c.version, c.on_hand, c.reserved_before)), '[]')
    into changes from changed c;
  insert into inventory.hold
         (hold_id, body_hash, kind, state, created_at, expires_at, channel_id, actor, refusal)
    select d.hold_id, d.hash, d.kind, case d.verdict when 'h' then 'active' else 'refused' end,
           p_now, d.expires, d.channel, d.actor, d.refusal
      from unnest(p_hold, p_hash, p_kind, p_expires, p_channel, p_actor, verdict, short)
           as d(hold_id, hash, kind, expires, channel, actor, verdict, refusal)
     where d.verdict in ('h', 's');
  insert into inventory.hold_line (hold_id, sku, location_id, quantity, outstanding, lapses_at)
    select p_hold[d.request], p_sku[d.at], p_location[d.at], d.quantity, d.quantity, p_expires[d.request]
      from unnest(p_request, p_row, p_quantity) as d(request, at, quantity)
     where verdict[d.request] = 'h';
  select coalesce(jsonb_object_agg(d.at - 1, d.refusal), '{}') into refusals
    from unnest(short) with ordinality as d(refusal, at) where d.refusal is not null;
  verdicts := array_to_string(verdict, '');
end $$;

-- Takes the pieces of expired holds of one row, and answers how many; the caller holds the row's lock and counts them off.
-- The holds stay as they are: `allocate` and `extend` see the gap in their lines, the sweep gives back the rest.
create function inventory.take_lapsed(p_now timestamptz, p_sku text, p_location uuid) returns int language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  freed int;
begin
  with lapsed as (
    select l.hold_id, l.outstanding from inventory.hold_line l
     where l.sku = p_sku collate "C" and l.location_id = p_location and l.lapses_at <= p_now
     for update skip locked),
  taken as (
    update inventory.hold_line l set outstanding = 0, lapses_at = null from lapsed
     where l.hold_id = lapsed.hold_id and l.sku = p_sku collate "C" and l.location_id = p_location)
  select coalesce(sum(outstanding), 0) into freed from lapsed;
  return freed;
end $$;

-- Gives back what these holds still have and moves them to `p_state`. The caller has locked the holds.
create function inventory.give_back(p_hold uuid[], p_state text, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  skus text[];
  places uuid[];
  back int[];
begin
  changes := '[]';
  if cardinality(p_hold) = 0 then return; end if;
  perform from inventory.hold_line l where l.hold_id = any(p_hold)
    order by l.hold_id, l.sku, l.location_id for update;
  select array_agg(d.sku), array_agg(d.location_id), array_agg(d.back) into skus, places, back
    from (select l.sku, l.location_id, -sum(l.outstanding)::int as back from inventory.hold_line l
           where l.hold_id = any(p_hold) and l.outstanding > 0 group by l.sku, l.location_id) d;
  update inventory.hold_line set outstanding = 0, lapses_at = null
   where hold_id = any(p_hold) and (outstanding > 0 or lapses_at is not null);
  update inventory.hold set state = p_state where hold_id = any(p_hold);
  if skus is not null then
    changes := inventory.apply_deltas(skus, places, array_fill(0, array[cardinality(skus)]), back);
  end if;
end $$;

-- Releases the active ones of these holds.
create function inventory.release(p_hold uuid[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  changes := inventory.give_back(array(
    select hold_id from inventory.hold where hold_id = any(p_hold) and state = 'active'
     order by hold_id for update), 'released');
end $$;

-- Gives back what expired, oldest first; holds that somebody is busy with are left for the next round.
create function inventory.expire_holds(p_now timestamptz, p_limit int, out expired int, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  due uuid[];
begin
  due := array(select hold_id from inventory.hold where state = 'active' and expires_at <= p_now
                order by expires_at limit p_limit for update skip locked);
  expired := cardinality(due);
  changes := inventory.give_back(due, 'expired');
end $$;

-- Lets the holds last until p_until, never shorter than now and never longer than p_longest after they were made. A hold of
-- which a piece was taken meanwhile stays as it is.
create function inventory.extend(p_hold uuid[], p_until timestamptz[], p_longest interval) returns void language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  whole uuid[];
begin
  perform from inventory.hold where hold_id = any(p_hold) and state = 'active' order by hold_id for update;
  perform from inventory.hold_line where hold_id = any(p_hold) order by hold_id, sku, location_id for update;
  whole := array(select h.hold_id from inventory.hold h where h.hold_id = any(p_hold) and h.state = 'active'
    and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity));
  update inventory.hold h
     set expires_at = greatest(h.expires_at, least(d.until, h.created_at + p_longest))
    from unnest(p_hold, p_until) as d(hold_id, until)
   where h.hold_id = d.hold_id and h.hold_id = any(whole);
  update inventory.hold_line l set lapses_at = h.expires_at
    from inventory.hold h where h.hold_id = any(whole) and l.hold_id = h.hold_id;
end $$;

-- Turns holds into allocations of orders, in order of the arrays. An expired hold keeps its pieces while nobody took them; what
-- was taken or swept is taken again if it is there.
-- states: one letter per hold: a allocated, e expired, u unknown (never held, released, or another order's).
create function inventory.allocate(p_hold uuid[], p_order uuid[], out states text, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  lost uuid;
begin
  changes := '[]';
  perform from inventory.hold where hold_id = any(p_hold) order by hold_id for update;
  perform from inventory.hold_line where hold_id = any(p_hold) order by hold_id, sku, location_id for update;
  for lost in
    select h.hold_id from inventory.hold h
     where h.hold_id = any(p_hold) and h.state in ('active', 'expired')
       and exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity)
     order by array_position(p_hold, h.hold_id)
  loop
    changes := changes || inventory.take_again(lost, p_hold);
  end loop;
  with allocated as (
    update inventory.hold h set state = 'allocated', order_id = d.order_id
      from unnest(p_hold, p_order) as d(hold_id, order_id)
     where h.hold_id = d.hold_id and h.state in ('active', 'expired')
       and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity)
    returning h.hold_id)
  update inventory.hold_line l set lapses_at = null from allocated where l.hold_id = allocated.hold_id;
  select string_agg(coalesce(
           (select case when h.state in ('allocated', 'picked', 'consumed') and h.order_id = d.order_id then 'a'
                        when h.state in ('active', 'expired') then 'e' else 'u' end
              from inventory.hold h where h.hold_id = d.hold_id), 'u'), '' order by d.at)
    into states from unnest(p_hold, p_order) with ordinality as d(hold_id, order_id, at);
end $$;

-- Reserves again what a hold has lost, all of it or nothing. The rows of every hold of the batch are locked at once, in order.
create function inventory.take_again(p_hold uuid, p_batch uuid[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  skus text[];
  places uuid[];
  missing int[];
begin
  changes := '[]';
  perform from inventory.stock s
    where (s.sku, s.location_id) in (select l.sku, l.location_id from inventory.hold_line l
                                      where l.hold_id = any(p_batch) and l.outstanding < l.quantity)
    order by s.sku, s.location_id for update;
  select array_agg(l.sku), array_agg(l.location_id), array_agg(l.quantity - l.outstanding) into skus, places, missing
    from inventory.hold_line l
   where l.hold_id = p_hold and l.outstanding < l.quantity;
  if exists (select from unnest(skus, places, missing) as d(sku, location_id, missing)
              join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
             where inventory.promisable(s.on_hand, s.reserved) < d.missing) then
    return;
  end if;
  update inventory.hold_line set outstanding = quantity where hold_id = p_hold;
  changes := inventory.apply_deltas(skus, places, array_fill(0, array[cardinality(skus)]), missing);
end $$;
