-- What takes money off a basket, and the codes that open it.
create schema promotions;

create table promotions.promotion (
  id uuid primary key,
  state text not null check (state in ('draft', 'live', 'archived')),
  -- The newest words about it: `PromotionDraft`.
  content jsonb not null,
  -- Whether they differ from what is published.
  changed boolean not null,
  -- Of this row, for If-Match.
  version int not null default 1,
  -- Published last; 0: never.
  revision int not null default 0,
  starts_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
create index promotion_state on promotions.promotion (state, id);

-- One row: publishing takes turns by it.
create table promotions.desk (
  one boolean primary key default true check (one),
  last_version int not null default 0
);
insert into promotions.desk default values;

-- What is published together. In force is the one with the latest instant that has come, of equal ones the highest version. Whoever
-- publishes something before others that wait publishes those again under new numbers, so that one number means one content for ever.
create table promotions.rule_set (
  version int primary key,
  starts_at timestamptz not null,
  published_at timestamptz not null,
  published_by uuid,
  reason text not null,
  carried_over boolean not null default false
);
create index rule_set_start on promotions.rule_set (starts_at, version);

-- Append-only. A rule set contains, of each promotion, the highest revision that was published by then and whose instant has come.
create table promotions.revision (
  promotion_id uuid not null references promotions.promotion,
  revision int not null check (revision > 0),
  rule_set int not null references promotions.rule_set,
  starts_at timestamptz not null,
  -- `Promotion` of the rules; null: archived.
  body jsonb,
  primary key (promotion_id, revision)
);
create index revision_rule_set on promotions.revision (rule_set);

create function promotions.refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'what was published is append-only: publish again instead' using errcode = 'restrict_violation';
end $$;
create trigger revision_append_only before update or delete or truncate on promotions.revision
  for each statement execute function promotions.refuse_to_rewrite();
create trigger rule_set_append_only before update or delete or truncate on promotions.rule_set
  for each statement execute function promotions.refuse_to_rewrite();

create table promotions.coupon (
  id uuid primary key,
  promotion_id uuid not null references promotions.promotion,
  kind text not null check (kind in ('generic', 'unique')),
  name text not null,
  -- Generic: as people type it, and as it is looked up. Unique codes have rows of their own.
  code text,
  code_key text collate "C",
  total_limit int check (total_limit > 0),
  per_code int not null default 1 check (per_code > 0),
  per_customer int check (per_customer > 0),
  period_days int check (period_days > 0),
  period_total int check (period_total > 0),
  period_per_customer int check (period_per_customer > 0),
  valid_from timestamptz,
  valid_until timestamptz,
  -- Null: everywhere.
  channels text[],
  state text not null check (state in ('active', 'paused', 'archived')),
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  check ((kind = 'generic') = (code_key is not null)),
  check ((code is null) = (code_key is null)),
  check (valid_from < valid_until),
  check ((period_days is null) = (period_total is null and period_per_customer is null))
);
create unique index coupon_code_key on promotions.coupon (code_key) where state <> 'archived';
create index coupon_promotion on promotions.coupon (promotion_id);

-- How many uses are out: reserved ones that nobody collected yet, committed ones, and all of an open lease. Whoever gives or takes a use
-- locks this row first; committing a reservation touches nothing but the reservation.
create table promotions.coupon_use (
  coupon_id uuid primary key references promotions.coupon,
  used int not null default 0 check (used >= 0)
) with (fillfactor = 50);

-- Makes unique codes in chunks.
create table promotions.coupon_batch (
  id uuid primary key,
  coupon_id uuid not null references promotions.coupon,
  wanted int not null check (wanted > 0),
  made int not null default 0,
  created_at timestamptz not null,
  created_by uuid,
  finished_at timestamptz,
  exported_at timestamptz,
  check (made between 0 and wanted)
);
create index batch_coupon on promotions.coupon_batch (coupon_id);

-- Unique codes. The key is 128 bits of an HMAC of the code: who reads this table learns no code. Batch and number make the code again,
-- with the master secret.
create table promotions.coupon_code (
  code_key uuid primary key,
  coupon_id uuid not null,
  batch_id uuid not null,
  number int not null,
  -- Of this customer alone; null: of whoever has it.
  customer_id uuid,
  used int not null default 0 check (used >= 0)
) with (fillfactor = 90);
create unique index code_number on promotions.coupon_code (batch_id, number);

create table promotions.lease (
  id uuid primary key,
  coupon_id uuid not null references promotions.coupon,
  device_id uuid not null,
  location_id uuid,
  uses int not null check (uses > 0),
  spent int not null default 0 check (spent between 0 and uses),
  until timestamptz not null,
  state text not null check (state in ('open', 'settled')),
  granted_at timestamptz not null,
  settled_at timestamptz
);
create index lease_device on promotions.lease (device_id) where state = 'open';
create index lease_coupon on promotions.lease (coupon_id, id);

-- One use of a coupon.
create table promotions.redemption (
  -- Made by who takes it: the idempotency key.
  id uuid primary key,
  coupon_id uuid not null,
  -- The unique code; null for a generic one.
  code_key uuid,
  code text not null,
  cart_id uuid,
  customer_id uuid,
  channel text not null,
  order_id uuid,
  lease_id uuid,
  state text not null check (state in ('reserved', 'committed', 'released', 'expired')),
  taken_at timestamptz not null,
  expires_at timestamptz not null,
  committed_at timestamptz,
  ended_at timestamptz,
  beyond_lease boolean not null default false,
  check ((state = 'committed') = (committed_at is not null and ended_at is null))
) with (fillfactor = 85);
create index redemption_due on promotions.redemption (coupon_id, expires_at) where state = 'reserved';
-- A basket never takes one code twice.
create unique index redemption_cart on promotions.redemption (cart_id, coupon_id, code_key) nulls not distinct
  where state = 'reserved' and cart_id is not null;
create index redemption_order on promotions.redemption (order_id) where order_id is not null;
create index redemption_customer on promotions.redemption (coupon_id, customer_id, taken_at)
  where customer_id is not null and state in ('reserved', 'committed');
create index redemption_period on promotions.redemption (coupon_id, taken_at) where state in ('reserved', 'committed');
create index redemption_coupon on promotions.redemption (coupon_id, id);
