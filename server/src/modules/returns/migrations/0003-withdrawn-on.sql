-- The day of her statement, when it came before the goods: by it the law counts whether she withdrew in time.
alter table returns.rma add column withdrawn_on date;
