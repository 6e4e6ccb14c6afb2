-- Which reductions begin soon, or have begun of late, in each channel and place: reckoned by the worker, read by tills.
create table pricing.coming_reduction (
  -- The reckoning that it belongs to; another one writes rows of its own beside these and is told from one instant on.
  walk uuid not null,
  channel_id uuid not null,
  -- Null: everywhere that tells nothing of its own of this article.
  location_id uuid,
  sku text collate "C" not null,
  currency text not null,
  -- Null: nothing begins in this place, although it does everywhere else.
  from_at timestamptz,
  -- Null: longer than was looked through.
  until_at timestamptz,
  minor bigint,
  regular_minor bigint,
  lowest_minor bigint,
  before_first boolean not null default false,
  check (num_nulls(from_at, minor, regular_minor, lowest_minor) in (0, 4))
);
create index coming_reduction_told on pricing.coming_reduction (walk, channel_id, sku);

-- The one reckoning that is told, and the one that is at work; whoever began last is told, and who was overtaken gives up.
create table pricing.foresight (
  single boolean primary key default true check (single),
  working uuid,
  told uuid,
  -- What it was reckoned from: reckoned anew when that is something else.
  reckoned_from text not null default '',
  -- When the first of its reductions has begun so long ago that it is no news.
  good_until timestamptz,
  -- By channel: names what is told of it, and is made of that alone.
  digests jsonb not null default '{}'
);

-- What has begun of late is found without reading every reduction that ever was.
create index presented_reduced_lately on pricing.presented (at) where reduced;
