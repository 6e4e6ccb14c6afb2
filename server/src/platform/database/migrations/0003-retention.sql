-- History may be cleared away when it is old, by the one job that does so and says so; it still cannot be rewritten.
create or replace function platform.refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_schema = 'platform' and tg_table_name = 'event'
     and current_setting('platform.retaining', true) = 'on' then
    return null;
  end if;
  raise exception '%.% is append-only: publish a new fact instead', tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- The newest facts of a type, or of a module's types, without reading all others. In the order of bytes, so that the types of
-- one module stand together whatever the database's language is.
create index event_type on platform.event ((type collate "C"), xid, seq);
