-- Where a basket goes when something of it is sent: decides what that costs and whose VAT it bears.
alter table carts.cart add ship_to text not null default 'PL' check (ship_to ~ '^[A-Z]{2}$');

-- How goods are sent to a country, and for how much; a country that has no row in a currency is not served in it.
create table carts.delivery (
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- What the shopper reads: { pl, en }.
  name jsonb not null,
  gross_minor bigint not null check (gross_minor >= 0),
  -- Goods of that much before promotions are sent for nothing; null: never.
  free_from_minor bigint check (free_from_minor >= 0),
  updated_at timestamptz not null default now(),
  updated_by text not null default 'system:migration',
  primary key (country, currency)
);
insert into carts.delivery (country, currency, name, gross_minor, free_from_minor)
values ('PL', 'PLN', '{"pl": "Kurier", "en": "Courier"}', 1499, 20000);
