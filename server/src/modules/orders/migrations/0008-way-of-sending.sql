-- How it is sent, as it was chosen: { code, name: { pl, en }, days }; null: nothing is sent, or it was bought before there was a choice.
alter table orders.order add column delivery jsonb;
