-- Facts are read as a whole, never searched inside: kept as they were told. As text they cost a fifth of what taking them apart does,
-- and those of large batches are not worth compressing.
alter table platform.event alter column data type json using data::json;
alter table platform.event alter column data set storage external;

-- Publishes what one statement decides by itself, so that nothing has to come back to the process before it commits. `fact` is the
-- rest of it: what `factFor` makes.
create function platform.publish(fact jsonb, location uuid, at timestamptz, data json) returns void language plpgsql as $$
begin
  insert into platform.event (id, type, version, subject, location_id, channel_id, actor, occurred_at, data)
    values ((fact ->> 'id')::uuid, fact ->> 'type', (fact ->> 'version')::int, fact ->> 'subject', location,
            (fact ->> 'channelId')::uuid, fact -> 'actor', at, data);
end $$;
