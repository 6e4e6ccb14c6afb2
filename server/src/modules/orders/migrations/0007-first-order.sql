-- Which order of a customer counts as her first: what was priced as a first order claims the row with the order itself, so of two that are placed in
-- the same instant one wins. Once that order is cancelled the next one may take its place.
create table orders.first_order (
  customer_id uuid primary key,
  order_id uuid not null references orders.order
);
