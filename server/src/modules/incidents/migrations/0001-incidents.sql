-- When a place cannot keep what it promised: what is missing, and what was decided for whom.
create schema incidents;

create sequence incidents.number_body start 100001;

create table incidents.incident (
  -- UUIDv7: the newest has the highest id, so lists page by it.
  id uuid primary key,
  -- What people say.
  number text collate "C" not null unique,
  sku text collate "C" not null,
  location_id uuid not null,
  state text not null check (state in ('open', 'waiting', 'resolved', 'dissolved')),
  cause text not null check (cause in ('oversold', 'shelf_empty')),
  -- Promised pieces that do not exist, as of the last look; those of them that nobody has decided about; and the most there were.
  missing int not null check (missing >= 0),
  undecided int not null check (undecided between 0 and missing),
  most_missing int not null,
  assigned_to uuid,
  opened_at timestamptz not null,
  opened_by uuid,
  looked_at timestamptz not null,
  ended_at timestamptz
) with (fillfactor = 80);
-- One trouble per SKU and place at a time; further facts make it grow.
create unique index incident_open on incidents.incident (sku, location_id) where state in ('open', 'waiting');
create index incident_place on incidents.incident (location_id, id);

-- What was decided; the id is the command's, so that a click that is sent twice decides once.
create table incidents.decision (
  id uuid primary key,
  body_hash text not null,
  incident_id uuid not null references incidents.incident,
  -- Null: a basket was let go.
  order_id uuid,
  -- Null: the whole order, or a basket.
  line_no smallint,
  quantity int not null check (quantity > 0),
  choice text not null check (choice in ('other_place', 'substitute', 'wait', 'cancel_line', 'cancel_order', 'let_go')),
  -- Ids and SKUs: { locationId }, { sku }, { until }, { refundMinor }, { holdId }.
  detail jsonb not null,
  -- A customer who waits does so until then.
  until timestamptz,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  staff_id uuid
);
create index decision_incident on incidents.decision (incident_id, at);
