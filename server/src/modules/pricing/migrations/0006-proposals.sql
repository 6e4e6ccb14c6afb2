-- Dynamic prices are proposals. A rule reckons them from factors and bounds; in the shadow they are only kept; a person or the rule itself
-- approves; what was applied names its change, and so its version.
create table pricing.proposal_rule (
  id uuid primary key,
  name text not null,
  price_list_id uuid not null references pricing.price_list,
  terms jsonb not null,
  enabled boolean not null,
  version int not null default 1,
  updated_at timestamptz not null,
  updated_by text not null
);

create table pricing.proposal (
  -- UUIDv7: lists page by it.
  id uuid primary key,
  rule_id uuid not null references pricing.proposal_rule,
  rule_version int not null,
  sku text collate "C" not null,
  price_list_id uuid not null,
  state text not null check (state in ('shadow', 'proposed', 'applied', 'rejected', 'outdated')),
  from_minor bigint not null,
  to_minor bigint not null check (to_minor > 0),
  -- What each factor said, what each bound did, and the figures behind them.
  factors jsonb not null,
  change_id uuid references pricing.change,
  reason text,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
create unique index proposal_standing on pricing.proposal (rule_id, sku) where state in ('proposed', 'shadow');
create index proposal_by_state on pricing.proposal (state, id desc);
create index proposal_by_change on pricing.proposal (change_id) where change_id is not null;
create index proposal_applied on pricing.proposal (sku, price_list_id, decided_at) where state = 'applied';

-- What others ask for the same goods, as a feed has told it. Append-only.
create table pricing.competitor_price (
  sku text collate "C" not null,
  competitor text not null,
  minor bigint not null check (minor > 0),
  currency text not null,
  seen_at timestamptz not null,
  primary key (sku, competitor, seen_at)
);
create rule competitor_price_no_update as on update to pricing.competitor_price do instead nothing;
