-- Each statement of a function sees what was committed before it, so a hold that is made while the first statement waits for a lock is
-- seen by the next ones: without a lock of it they would lock its lines first, against the order of locks. Whatever locks holds goes on
-- with those that it has locked, and to it every other one is not there.

create or replace function inventory.extend(p_hold uuid[], p_until timestamptz[], p_cap_ms bigint[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  locked uuid[];
  whole uuid[];
begin
  locked := array(select hold_id from inventory.hold where hold_id = any(p_hold) and state in ('soft', 'pinned')
                   order by hold_id for update);
  perform from inventory.hold_line where hold_id = any(locked) order by hold_id, stock_id for update;
  whole := array(select h.hold_id from inventory.hold h where h.hold_id = any(locked)
    and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity));
  update inventory.hold h
     set expires_at = greatest(h.expires_at, least(d.until, h.created_at + d.cap * interval '1 millisecond'))
    from unnest(p_hold, p_until, p_cap_ms) as d(hold_id, until, cap)
   where h.hold_id = d.hold_id and h.hold_id = any(whole);
end $$;

create or replace function inventory.allocate(p_hold uuid[], p_order uuid[], out states text, out changes jsonb) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  locked uuid[];
  lost uuid;
begin
  changes := '[]';
  locked := array(select hold_id from inventory.hold where hold_id = any(p_hold) order by hold_id for update);
  perform from inventory.hold_line where hold_id = any(locked) order by hold_id, stock_id for update;
  for lost in
    select h.hold_id from inventory.hold h
     where h.hold_id = any(locked) and h.state in ('soft', 'pinned', 'expired')
       and exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity)
     order by array_position(p_hold, h.hold_id)
  loop
    changes := changes || inventory.take_again(lost, locked);
  end loop;
  update inventory.hold h set state = 'allocated', order_id = d.order_id, ended_at = null
    from unnest(p_hold, p_order) as d(hold_id, order_id)
   where h.hold_id = d.hold_id and h.hold_id = any(locked) and h.state in ('soft', 'pinned', 'expired')
     and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding < l.quantity);
  select string_agg(coalesce(
           (select case when h.state in ('allocated', 'picked', 'consumed') and h.order_id = d.order_id then 'a'
                        when h.state in ('soft', 'pinned', 'expired') then 'e' else 'u' end
              from inventory.hold h where h.hold_id = d.hold_id and h.hold_id = any(locked)), 'u'), '' order by d.at)
    into states from unnest(p_hold, p_order) with ordinality as d(hold_id, order_id, at);
end $$;

-- Who waits for pieces is locked together with everybody else that the caller will go on with: a hold that is locked only when rows of stock
-- are would wait for somebody who has it and wants such a row.

-- Of these holds, and of the allocated ones of these orders, all are locked in order when one of the named holds waits for pieces, with their
-- lines and then with all their rows of stock. locked: with those the caller goes on; null: none waits, and nothing is locked.
-- awaited: the rows for which they wait.
drop function inventory.lock_waiting(uuid[]);
create function inventory.lock_waiting(p_hold uuid[], p_order uuid[], out locked uuid[], out awaited int[]) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  awaited := '{}';
  if not exists (select from inventory.inbound_line w where w.hold_id = any(p_hold) and w.waiting > 0) then return; end if;
  locked := array(select h.hold_id from inventory.hold h
                   where h.hold_id = any(p_hold) or h.order_id = any(p_order) and h.state in ('allocated', 'picked')
                   order by h.hold_id for update);
  perform from inventory.hold_line l where l.hold_id = any(locked) order by l.hold_id, l.stock_id for update;
  awaited := array(select w.stock_id from inventory.inbound_line w where w.hold_id = any(locked) and w.waiting > 0);
  perform from inventory.stock s
    where s.stock_id = any(awaited || array(select l.stock_id from inventory.hold_line l where l.hold_id = any(locked)))
    order by s.sku, s.location_id for update;
end $$;

-- The allocated pieces of these holds and orders; holds and then lines are locked, each in order. p_among: only of holds that the caller has
-- locked already. null: of all.
create function inventory.lock_allocated(p_hold uuid[], p_order uuid[], p_among uuid[])
returns table (hold_id uuid, order_id uuid, state text, stock_id int, outstanding int) language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  locked uuid[];
begin
  locked := array(select hold_id from inventory.hold
                   where (hold_id = any(p_hold) or order_id = any(p_order)) and state in ('allocated', 'picked')
                     and (p_among is null or hold_id = any(p_among))
                   order by hold_id for update);
  return query select l.hold_id, h.order_id, h.state, l.stock_id, l.outstanding
    from inventory.hold_line l join inventory.hold h on h.hold_id = l.hold_id
   where l.hold_id = any(locked) and l.outstanding > 0
   order by l.hold_id, l.stock_id for update of l;
end $$;
