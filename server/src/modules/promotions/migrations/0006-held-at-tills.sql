-- For the open sale of which till a reservation is kept; null: for a basket, or for a sale that is being recorded.
alter table promotions.redemption add column device_id uuid;
create index redemption_held on promotions.redemption (code_key) where state = 'reserved' and device_id is not null;
