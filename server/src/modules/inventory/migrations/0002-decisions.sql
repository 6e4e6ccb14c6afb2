-- What must be decided atomically. Order of locks, everywhere: holds, then their lines, then stock rows, each sorted by key.
-- `reserve` is the exception that keeps this free of deadlocks: it takes stock first, and holds of others only if nobody has them
-- (SKIP LOCKED), so it never waits for a hold. All of it is meant for READ COMMITTED: each statement sees what was committed while
-- it waited for a lock.
--
-- Plans are pinned: a cached plan made for empty tables would scan or hash full ones a day later. With nested loops only, a
-- statement also visits (and locks) rows in the order of the arrays it is given, which callers sort.
--
-- `changes` is a JSON array with one row each:
-- [sku, location, on hand, reserved, free, version, on hand before, reserved before, free before, sellable, channel terms or null].

-- What may be promised of a row by everybody together; below zero when the world took what was promised. Mirrored by promise.ts.
create function inventory.promisable(on_hand int, reserved int, quarantined int, safety int, uncovered int) returns int
  language sql immutable parallel safe as $$ select on_hand - reserved - quarantined - safety - uncovered $$;

-- What one channel may have of a row of which `free` pieces may be promised: less its own buffer (pieces, or a share of the
-- sellable ones, rounded up), less what other channels have left in pools of their own.
create function inventory.room_for(free int, sellable int, terms jsonb, channel uuid) returns int
  language sql immutable parallel safe as $$
  select case when terms is null then free else
    free - coalesce((terms -> channel::text ->> 'buffer')::int, 0)
         - coalesce(ceil(greatest(sellable, 0) * (terms -> channel::text ->> 'ppm')::bigint / 1000000.0)::int, 0)
         - coalesce((select sum(greatest(0, (t.value ->> 'pool')::int - (t.value ->> 'used')::int))::int
                       from jsonb_each(terms) t where t.key <> channel::text and t.value ? 'pool'), 0)
  end $$;

-- What a channel may still take out of its own pool.
create function inventory.pool_left(terms jsonb, channel uuid) returns int language sql immutable parallel safe as $$
  select greatest(0, coalesce((terms -> channel::text ->> 'pool')::int - (terms -> channel::text ->> 'used')::int, 0)) $$;

-- The terms after a channel took (or, below zero, gave back) pieces of its pool.
create function inventory.use_pool(terms jsonb, channel uuid, pieces int) returns jsonb language sql immutable parallel safe as $$
  select case when pieces = 0 or not coalesce(terms -> channel::text ? 'pool', false) then terms
         else jsonb_set(terms, array[channel::text, 'used'],
                        to_jsonb(greatest(0, (terms -> channel::text ->> 'used')::int + pieces))) end $$;

-- One entry of `changes`: the row as it is now, and what was added to its counters.
create function inventory.change_of(
  sku text, location_id uuid, on_hand int, reserved int, quarantined int, safety int, uncovered int, version bigint,
  channel_terms jsonb, more_on_hand int, more_reserved int
) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_array(
    sku, location_id, on_hand, reserved, on_hand - reserved - quarantined - safety - uncovered, version, on_hand - more_on_hand,
    reserved - more_reserved, on_hand - more_on_hand - reserved + more_reserved - quarantined - safety - uncovered,
    on_hand - quarantined, channel_terms) $$;

-- The terms after lapsed pieces (see `take_lapsed`) went back into the pools they came from.
create function inventory.return_to_pools(terms jsonb, freed jsonb) returns jsonb language plpgsql immutable as $$
declare
  back record;
begin
  for back in select * from jsonb_to_recordset(freed) as f(channel_id uuid, pooled int) loop
    terms := inventory.use_pool(terms, back.channel_id, -back.pooled);
  end loop;
  return terms;
end $$;

-- What the channels see of a row, in the words of `inventory.availability_changed`. Mirrored by `changeOf` in events.ts.
create function inventory.seen_of(free int, sellable int, terms jsonb) returns text language sql immutable parallel safe as $$
  select case when terms is null then '"available":' || greatest(0, free)
         else '"available":' || greatest(0, inventory.room_for(free, sellable, terms, '00000000-0000-0000-0000-000000000000'))
              || ',"byChannel":' || (select json_object_agg(channel, greatest(0, inventory.room_for(free, sellable, terms, channel::uuid)))
                                       from jsonb_object_keys(terms) channel) end $$;

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
    returning s.*, d.on_hand as more, d.reserved as promised)
  select coalesce(jsonb_agg(inventory.change_of(c.sku, c.location_id, c.on_hand, c.reserved, c.quarantined, c.safety, c.uncovered,
                                                c.version, c.channel_terms, c.more, c.promised)), '[]')
    into changes from changed c;
end $$;

-- Decides a batch of reservations in order of arrival and publishes what it did to availability: the whole batch is one statement. A
-- row on which everything that is asked of it fits is given out at once; only requests that touch another row are walked through one
-- by one: a loop is exact where a window sum would refuse small requests behind a big one that was refused.
--   p_like[r] says which of the few sets of p_kind … p_actor request r has. An entry of request p_request[e] points to its row
--   (p_row[e]) in p_sku, p_place; a row is in p_location[p_place]. Entries with the same p_part are places to choose from for one line,
--   in order of preference; p_part is null where nobody has a choice. Entries of a request stand together; rows are distinct and sorted.
--   p_telling: per row, by lines, how its change begins in the fact.
--   p_total is what the batch asks of each row; more than can exist for a row that is one of several to choose from.
-- verdicts: one letter per request: h held, p held in part, s short, r answered before (see `former`), x this id was used with another
-- body, d undecided: so many holds have expired and wait for the sweep that not all were looked at; sweep and ask again. refusals: { request: [[sku, location or null, asked, available], …] }, also of those answered before. former: { request: expires
-- at } of holds that were granted before. granted: { request: [[sku, location, quantity], …] } where it is not plainly what was asked.
-- told: whether it published p_fact.
create function inventory.reserve(
  p_now timestamptz, p_fact jsonb, p_hold uuid[], p_hash uuid[], p_like int[],
  p_kind text[], p_state text[], p_partial boolean[], p_ttl int[], p_channel uuid[], p_actor text[],
  p_request int[], p_part int[], p_row int[], p_quantity int[],
  p_sku text[], p_place int[], p_location uuid[], p_total int[], p_telling text,
  out verdicts text, out refusals jsonb, out former jsonb, out granted jsonb, out told boolean
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  requests int := cardinality(p_hold);
  entries int := cardinality(p_row);
  rows_asked int := cardinality(p_sku);
  verdict text[];
  short jsonb[];
  total int[] := p_total;
  at int[]; id int[]; free int[]; version bigint[];
  delta int[];
  crowded boolean;
  tight boolean[]; sellable int[]; term jsonb[];
  retermed boolean[];
  took int[] := p_quantity;
  pooled int[];
  unusual boolean := false;
  telling text[] := string_to_array(p_telling, e'\n');
  changes text;
  place int; other int;
  seen record;
begin
  for seen in
    select array_position(p_hold, h.hold_id) as r, h.body_hash, h.expires_at, h.refusal
      from inventory.hold h where h.hold_id = any(p_hold)
  loop
    if not unusual then
      unusual := true;
      verdict := array_fill('h'::text, array[requests]);
      short := array_fill(null::jsonb, array[requests]);
      former := '{}';
    end if;
    if seen.body_hash <> p_hash[seen.r] then
      verdict[seen.r] := 'x';
    else
      verdict[seen.r] := 'r';
      short[seen.r] := seen.refusal;
      if seen.refusal is null or seen.refusal ? 'granted' then
        former := former || jsonb_build_object(seen.r - 1, seen.expires_at);
      end if;
    end if;
  end loop;
  if unusual then
    -- Those ask for nothing new. The same id sent through another process at this moment is found by the insert below, which
    -- fails, and the batch is decided again.
    for e in 1 .. entries loop
      if verdict[p_request[e]] <> 'h' then
        took[e] := 0;
        if total[p_row[e]] < 1000000000 then total[p_row[e]] := total[p_row[e]] - p_quantity[e]; end if;
      end if;
    end loop;
  end if;

  -- One visit locks the row and gives out what fits. The parity of the version says which it was: even, everything fitted. (OLD in
  -- RETURNING would say it plainly, and needs PostgreSQL 18.)
  with visited as (
    update inventory.stock s
       set reserved = s.reserved + case when d.total <= inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered)
                                         and s.channel_terms is null then d.total else 0 end,
           version = case when d.total <= inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered)
                           and s.channel_terms is null then s.version + 2 - s.version % 2 else s.version + 1 + s.version % 2 end
      from unnest(p_sku, p_place, total) with ordinality as d(sku, place, total, at)
     where s.sku = d.sku collate "C" and s.location_id = p_location[d.place]
    returning d.at::int, s.stock_id, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered) as free, s.version)
  select array_agg(v.at), array_agg(v.stock_id), array_agg(v.free), array_agg(v.version), bool_or(v.version % 2 = 1)
    into at, id, free, version, crowded
    from (select * from visited order by at) v;

  if coalesce(cardinality(at), 0) < rows_asked then
    -- Some rows do not exist: nothing of those can be had.
    crowded := true;
    for i in reverse rows_asked .. 1 loop
      -- Shifts what was found to its place; from the end, so nothing is overwritten before it moved.
      declare
        found int := array_position(at, i);
      begin
        id[i] := id[found]; free[i] := coalesce(free[found], 0); version[i] := coalesce(version[found], 0);
      end;
    end loop;
  end if;

  if crowded then
    select array_agg(s.stock_id is null or s.version % 2 = 1 order by d.at), array_agg(coalesce(s.on_hand - s.quarantined, 0) order by d.at),
           array_agg(s.channel_terms order by d.at)
      into tight, sellable, term
      from unnest(id) with ordinality as d(id, at) left join inventory.stock s on s.stock_id = d.id;
    delta := array_fill(0, array[rows_asked]);
    retermed := array_fill(false, array[rows_asked]);
    select w.verdict, w.short, w.took, w.pooled, w.free, w.term, w.delta, w.granted
      into verdict, short, took, pooled, free, term, delta, granted
      from inventory.walk(p_now, coalesce(verdict, array_fill('h'::text, array[requests])),
                          coalesce(short, array_fill(null::jsonb, array[requests])), took, array_fill(0, array[entries]), free, sellable,
                          term, delta, tight, id, p_like, p_partial, p_channel,
                          p_request, p_part, p_row, p_quantity, p_sku, p_place, p_location) w;
    for seen in
      update inventory.stock s
         set reserved = s.reserved + d.delta, channel_terms = d.term, version = s.version + 1
        from unnest(id, delta, term) with ordinality as d(id, delta, term, at)
       where s.stock_id = d.id and (d.delta <> 0 or d.term is distinct from s.channel_terms)
      returning d.at, s.version, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered) as free
    loop
      version[seen.at] := seen.version;
      free[seen.at] := seen.free;
      -- Lapsed pieces of one channel that another one takes change what all see, and no counter.
      retermed[seen.at] := term[seen.at] is not null;
    end loop;
    for i in 1 .. rows_asked loop
      if not tight[i] then delta[i] := delta[i] + total[i]; end if;
    end loop;
    unusual := true;
  else
    delta := total;
  end if;

  if unusual then
    insert into inventory.hold
           (hold_id, body_hash, kind, state, created_at, expires_at, ended_at, channel_id, actor, refusal)
      select p_hold[r], p_hash[r], p_kind[p_like[r]], case verdict[r] when 's' then 'refused' else p_state[p_like[r]] end,
             p_now, p_now + p_ttl[p_like[r]] * interval '1 millisecond', case verdict[r] when 's' then p_now end,
             p_channel[p_like[r]], p_actor[p_like[r]],
             case verdict[r] when 's' then short[r]
                             when 'p' then jsonb_build_object('granted', granted -> (r - 1)::text, 'short', short[r]) end
        from generate_series(1, requests) r where verdict[r] in ('h', 'p', 's');
    insert into inventory.hold_line (hold_id, stock_id, quantity, outstanding, pooled)
      select p_hold[d.request], id[d.at], sum(d.took), sum(d.took), sum(coalesce(d.pooled, 0))
        from unnest(p_request, p_row, took, pooled) as d(request, at, took, pooled)
       where d.took > 0 and verdict[d.request] in ('h', 'p') group by d.request, d.at;
    select jsonb_object_agg(d.at - 1, d.refusal) into refusals
      from unnest(short) with ordinality as d(refusal, at) where d.refusal is not null;
    verdicts := array_to_string(verdict, '');
  else
    insert into inventory.hold (hold_id, body_hash, kind, state, created_at, expires_at, channel_id, actor)
      select p_hold[r], p_hash[r], p_kind[p_like[r]], p_state[p_like[r]],
             p_now, p_now + p_ttl[p_like[r]] * interval '1 millisecond', p_channel[p_like[r]], p_actor[p_like[r]]
        from generate_series(1, requests) r;
    insert into inventory.hold_line (hold_id, stock_id, quantity, outstanding)
      select p_hold[p_request[e]], id[p_row[e]], p_quantity[e], p_quantity[e] from generate_series(1, entries) e;
    verdicts := repeat('h', requests);
  end if;

  if retermed is null then
    select string_agg(concat(telling[i], ',"available":', free[i], ',"version":', version[i], '}'), ','), min(p_place[i]), max(p_place[i])
      into changes, place, other from generate_series(1, rows_asked) i where delta[i] <> 0;
  else
    select string_agg(concat(telling[i], ',', inventory.seen_of(free[i], sellable[i], term[i]), ',"version":', version[i], '}'), ','),
           min(p_place[i]), max(p_place[i])
      into changes, place, other from generate_series(1, rows_asked) i
     where retermed[i] or term[i] is null and greatest(0, free[i]) <> greatest(0, free[i] + delta[i]);
  end if;
  told := changes is not null;
  if told then
    perform platform.publish(p_fact, case when place = other then p_location[place] end, p_now,
                             ('{"changes":[' || changes || ']}')::json);
  end if;
end $$;

-- The part of `reserve` that takes requests one by one, for those that touch a row on which not everything fits (`tight`). On the
-- other rows everything was given out already, so there a refusal gives back.
create function inventory.walk(
  p_now timestamptz, inout verdict text[], inout short jsonb[], inout took int[], inout pooled int[], inout free int[],
  p_sellable int[], inout term jsonb[], inout delta int[], p_tight boolean[], p_id int[], p_like int[], p_partial boolean[],
  p_channel uuid[], p_request int[], p_part int[], p_row int[], p_quantity int[], p_sku text[], p_place int[], p_location uuid[],
  out granted jsonb
) language plpgsql as $$
declare
  searched boolean := false;
  before jsonb[];
  r int; lo int; hi int; at int; need int; room int; taken int; part int; had int; lacking int;
  lapsed record; freed record; unplain boolean;
begin
  granted := '{}';
  for r, lo, hi in
    select d.request, min(d.e), max(d.e) from unnest(p_request, p_row) with ordinality as d(request, at, e)
     where verdict[d.request] = 'h' group by d.request having bool_or(p_tight[d.at]) order by 1
  loop
    before := term;
    lacking := 0;
    part := null;
    unplain := false;
    for l in lo .. hi loop
      at := p_row[l];
      if coalesce(p_part[l], l) is distinct from part then
        part := coalesce(p_part[l], l);
        need := p_quantity[l];
        had := 0;
      else
        unplain := true;
      end if;
      taken := 0;
      if not p_tight[at] then
        taken := need;
      elsif need > 0 then
        room := inventory.room_for(free[at], p_sellable[at], term[at], p_channel[p_like[r]]);
        if room < need and not searched then
          searched := true;
          lapsed := inventory.take_lapsed(p_now, array(select t.id from unnest(p_id, p_tight) as t(id, tight) where t.tight));
          for freed in
            select array_position(p_id, f.stock_id) as at, f.*
              from jsonb_to_recordset(lapsed.freed) as f(stock_id int, channel_id uuid, pieces int, pooled int)
          loop
            free[freed.at] := free[freed.at] + freed.pieces;
            delta[freed.at] := delta[freed.at] - freed.pieces;
            term[freed.at] := inventory.use_pool(term[freed.at], freed.channel_id, -freed.pooled);
            before[freed.at] := inventory.use_pool(before[freed.at], freed.channel_id, -freed.pooled);
          end loop;
          room := inventory.room_for(free[at], p_sellable[at], term[at], p_channel[p_like[r]]);
        end if;
        taken := greatest(0, least(need, room));
        if taken > 0 and term[at] is not null then
          pooled[l] := least(taken, inventory.pool_left(term[at], p_channel[p_like[r]]));
          term[at] := inventory.use_pool(term[at], p_channel[p_like[r]], pooled[l]);
        end if;
        free[at] := free[at] - taken;
        delta[at] := delta[at] + taken;
      end if;
      took[l] := taken;
      need := need - taken;
      had := had + taken;
      -- The last place to choose from has been asked.
      if need > 0 and (l = hi or coalesce(p_part[l + 1], l + 1) <> part) then
        lacking := lacking + need;
        short[r] := coalesce(short[r], '[]') || jsonb_build_array(jsonb_build_array(
          p_sku[at], case when unplain then null else p_location[p_place[at]] end, p_quantity[l], had));
      end if;
    end loop;
    if lacking > 0 then
      if p_partial[p_like[r]] and not lapsed.more and exists (select from generate_series(lo, hi) l where took[l] > 0) then
        verdict[r] := 'p';
      else
        verdict[r] := case when lapsed.more then 'd' else 's' end;
        term := before;
      end if;
    end if;
    for l in lo .. hi loop
      at := p_row[l];
      if verdict[r] in ('s', 'd') then
        if p_tight[at] then
          free[at] := free[at] + took[l];
          delta[at] := delta[at] - took[l];
        else
          delta[at] := delta[at] - p_quantity[l];
        end if;
        took[l] := 0;
        pooled[l] := 0;
      elsif took[l] > 0 and (unplain or verdict[r] = 'p') then
        granted := granted || jsonb_build_object(r - 1, coalesce(granted -> (r - 1)::text, '[]')
          || jsonb_build_array(jsonb_build_array(p_sku[at], p_location[p_place[at]], took[l])));
      end if;
    end loop;
  end loop;
end $$;

-- Takes the pieces that expired holds have of these rows, whose locks the caller has and who counts them off. The holds stay as they
-- are: `allocate` and `extend` see the gap in their lines, the sweep closes them.
-- freed: [{stock_id, channel_id, pieces, pooled}]. more: there are so many expired holds that not all were looked at.
create function inventory.take_lapsed(p_now timestamptz, p_stock int[], out freed jsonb, out more boolean) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  -- A hundred times what expires between two sweeps of a busy shop.
  most constant int := 5000;
  due uuid[];
begin
  due := array(select h.hold_id from inventory.hold h where h.state in ('soft', 'pinned') and h.expires_at <= p_now
                order by h.expires_at limit most for update skip locked);
  more := cardinality(due) = most;
  with lapsed as (
    -- Adding nothing keeps the planner from one look into the index per hold and row.
    select l.hold_id, l.stock_id, l.outstanding, l.pooled from inventory.hold_line l
     where l.hold_id = any(due) and l.stock_id + 0 = any(p_stock) and l.outstanding > 0),
  taken as (
    update inventory.hold_line l set outstanding = 0, pooled = 0 from lapsed
     where l.hold_id = lapsed.hold_id and l.stock_id = lapsed.stock_id)
  select coalesce(jsonb_agg(t), '[]') into freed
    from (select lapsed.stock_id, h.channel_id, sum(lapsed.outstanding)::int as pieces, sum(lapsed.pooled)::int as pooled
            from lapsed join inventory.hold h on h.hold_id = lapsed.hold_id group by lapsed.stock_id, h.channel_id) t;
end $$;

-- Takes `p_back` pieces off lines whose holds and lines the caller has locked, and gives them back to their rows and to the pools
-- they came from.
create function inventory.give_back(p_hold uuid[], p_stock int[], p_back int[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  id int[];
  back int[];
  pool record;
begin
  changes := '[]';
  select array_agg(d.id), array_agg(d.back) into id, back
    from (select d.id, sum(d.back)::int as back from unnest(p_stock, p_back) as d(id, back) where d.back > 0 group by d.id) d;
  if id is null then return; end if;
  perform from inventory.stock s where s.stock_id = any(id) order by s.sku, s.location_id for update;
  for pool in
    select l.stock_id, h.channel_id, sum(least(l.pooled, d.back))::int as pieces
      from unnest(p_hold, p_stock, p_back) as d(hold_id, id, back)
      join inventory.hold_line l on l.hold_id = d.hold_id and l.stock_id = d.id and l.pooled > 0
      join inventory.hold h on h.hold_id = d.hold_id
     group by l.stock_id, h.channel_id
  loop
    update inventory.stock s set channel_terms = inventory.use_pool(s.channel_terms, pool.channel_id, -pool.pieces)
     where s.stock_id = pool.stock_id;
  end loop;
  update inventory.hold_line l
     set outstanding = l.outstanding - d.back, pooled = l.pooled - least(l.pooled, d.back)
    from unnest(p_hold, p_stock, p_back) as d(hold_id, id, back)
   where l.hold_id = d.hold_id and l.stock_id = d.id and d.back > 0;
  with changed as (
    update inventory.stock s set reserved = s.reserved - d.back, version = s.version + 1
      from unnest(id, back) as d(id, back) where s.stock_id = d.id
    returning s.*, d.back)
  select jsonb_agg(inventory.change_of(c.sku, c.location_id, c.on_hand, c.reserved, c.quarantined, c.safety, c.uncovered,
                                       c.version, c.channel_terms, 0, -c.back))
    into changes from changed c;
end $$;

-- Gives back everything these holds still have and moves them to `p_state`. The caller has locked the holds.
create function inventory.end_holds(p_now timestamptz, p_hold uuid[], p_state text, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  hold uuid[];
  id int[];
  back int[];
begin
  changes := '[]';
  if cardinality(p_hold) = 0 then return; end if;
  perform from inventory.hold_line l where l.hold_id = any(p_hold) order by l.hold_id, l.stock_id for update;
  select array_agg(l.hold_id), array_agg(l.stock_id), array_agg(l.outstanding) into hold, id, back
    from inventory.hold_line l where l.hold_id = any(p_hold) and l.outstanding > 0;
  if hold is not null then changes := inventory.give_back(hold, id, back); end if;
  update inventory.hold set state = p_state, ended_at = p_now where hold_id = any(p_hold);
end $$;

-- Releases those of these holds that are nobody's order yet.
create function inventory.release(p_now timestamptz, p_hold uuid[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  changes := inventory.end_holds(p_now, array(
    select hold_id from inventory.hold where hold_id = any(p_hold) and state in ('soft', 'pinned')
     order by hold_id for update), 'released');
end $$;

-- Leaves at most `p_keep` pieces on a line of each hold (rows that are not named keep what they have); a hold that has nothing left
-- is released. Only holds that are nobody's order yet. Saying it again changes nothing.
create function inventory.shrink(
  p_now timestamptz, p_hold uuid[], p_sku text[], p_location uuid[], p_keep int[], out changes jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  live uuid[];
  hold uuid[];
  id int[];
  back int[];
begin
  changes := '[]';
  live := array(select hold_id from inventory.hold where hold_id = any(p_hold) and state in ('soft', 'pinned')
                 order by hold_id for update);
  perform from inventory.hold_line l where l.hold_id = any(live) order by l.hold_id, l.stock_id for update;
  select array_agg(l.hold_id), array_agg(l.stock_id), array_agg(l.outstanding - d.keep) into hold, id, back
    from unnest(p_hold, p_sku, p_location, p_keep) as d(hold_id, sku, location_id, keep)
    join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
    join inventory.hold_line l on l.hold_id = d.hold_id and l.stock_id = s.stock_id and l.outstanding > d.keep
   where d.hold_id = any(live);
  if hold is null then return; end if;
  changes := inventory.give_back(hold, id, back);
  -- What is left is what was asked for, so that the hold counts as whole.
  delete from inventory.hold_line l using unnest(hold, id) as d(hold_id, id)
   where l.hold_id = d.hold_id and l.stock_id = d.id and l.outstanding = 0;
  update inventory.hold_line l set quantity = l.outstanding from unnest(hold, id) as d(hold_id, id)
   where l.hold_id = d.hold_id and l.stock_id = d.id;
  update inventory.hold h set state = 'released', ended_at = p_now
   where h.hold_id = any(hold) and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id);
end $$;

-- Gives back what expired, oldest first; holds that somebody is busy with are left for the next round.
create function inventory.expire_holds(p_now timestamptz, p_limit int, out expired int, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  due uuid[];
begin
  due := array(select hold_id from inventory.hold where state in ('soft', 'pinned') and expires_at <= p_now
                order by expires_at limit p_limit for update skip locked);
  expired := cardinality(due);
  changes := inventory.end_holds(p_now, due, 'expired');
end $$;

-- Lets the holds last until p_until, never shorter than now and never longer than their cap after they were made. A hold of
-- which a piece was taken meanwhile stays as it is.
create function inventory.extend(p_hold uuid[], p_until timestamptz[], p_cap_ms bigint[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  whole uuid[];
begin
  perform from inventory.hold where hold_id = any(p_hold) and state in ('soft', 'pinned') order by hold_id for update;
  perform from inventory.hold_line where hold_id = any(p_hold) order by hold_id, stock_id for update;
  whole := array(select h.hold_id from inventory.hold h where h.hold_id = any(p_hold) and h.state in ('soft', 'pinned')
    and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity));
  update inventory.hold h
     set expires_at = greatest(h.expires_at, least(d.until, h.created_at + d.cap * interval '1 millisecond'))
    from unnest(p_hold, p_until, p_cap_ms) as d(hold_id, until, cap)
   where h.hold_id = d.hold_id and h.hold_id = any(whole);
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
  perform from inventory.hold_line where hold_id = any(p_hold) order by hold_id, stock_id for update;
  for lost in
    select h.hold_id from inventory.hold h
     where h.hold_id = any(p_hold) and h.state in ('soft', 'pinned', 'expired')
       and exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity)
     order by array_position(p_hold, h.hold_id)
  loop
    changes := changes || inventory.take_again(lost, p_hold);
  end loop;
  update inventory.hold h set state = 'allocated', order_id = d.order_id, ended_at = null
    from unnest(p_hold, p_order) as d(hold_id, order_id)
   where h.hold_id = d.hold_id and h.state in ('soft', 'pinned', 'expired')
     and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity);
  select string_agg(coalesce(
           (select case when h.state in ('allocated', 'picked', 'consumed') and h.order_id = d.order_id then 'a'
                        when h.state in ('soft', 'pinned', 'expired') then 'e' else 'u' end
              from inventory.hold h where h.hold_id = d.hold_id), 'u'), '' order by d.at)
    into states from unnest(p_hold, p_order) with ordinality as d(hold_id, order_id, at);
end $$;

-- Reserves again what a hold has lost, all of it or nothing. The rows of every hold of the batch are locked at once, in order.
create function inventory.take_again(p_hold uuid, p_batch uuid[], out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  channel uuid := (select channel_id from inventory.hold where hold_id = p_hold);
begin
  changes := '[]';
  perform from inventory.stock s
    where s.stock_id in (select l.stock_id from inventory.hold_line l
                          where l.hold_id = any(p_batch) and l.outstanding < l.quantity)
    order by s.sku, s.location_id for update;
  if exists (select from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
              where l.hold_id = p_hold and l.outstanding < l.quantity
                and inventory.room_for(inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered),
                                       s.on_hand - s.quarantined, s.channel_terms, channel) < l.quantity - l.outstanding) then
    return;
  end if;
  with missing as (
    select l.stock_id, l.quantity - l.outstanding as pieces,
           least(l.quantity - l.outstanding, inventory.pool_left(s.channel_terms, channel)) as pooled
      from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
     where l.hold_id = p_hold and l.outstanding < l.quantity),
  held as (
    update inventory.hold_line l set outstanding = l.quantity, pooled = l.pooled + missing.pooled from missing
     where l.hold_id = p_hold and l.stock_id = missing.stock_id),
  changed as (
    update inventory.stock s
       set reserved = s.reserved + missing.pieces, version = s.version + 1,
           channel_terms = inventory.use_pool(s.channel_terms, channel, missing.pooled)
      from missing where s.stock_id = missing.stock_id
    returning s.*, missing.pieces)
  select jsonb_agg(inventory.change_of(c.sku, c.location_id, c.on_hand, c.reserved, c.quarantined, c.safety, c.uncovered,
                                       c.version, c.channel_terms, 0, c.pieces))
    into changes from changed c;
end $$;

-- Moves pieces of one live hold from one place to another of the same SKU, all of them or nothing: a soft hold that is pinned, an order
-- that another store will serve. Takes the lapsed pieces of the new place where it is short.
-- state: m moved, s short (available says how many the new place has), n the hold does not have that many there.
create function inventory.relocate(
  p_now timestamptz, p_hold uuid, p_sku text, p_from uuid, p_to uuid, p_quantity int, p_pin boolean,
  out state text, out available int, out changes jsonb
) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  held inventory.hold;
  source inventory.stock;
  target inventory.stock;
  freed record;
  lapsed int := 0;
  pool int;
begin
  changes := '[]';
  available := 0;
  state := 'n';
  select * into held from inventory.hold h
   where h.hold_id = p_hold and h.state in ('soft', 'pinned', 'allocated') for update;
  if not found then return; end if;
  perform from inventory.hold_line l where l.hold_id = p_hold order by l.stock_id for update;
  perform from inventory.stock s where s.sku = p_sku collate "C" and s.location_id in (p_from, p_to)
    order by s.sku, s.location_id for update;
  select * into source from inventory.stock s where s.sku = p_sku collate "C" and s.location_id = p_from;
  if not exists (select from inventory.hold_line l
                  where l.hold_id = p_hold and l.stock_id = source.stock_id and l.outstanding >= p_quantity) then
    return;
  end if;
  if p_pin then update inventory.hold h set state = 'pinned' where h.hold_id = p_hold and h.state = 'soft'; end if;
  if p_from = p_to then
    state := 'm';
    return;
  end if;
  state := 's';
  select * into target from inventory.stock s where s.sku = p_sku collate "C" and s.location_id = p_to;
  if not found then return; end if;
  available := greatest(0, inventory.room_for(
    inventory.promisable(target.on_hand, target.reserved, target.quarantined, target.safety, target.uncovered),
    target.on_hand - target.quarantined, target.channel_terms, held.channel_id));
  if available < p_quantity then
    freed := inventory.take_lapsed(p_now, array[target.stock_id]);
    select coalesce(sum(f.pieces), 0) into lapsed from jsonb_to_recordset(freed.freed) as f(pieces int);
    update inventory.stock s set reserved = s.reserved - lapsed, version = s.version + 1,
           channel_terms = inventory.return_to_pools(s.channel_terms, freed.freed)
     where s.stock_id = target.stock_id returning * into target;
    available := greatest(0, inventory.room_for(
      inventory.promisable(target.on_hand, target.reserved, target.quarantined, target.safety, target.uncovered),
      target.on_hand - target.quarantined, target.channel_terms, held.channel_id));
    if available < p_quantity then
      changes := inventory.changes_of(array[target.stock_id], array[0], array[-lapsed]);
      return;
    end if;
  end if;
  state := 'm';
  changes := inventory.give_back(array[p_hold], array[source.stock_id], array[p_quantity]);
  delete from inventory.hold_line l where l.hold_id = p_hold and l.stock_id = source.stock_id and l.outstanding = 0;
  update inventory.hold_line l set quantity = l.outstanding where l.hold_id = p_hold and l.stock_id = source.stock_id;
  pool := least(p_quantity, inventory.pool_left(target.channel_terms, held.channel_id));
  insert into inventory.hold_line as l (hold_id, stock_id, quantity, outstanding, pooled)
    values (p_hold, target.stock_id, p_quantity, p_quantity, pool)
    on conflict (hold_id, stock_id) do update
       set quantity = l.quantity + p_quantity, outstanding = l.outstanding + p_quantity, pooled = l.pooled + pool;
  update inventory.stock s set reserved = s.reserved + p_quantity, version = s.version + 1,
         channel_terms = inventory.use_pool(s.channel_terms, held.channel_id, pool)
   where s.stock_id = target.stock_id;
  changes := changes || inventory.changes_of(array[target.stock_id], array[0], array[p_quantity - lapsed]);
end $$;

-- Describes rows that this transaction has changed already, in the form of `changes`.
create function inventory.changes_of(p_stock int[], p_on_hand int[], p_reserved int[]) returns jsonb language sql stable
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select coalesce(jsonb_agg(inventory.change_of(s.sku, s.location_id, s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered,
                                                s.version, s.channel_terms, d.on_hand, d.reserved)), '[]')
    from unnest(p_stock, p_on_hand, p_reserved) as d(id, on_hand, reserved)
    join inventory.stock s on s.stock_id = d.id $$;
