-- The platform's own tables: event log, subscriber cursors, stored answers, audit.
create schema if not exists platform;
create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Whoever tries to rewrite history is told so: a rule that does nothing would let a mistaken correction look like a success.
create function platform.refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: publish a new fact instead', tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- One append-only log of published facts. Readers keep an (xid, seq) cursor and read below the snapshot's xmin: a
-- sequence alone loses rows of transactions that commit late.
create table platform.event (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  id uuid not null,
  type text not null,
  version int not null,
  subject text not null,
  location_id uuid,
  channel_id uuid not null,
  actor jsonb not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  primary key (xid, seq)
);
create index event_subject on platform.event (subject, xid, seq);
create unique index event_id on platform.event (id);
create trigger event_append_only before update or delete or truncate on platform.event
  for each statement execute function platform.refuse_to_rewrite();

create table platform.subscriber (
  name text primary key,
  xid xid8 not null,
  seq bigint not null,
  updated_at timestamptz not null default now()
);

-- First answers of commands, by caller and key; status 0 marks the answer of a combined verb, not of HTTP.
create table platform.idempotency (
  scope text not null,
  key text not null,
  body_hash text not null,
  status int not null,
  answer text not null,
  created_at timestamptz not null,
  primary key (scope, key)
);
create index idempotency_created on platform.idempotency using brin (created_at);

-- What staff changed: append-only, read by managers.
create table platform.audit (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid,
  actor_kind text not null,
  actor_id text not null,
  location_id uuid,
  action text not null,
  subject text not null,
  detail jsonb not null
);
create index audit_at on platform.audit (at desc, id desc);
create index audit_subject on platform.audit (subject, at desc);
create trigger audit_append_only before update or delete or truncate on platform.audit
  for each statement execute function platform.refuse_to_rewrite();

-- Settings that must survive a restart and be the same in every process (secrets made at first start).
create table platform.setting (
  name text primary key,
  value text not null,
  created_at timestamptz not null default now()
);
