-- A line may lose pieces that could not be found, or get another article in their place: what is left is what the customer gets and
-- pays for, and the facts tell what was bought.
alter table orders.order_line drop constraint order_line_quantity_check;
alter table orders.order_line
  add constraint order_line_quantity_check check (quantity >= 0),
  -- How many pieces were taken out.
  add cancelled_quantity int not null default 0 check (cancelled_quantity >= 0),
  -- { sku, name, options } of what was bought, where another article stands in for it.
  add instead_of jsonb;
