-- What each promotion took off a line, or off delivery, as it was bought: [{ promotionId, label, minor, pieces, code? }]; the gross
-- amounts are after it.
alter table orders.order_line add discounts jsonb not null default '[]';
alter table orders.order
  add shipping_discounts jsonb not null default '[]',
  -- How the order was priced: { basket, context, promotions, priced }, what went into the rules and what they answered. Null: sold
  -- before there were rules.
  add pricing jsonb;
