create schema orders;

-- Eight digits; the ninth is the check digit. Gaps are normal: an order that was refused took its number with it.
create sequence orders.number_body start 10000001 maxvalue 99999999;

-- Appends the Luhn check digit (ISO/IEC 7812-1, annex B) to an eight-digit body; written out, so that it is inlined.
create function orders.with_check_digit(body bigint) returns text
language sql immutable strict parallel safe as $$
  select body::text || ((10 - (
      (body % 10 * 2 - case when body % 10 > 4 then 9 else 0 end)
    + (body / 10 % 10)
    + (body / 100 % 10 * 2 - case when body / 100 % 10 > 4 then 9 else 0 end)
    + (body / 1000 % 10)
    + (body / 10000 % 10 * 2 - case when body / 10000 % 10 > 4 then 9 else 0 end)
    + (body / 100000 % 10)
    + (body / 1000000 % 10 * 2 - case when body / 1000000 % 10 > 4 then 9 else 0 end)
    + (body / 10000000 % 10)
  ) % 10) % 10)::text
$$;

create table orders.order (
  -- UUIDv7: the newest order has the highest id, so lists page by it and need no other index.
  id uuid primary key,
  number text collate "C" not null unique,
  channel_id uuid not null,
  channel_code text not null,
  location_id uuid,
  staff_id uuid,
  customer_id uuid,
  -- One basket becomes one order: a second submit of the same basket finds the first.
  cart_id uuid unique,
  state text not null check (state in ('placed', 'confirmed', 'picking', 'ready_for_pickup', 'shipped', 'delivered', 'collected', 'cancelled')),
  currency text not null,
  gross_minor bigint not null check (gross_minor >= 0),
  shipping_minor bigint not null check (shipping_minor >= 0),
  shipping_tax_letter text not null,
  shipping_tax_ppm int not null,
  locale text not null,
  placed_at timestamptz not null,
  state_since timestamptz not null
) with (fillfactor = 85);
-- Orders that wait for money, for the job that cancels them.
create index order_unpaid on orders.order (placed_at) where state = 'placed';
create index order_customer on orders.order (customer_id, id) where customer_id is not null;
create index order_location on orders.order (location_id, id) where location_id is not null;

-- Inserted by the same statement as its order and never moved: a foreign key would only cost a look-up per line.
create table orders.order_line (
  order_id uuid not null,
  line_no smallint not null,
  sku text collate "C" not null,
  name jsonb not null,
  options jsonb not null,
  quantity int not null check (quantity > 0),
  unit_gross_minor bigint not null check (unit_gross_minor >= 0),
  gross_minor bigint not null check (gross_minor >= 0),
  tax_letter text not null,
  tax_ppm int not null,
  returned_quantity int not null default 0 check (returned_quantity between 0 and quantity),
  primary key (order_id, line_no)
) with (fillfactor = 95);
