-- What a registered customer said for one purchase: whom to hand it to, where to send it, on which company the bill is. Her account may say
-- something else by then, and an order under way must not move with it. Sealed like the account, and erased with it.
create table customers.purchase_contact (
  order_id uuid primary key,
  customer_id uuid not null references customers.customer,
  key bytea not null,
  sealed bytea not null,
  created_at timestamptz not null
);
create index purchase_contact_customer on customers.purchase_contact (customer_id);
