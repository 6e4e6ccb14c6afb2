-- Deliveries no longer wait for one another: each has its own next try.
alter table webhooks.endpoint
  -- Since when nothing but failures came from it, and how many; null and 0 while it takes what it gets.
  add column failing_since timestamptz,
  add column failures int not null default 0,
  -- One that took nothing of what it was last sent is left alone until then.
  add column resting_until timestamptz;

create index delivery_due on webhooks.delivery (endpoint_id, next_at, id) where state = 'pending';
drop index webhooks.delivery_pending;
-- For whoever clears away what is old.
create index delivery_settled on webhooks.delivery (created_at) where state <> 'pending';
