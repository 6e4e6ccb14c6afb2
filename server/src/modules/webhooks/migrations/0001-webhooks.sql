create schema webhooks;

create table webhooks.endpoint (
  id uuid primary key,
  url text not null,
  description text not null,
  -- Types of facts it gets, each whole or up to a dot (`orders`); empty means every fact.
  types text[] not null,
  -- The signing secret is derived from the master secret, this id and the generation: nothing to steal here.
  generation int not null default 1,
  active boolean not null default true,
  disabled_reason text,
  created_at timestamptz not null,
  -- One sender at a time, so that nothing overtakes; a killed sender's turn ends by itself.
  busy_until timestamptz
);

create table webhooks.delivery (
  id uuid primary key,
  endpoint_id uuid not null references webhooks.endpoint on delete cascade,
  event_id uuid not null,
  type text not null,
  body text not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts int not null default 0,
  next_at timestamptz not null,
  last_status int,
  last_error text,
  created_at timestamptz not null,
  delivered_at timestamptz,
  unique (endpoint_id, event_id)
);
-- Ids are UUIDv7: their order is the order of the facts.
create index delivery_pending on webhooks.delivery (endpoint_id, id) where state = 'pending';
create index delivery_by_endpoint on webhooks.delivery (endpoint_id, created_at desc, id desc);
