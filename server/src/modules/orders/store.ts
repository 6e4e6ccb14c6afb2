/** All SQL of orders. Texts are constants: each is prepared once per connection. */

/** $1: orders with their lines as one JSON array. Answers id and number. */
export const INSERT_ORDERS = `
  with given as (
    select * from json_to_recordset($1::json) as o (
      id uuid, channel_id uuid, channel_code text, location_id uuid, staff_id uuid, customer_id uuid, cart_id uuid,
      state text, currency text, gross_minor bigint, shipping_minor bigint, shipping_tax_letter text,
      shipping_tax_ppm int, shipping_tax_country text, shipping_discounts jsonb, delivery jsonb, locale text, pricing json,
      placed_at timestamptz, lines json)
  ), inserted as (
    insert into orders.order (id, number, channel_id, channel_code, location_id, staff_id, customer_id, cart_id, state,
      currency, gross_minor, shipping_minor, shipping_tax_letter, shipping_tax_ppm,
      shipping_tax_country, shipping_discounts, delivery, locale, pricing, placed_at, state_since)
    select id, orders.with_check_digit(nextval('orders.number_body')), channel_id, channel_code, location_id, staff_id,
      customer_id, cart_id, state, currency, gross_minor, shipping_minor, shipping_tax_letter, shipping_tax_ppm,
      shipping_tax_country, shipping_discounts, delivery, locale, pricing, coalesce(placed_at, $2::timestamptz), $2::timestamptz
    from given
    returning id, number
  ), lined as (
    insert into orders.order_line (order_id, line_no, sku, name, options, quantity, unit_gross_minor, gross_minor,
      tax_letter, tax_ppm, tax_country, discounts)
    select given.id, "lineNo", sku, name, options, quantity, "unitGrossMinor", "grossMinor", "taxLetter", "taxPpm",
           "taxCountry", coalesce(discounts, '[]')
      from given cross join json_to_recordset(given.lines) as line (
        "lineNo" smallint, sku text, name jsonb, options jsonb, quantity int, "unitGrossMinor" bigint,
        "grossMinor" bigint, "taxLetter" text, "taxPpm" int, "taxCountry" text, discounts jsonb)
  )
  select id as "orderId", number from inserted`

/** $1 ids, $2 wanted states, $3 allowed states joined by commas, $4 now. Locks in the order of ids. */
export const MOVE_ORDERS = `
  with asked as (
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as a (id, wanted, allowed)
  ), locked as (
    select id, number, state, location_id, gross_minor, currency from orders.order where id = any($1::uuid[]) order by id for update
  ), moved as (
    update orders.order o set state = asked.wanted, state_since = $4
      from asked join locked using (id)
     where o.id = asked.id and locked.state = any(string_to_array(asked.allowed, ','))
    returning o.id
  )
  select locked.id as "orderId", locked.number, locked.state as "from", locked.location_id as "locationId",
         moved.id is not null as moved
    from locked left join moved using (id)`

export const LOCK_ORDERS = `
  select id as "orderId", number, state, customer_id as "customerId", currency, gross_minor as "grossMinor"
    from orders.order where id = any($1::uuid[]) order by id for update`

const orderColumns = `id as "orderId", number, channel_id as "channelId", channel_code as "channelCode",
  location_id as "locationId", staff_id as "staffId", customer_id as "customerId", cart_id as "cartId", state, currency,
  gross_minor as "grossMinor", shipping_minor as "shippingMinor", shipping_tax_letter as "shippingTaxLetter",
  shipping_tax_ppm as "shippingTaxPpm", shipping_tax_country as "shippingTaxCountry", shipping_discounts as "shippingDiscounts", delivery, locale, placed_at as "placedAt", state_since as "stateSince"`

export const ORDERS_BY_ID = `select ${orderColumns} from orders.order where id = any($1::uuid[])`

/** $2: only in these states, or null. */
export const ORDERS_OF_CUSTOMER = `
  select id from orders.order where customer_id = $1 and ($2::text[] is null or state = any($2))
   order by id desc limit $3`

export const LINES_OF = `
  select order_id as "orderId", line_no as "lineNo", sku, name, options, quantity, unit_gross_minor as "unitGrossMinor",
         gross_minor as "grossMinor", tax_letter as "taxLetter", tax_ppm as "taxPpm", tax_country as "taxCountry",
         returned_quantity as "returnedQuantity", cancelled_quantity as "cancelledQuantity", instead_of as "insteadOf",
         discounts
    from orders.order_line where order_id = any($1::uuid[]) order by order_id, line_no`

/** Whether somebody has ever bought: cancelled orders are none. */
export const HAS_BOUGHT = `
  select exists (select from orders.order where customer_id = $1 and state <> 'cancelled') as bought`

/**
 * $1 customers, $2 orders. The place of a first order is taken when it is free, or held by an order that is cancelled. Whoever was quicker may have committed
 * while this waited: its order is not seen yet then, so it is asked for one that is cancelled, and not for none that stands.
 */
export const CLAIM_FIRST = `
  with wanted as (
    select distinct on (customer_id) customer_id, order_id
      from unnest($1::uuid[], $2::uuid[]) with ordinality as w (customer_id, order_id, at) order by customer_id, at
  )
  insert into orders.first_order as f (customer_id, order_id)
  select customer_id, order_id from wanted order by customer_id
  on conflict (customer_id) do update set order_id = excluded.order_id
   where exists (select from orders.order o where o.id = f.order_id and o.state = 'cancelled')
  returning order_id as "orderId"`

export const PRICING_OF = `select id as "orderId", pricing from orders.order where id = any($1::uuid[]) and pricing is not null`

export const ID_BY_NUMBER = `select id from orders.order where number = $1`
export const NUMBERS_OF = `select id, number from orders.order where id = any($1::uuid[])`
export const ID_BY_CART = `select id from orders.order where cart_id = $1`

/** $1 number prefix, $2 state, $3 channel, $4 location, $5 from, $6 until, $7 customer, $8 id of the last row seen, $9 page size. */
export const LIST_ORDERS = `
  select o.id as "orderId", o.number, o.state, o.channel_code as "channelCode", o.location_id as "locationId",
         o.currency, o.gross_minor as "grossMinor", o.placed_at as "placedAt",
         (select sum(l.quantity)::int from orders.order_line l where l.order_id = o.id) as pieces
    from orders.order o
   where ($1::text is null or o.number like $1 || '%')
     and ($2::text is null or o.state = $2)
     and ($3::text is null or o.channel_code = $3)
     and ($4::uuid[] is null or o.location_id = any($4))
     and ($5::timestamptz is null or o.placed_at >= $5)
     and ($6::timestamptz is null or o.placed_at < $6)
     and ($7::uuid is null or o.customer_id = $7)
     and ($8::uuid is null or o.id < $8)
   order by o.id desc limit $9`

export const OVERDUE_ORDERS = `
  select id from orders.order where state = 'placed' and placed_at < $1 order by placed_at limit $2`

/**
 * $1 order ids, $2 line numbers, $3 quantities, one row per line. The guard is in the statement: a line takes back at most
 * what was bought and has not come back yet.
 */
export const ADD_RETURNED = `
  with asked as (
    select * from unnest($1::uuid[], $2::int[], $3::int[]) as a (order_id, line_no, quantity)
  ), locked as (
    select order_id, line_no, quantity, returned_quantity from orders.order_line
     where order_id = any($1::uuid[]) order by order_id, line_no for update
  ), added as (
    update orders.order_line l set returned_quantity = l.returned_quantity + asked.quantity
      from asked
     where l.order_id = asked.order_id and l.line_no = asked.line_no
       and not exists (
         select 1 from asked other
           left join locked on locked.order_id = other.order_id and locked.line_no = other.line_no
          where other.order_id = asked.order_id
            and (locked.line_no is null or locked.returned_quantity + other.quantity > locked.quantity))
    returning l.order_id, l.line_no
  )
  select asked.order_id as "orderId", asked.line_no as "lineNo", added.line_no is not null as added,
         coalesce(locked.quantity - locked.returned_quantity, 0) as returnable
    from asked left join added using (order_id, line_no) left join locked using (order_id, line_no)`

/** $1 order, $2 line. The order is locked by the caller's transaction. */
export const LINE_TO_CHANGE = `
  select o.number, l.sku, l.quantity, l.returned_quantity as "returnedQuantity", l.gross_minor as "grossMinor"
    from orders.order_line l join orders.order o on o.id = l.order_id
   where l.order_id = $1 and l.line_no = $2 for update`

/** $1 order, $2 line, $3 pieces, $4 what they cost. */
export const CANCEL_PIECES = `
  with line as (
    update orders.order_line
       set quantity = quantity - $3, cancelled_quantity = cancelled_quantity + $3, gross_minor = gross_minor - $4::bigint
     where order_id = $1 and line_no = $2)
  update orders.order set gross_minor = gross_minor - $4::bigint where id = $1`

/** $1 order. */
export const DROP_DELIVERY = `
  with before as (select id, number, shipping_minor from orders.order where id = $1)
  update orders.order o set gross_minor = o.gross_minor - before.shipping_minor, shipping_minor = 0
    from before where o.id = before.id and before.shipping_minor > 0
  returning before.number, before.shipping_minor as "shippingMinor"`

const whatWasBought = `coalesce(instead_of, jsonb_build_object('sku', sku, 'name', name, 'options', options))`

/** $1 order, $2 line, $3 SKU, $4 name, $5 options. */
export const REPLACE_LINE = `
  update orders.order_line set instead_of = ${whatWasBought}, sku = $3, name = $4::jsonb, options = $5::jsonb
   where order_id = $1 and line_no = $2 returning line_no as "lineNo"`

/** As above, and $6 pieces, $7 what they cost: the pieces get a line of their own behind the others. */
export const SPLIT_LINE = `
  with old as (
    update orders.order_line set quantity = quantity - $6, gross_minor = gross_minor - $7::bigint
     where order_id = $1 and line_no = $2 returning *)
  insert into orders.order_line (order_id, line_no, sku, name, options, quantity, unit_gross_minor, gross_minor, tax_letter,
    tax_ppm, tax_country, instead_of)
  select order_id, (select max(line_no) + 1 from orders.order_line where order_id = $1), $3, $4::jsonb, $5::jsonb, $6,
         unit_gross_minor, $7::bigint, tax_letter, tax_ppm, tax_country, ${whatWasBought}
    from old
  returning line_no as "lineNo"`
