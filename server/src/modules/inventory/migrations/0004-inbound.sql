-- What is on its way, and who has been promised a part of it.

-- Pieces that a document (an advice, a transfer under way) will bring; replaced whenever the document is told of again.
create table inventory.inbound (
  document_kind text not null,
  document_id text not null,
  stock_id int not null,
  expected_on date not null,
  quantity int not null check (quantity > 0),
  primary key (document_kind, document_id, stock_id, expected_on)
);
create index inbound_row on inventory.inbound (stock_id, expected_on);

-- The pieces of a hold that are not here yet. When they come they become a line of the hold; whoever was promised first is first. Only who
-- holds the row of stock changes these.
create table inventory.inbound_line (
  hold_id uuid not null,
  stock_id int not null,
  quantity int not null check (quantity > 0),
  waiting int not null check (waiting between 0 and quantity),
  channel_id uuid not null,
  -- Promised by a number of days, whether somebody has announced pieces or not.
  open boolean not null,
  -- null: no inbound covers it any more, and nobody knows when it will.
  promised_on date,
  first_promised_on date not null,
  seq bigint generated always as identity,
  primary key (hold_id, stock_id)
);
create index inbound_queue on inventory.inbound_line (stock_id, first_promised_on, seq) where waiting > 0;

-- Sets `uncovered` of rows that the caller has locked: the most that, on some day, is promised by then and not expected by then; for that much
-- the pieces that are here are kept. What has not come by today is expected tomorrow at the earliest. Answers the rows that changed, with
-- p_always all of them.
create function inventory.recount_uncovered(p_stock int[], p_today date[], p_always boolean) returns table (
  sku text, location_id uuid, free int, free_before int, version bigint, sellable int, terms jsonb
) language sql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with asked as (select * from unnest(p_stock, p_today) as d(id, today)),
  days as (
    select a.id, e.day, sum(e.pieces) as pieces
      from asked a cross join lateral (
        select greatest(i.expected_on, a.today + 1) as day, -i.quantity as pieces from inventory.inbound i where i.stock_id = a.id
        union all
        select greatest(coalesce(w.promised_on, a.today), a.today), w.waiting from inventory.inbound_line w
         where w.stock_id = a.id and w.waiting > 0) e
     group by a.id, e.day),
  running as (select d.id, sum(d.pieces) over (partition by d.id order by d.day) as owed from days d),
  counted as (
    select a.id, greatest(0, coalesce(max(r.owed), 0))::int as uncovered
      from asked a left join running r on r.id = a.id group by a.id),
  before as (
    select s.stock_id, c.uncovered, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered) as free
      from counted c join inventory.stock s on s.stock_id = c.id where p_always or s.uncovered <> c.uncovered)
  update inventory.stock s set uncovered = b.uncovered, version = s.version + 1
    from before b where s.stock_id = b.stock_id
  returning s.sku, s.location_id, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered),
            b.free, s.version, s.on_hand - s.quarantined, s.channel_terms $$;

-- Gives pieces that are here to waiting lines, in order of the arrays; the caller has locked the rows of stock and the holds.
create function inventory.fill_waiting(p_hold uuid[], p_stock int[], p_take int[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  channel uuid;
  pool int;
begin
  for i in 1 .. cardinality(p_hold) loop
    update inventory.inbound_line w set waiting = w.waiting - p_take[i]
     where w.hold_id = p_hold[i] and w.stock_id = p_stock[i] returning w.channel_id into channel;
    pool := (select least(p_take[i], inventory.pool_left(s.channel_terms, channel)) from inventory.stock s
              where s.stock_id = p_stock[i]);
    pool := coalesce(pool, 0);
    insert into inventory.hold_line as l (hold_id, stock_id, quantity, outstanding, pooled)
      values (p_hold[i], p_stock[i], p_take[i], p_take[i], pool)
      on conflict (hold_id, stock_id) do update
         set quantity = l.quantity + p_take[i], outstanding = l.outstanding + p_take[i], pooled = l.pooled + pool;
    update inventory.stock s
       set reserved = s.reserved + p_take[i], channel_terms = inventory.use_pool(s.channel_terms, channel, pool)
     where s.stock_id = p_stock[i];
  end loop;
end $$;

-- Holds of these that wait for pieces are locked with their lines and all their rows of stock, in the one order of locks, so that the caller
-- may then end them. Answers the rows for which they wait.
create function inventory.lock_waiting(p_hold uuid[]) returns int[] language plpgsql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  rows int[] := array(select w.stock_id from inventory.inbound_line w where w.hold_id = any(p_hold) and w.waiting > 0);
begin
  if cardinality(rows) = 0 then return rows; end if;
  perform from inventory.hold h where h.hold_id = any(p_hold) order by h.hold_id for update;
  perform from inventory.hold_line l where l.hold_id = any(p_hold) order by l.hold_id, l.stock_id for update;
  perform from inventory.stock s
    where s.stock_id = any(rows || array(select l.stock_id from inventory.hold_line l where l.hold_id = any(p_hold)))
    order by s.sku, s.location_id for update;
  return rows;
end $$;

-- Ends the waiting of lines of these rows (whose locks the caller has) whose holds have ended or expired. Of an expired hold the pieces are
-- written down as lost, so that it becomes an order's only if they can be had. Answers the rows that lost demand.
create function inventory.drop_waiting(p_stock int[], p_now timestamptz) returns setof int language sql
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with gone as (
    select w.hold_id, w.stock_id, w.waiting, h.state
      from inventory.inbound_line w join inventory.hold h on h.hold_id = w.hold_id
     where w.stock_id = any(p_stock) and w.waiting > 0
       and (h.state in ('released', 'expired', 'refused', 'consumed') or h.state in ('soft', 'pinned') and h.expires_at <= p_now)
     for update of h skip locked),
  lost as (
    insert into inventory.hold_line as l (hold_id, stock_id, quantity, outstanding)
      select g.hold_id, g.stock_id, g.waiting, 0 from gone g where g.state in ('soft', 'pinned', 'expired')
      on conflict (hold_id, stock_id) do update set quantity = l.quantity + excluded.quantity),
  dropped as (
    update inventory.inbound_line w set waiting = 0 from gone g
     where w.hold_id = g.hold_id and w.stock_id = g.stock_id returning w.stock_id)
  select distinct stock_id from dropped $$;
