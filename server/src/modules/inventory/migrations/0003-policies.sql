-- Policies: what of the stock may be promised to whom, and for how long. They are data with versions; publishing one compiles its terms
-- into the rows of stock, so that a reservation never reads a rule.
create table inventory.policy (
  policy_id uuid primary key,
  -- What people call it.
  version int not null unique check (version > 0),
  -- States and moves: policies/states.ts.
  state text not null check (state in ('draft', 'published', 'retired', 'withdrawn')),
  name text not null check (length(name) between 1 and 100),
  -- Grows with each change of a draft, for If-Match.
  edition int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  published_at timestamptz,
  ended_at timestamptz
);
create unique index policy_one_published on inventory.policy (state) where state = 'published';

-- One rule: for which goods, in which places, for which channel, and which terms. Null means every one.
create table inventory.policy_rule (
  policy_id uuid not null references inventory.policy,
  rule_no int not null check (rule_no > 0),
  sku text collate "C",
  category text collate "C",
  location_id uuid,
  region text collate "C",
  channel_id uuid,
  safety int check (safety between 0 and 999999),
  buffer int check (buffer between 0 and 999999),
  buffer_ppm int check (buffer_ppm between 0 and 1000000),
  pool int check (pool between 0 and 999999),
  -- { "against": "none" | "inbound" | "open", "most": pieces, "leadDays": days }
  backorder jsonb,
  -- { kind of hold: { "ttlMs", "capMs" } }
  holds jsonb,
  primary key (policy_id, rule_no),
  check (sku is null or category is null),
  check (location_id is null or region is null),
  unique nulls not distinct (policy_id, sku, category, location_id, region, channel_id)
);

-- One row: which policy the rows of stock shall carry (null: none), and up to which row they do. A restart goes on from here.
create table inventory.policy_progress (
  single boolean primary key default true check (single),
  policy_id uuid,
  after_stock int not null default 0,
  changed int not null default 0,
  finished boolean not null default true
);
insert into inventory.policy_progress default values;

-- What live holds took out of pools, by row: needed when a pool is dealt anew. Almost no line is in it.
create index hold_line_pooled on inventory.hold_line (stock_id) where pooled > 0;
-- Simulations look at the holds of a few days among those of a year; a few bytes per page of the table are enough for that.
create index hold_made on inventory.hold using brin (created_at);

-- Whoever makes rows of stock holds this lock, shared, until the rows are committed; whoever publishes a policy takes it alone before the
-- rows are walked through. So a fresh row either carries the new policy already or is seen by the walk. Nobody who takes it alone holds
-- a row of stock, so the two cannot wait for each other.
create function inventory.policy_for_fresh_rows() returns uuid language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(5390003);
  return (select p.policy_id from inventory.policy_progress p);
end $$;

create function inventory.wait_for_fresh_rows() returns void language sql as $$ select pg_advisory_xact_lock(5390003) $$;

-- Writes compiled terms into rows that the caller has locked, and answers them as they are now.
create function inventory.set_terms(p_stock int[], p_safety int[], p_terms jsonb[]) returns table (
  stock_id int, sku text, location_id uuid, free int, free_before int, version bigint, sellable int, terms jsonb
) language sql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with before as (
    select s.stock_id, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered) as free, d.safety, d.terms
      from unnest(p_stock, p_safety, p_terms) as d(id, safety, terms) join inventory.stock s on s.stock_id = d.id)
  update inventory.stock s set safety = b.safety, channel_terms = b.terms, version = s.version + 1
    from before b where s.stock_id = b.stock_id
  returning s.stock_id, s.sku, s.location_id, inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered),
            b.free, s.version, s.on_hand - s.quarantined, s.channel_terms $$;

-- What a simulation found: one row for the whole and one per channel, place and SKU that would have seen something else.
create table inventory.policy_simulation (
  simulation_id uuid primary key,
  policy_id uuid not null,
  -- What it was compared with; null: no policy.
  against_id uuid,
  made_at timestamptz not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- { "rows", "complete", "channels": [totals per channel] }
  summary jsonb not null
);
create table inventory.policy_simulation_row (
  simulation_id uuid not null references inventory.policy_simulation on delete cascade,
  row_no int not null,
  channel_id uuid not null,
  location_id uuid not null,
  sku text collate "C" not null,
  seen jsonb not null,
  primary key (simulation_id, row_no)
);
create index policy_simulation_age on inventory.policy_simulation (made_at);
