-- Lines of which pieces are still on their way to us. A row goes when they have come, so almost no order has one.
create table orders.awaited_line (
  order_id uuid not null,
  line_no smallint not null,
  -- Null: it was promised, and nobody knows the day any more.
  promised_on date,
  primary key (order_id, line_no)
);
