-- Prices change by versions. A change is drafted (somebody edits, a file comes in), published as one or more versions, each with its
-- instant, and may be cancelled before the first of them. Rows of prices hang on the version that they begin with.
alter table pricing.price_list
  add column name jsonb,
  add column location_id uuid,
  add column customer_group text check (customer_group ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
  add column valid_from timestamptz,
  add column valid_until timestamptz,
  add column created_at timestamptz not null default now(),
  add column created_by text not null default 'system:migration',
  add constraint list_dates check (valid_from < valid_until);
drop index pricing.price_list_scope;
create index price_list_scope on pricing.price_list (currency, channel_id, location_id, customer_group);

-- The one row that whoever publishes or cancels locks: versions are numbered in the order in which they are committed.
create table pricing.publication (
  single boolean primary key default true check (single),
  seq bigint not null
);
insert into pricing.publication (seq) values (0);

create table pricing.change (
  id uuid primary key,
  kind text not null check (kind in ('edit', 'bulk', 'import', 'exception', 'list', 'proposal')),
  state text not null check (state in ('draft', 'published', 'cancelled', 'discarded')),
  -- Why, in the words of whoever made it.
  note text not null,
  -- When it is to begin; null: as soon as it is published.
  effective_at timestamptz,
  -- What a bulk edit was made of, the proposal behind a price, the file's name.
  facts jsonb not null default '{}',
  -- The newest publication that was known when it was begun: what was reckoned from older prices is not published over newer ones.
  base_seq bigint not null,
  row_count int not null default 0,
  lists uuid[] not null default '{}',
  created_at timestamptz not null,
  created_by text not null,
  published_at timestamptz,
  published_by text,
  cancelled_at timestamptz,
  cancelled_by text
);
create index change_by_time on pricing.change (created_at desc, id desc);

create table pricing.version (
  id uuid primary key,
  change_id uuid not null references pricing.change,
  -- Null until it is published.
  number bigint unique,
  -- Null: when its change is published.
  effective_at timestamptz,
  -- Rows of its change begin here, or end here.
  kind text not null check (kind in ('begin', 'end')),
  sku_count int not null default 0,
  cancelled_seq bigint,
  check (number is null or effective_at is not null)
);
create index version_of_change on pricing.version (change_id);
create index version_by_instant on pricing.version (effective_at, number) where number is not null;
create index version_cancelled on pricing.version (cancelled_seq) where cancelled_seq is not null;

alter table pricing.price rename to price_before;
-- Append-only. A row holds from the instant of its version until `ends_at`, or for good, and gives way to the row of the same list, SKU
-- and quantity that began later; of two that began together the one of the later version. `gross_minor` null: no price from here on.
create table pricing.price (
  version_id uuid not null references pricing.version,
  price_list_id uuid not null,
  sku text collate "C" not null,
  from_quantity int not null default 1 check (from_quantity between 1 and 99999),
  gross_minor bigint check (gross_minor between 0 and 9007199254740991),
  tax_letter text not null check (tax_letter in ('A', 'B', 'C', 'D')),
  ends_at timestamptz,
  -- What the list said before, as far as it was known when the row was drafted.
  before_minor bigint,
  primary key (version_id, price_list_id, sku, from_quantity)
);
create index price_by_sku on pricing.price (sku, price_list_id, from_quantity);
create index price_ending on pricing.price (ends_at) where ends_at is not null;

insert into pricing.change (id, kind, state, note, base_seq, created_at, created_by, published_at, published_by)
select gen_random_uuid(), 'import', 'published', 'before versions', 0, valid_from, 'system:migration', valid_from, 'system:migration'
  from (select distinct valid_from from pricing.price_before) as instant;
insert into pricing.version (id, change_id, number, effective_at, kind)
select gen_random_uuid(), id, row_number() over (order by created_at), created_at, 'begin' from pricing.change;
insert into pricing.price (version_id, price_list_id, sku, gross_minor, tax_letter)
select distinct on (v.id, p.price_list_id, p.sku) v.id, p.price_list_id, p.sku, p.gross_minor, p.tax_letter
  from pricing.price_before p join pricing.version v on v.effective_at = p.valid_from
 order by v.id, p.price_list_id, p.sku, p.revision desc;
update pricing.version v set sku_count = (select count(distinct sku) from pricing.price p where p.version_id = v.id);
update pricing.change c
   set row_count = (select count(*) from pricing.price p join pricing.version v on v.id = p.version_id where v.change_id = c.id),
       lists = array(select distinct price_list_id from pricing.price p join pricing.version v on v.id = p.version_id
                      where v.change_id = c.id);
update pricing.publication set seq = (select coalesce(max(number), 0) from pricing.version);
drop table pricing.price_before;

-- What is published stays; drafts that were given up may be cleared away.
create rule price_no_update as on update to pricing.price do instead nothing;
create rule price_no_delete as on delete to pricing.price
  where exists (select from pricing.version v where v.id = old.version_id and v.number is not null) do instead nothing;

-- A documented difference from the lists ("5 % less in the app"). Each revision is a row; the one of the version that began last counts.
create table pricing.exception (
  id uuid not null,
  version_id uuid not null references pricing.version,
  -- Null: withdrawn.
  terms jsonb,
  ends_at timestamptz,
  primary key (id, version_id)
);
create rule exception_no_update as on update to pricing.exception do instead nothing;
create rule exception_no_delete as on delete to pricing.exception do instead nothing;

-- The module tax has them now.
drop table pricing.tax_rate;
