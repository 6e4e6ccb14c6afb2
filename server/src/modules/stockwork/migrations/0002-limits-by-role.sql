-- A limit may be of one role (a code of staff's), in a place or everywhere; without a role it is of everybody whose roles have none.
alter table stockwork.adjustment_limit
  add column role text,
  drop constraint adjustment_limit_location_id_key,
  add unique nulls not distinct (location_id, role);
