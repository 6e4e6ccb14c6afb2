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
  created_at timestamptz not null
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
create index delivery_due on webhooks.delivery (endpoint_id, next_at) where state = 'pending';
create index delivery_by_endpoint on webhooks.delivery (endpoint_id, created_at desc, id desc);
