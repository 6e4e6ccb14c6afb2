-- Goods may be sent to one country in several ways: the cheapest unless the shopper says another one.
alter table carts.delivery
  add column code text not null default 'standard' check (code ~ '^[a-z][a-z0-9-]{0,31}$'),
  -- Working days from the parcel's leaving to its arrival, as told; null: nothing is told.
  add column days int check (days between 1 and 60),
  drop constraint delivery_pkey,
  add primary key (country, currency, code);

-- The code of the way that was chosen; null: none was.
alter table carts.cart add delivery text;
