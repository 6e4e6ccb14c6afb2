create schema carts;

-- A basket is one document: its lines are read and written together, and validated before they get here.
create table carts.cart (
  id uuid primary key,
  -- SHA-256 of the token: whoever reads the table cannot open a basket.
  token_hash bytea not null,
  channel_id uuid not null,
  customer_id uuid,
  currency text not null,
  version int not null,
  state text not null check (state in ('open', 'ordered', 'expired')),
  lines jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 60);
create unique index cart_of_customer on carts.cart (customer_id) where customer_id is not null and state = 'open';
