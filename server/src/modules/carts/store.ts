/** All SQL of baskets. Texts are constants: each is prepared once per connection. */

/** $1: baskets as a JSON array, $2 now. */
export const INSERT_CARTS = `
  insert into carts.cart (id, token_hash, channel_id, customer_id, currency, ship_to, version, state, lines, created_at,
                          updated_at)
  select id, decode(token_hash, 'hex'), channel_id, customer_id, currency, ship_to, 1, 'open', lines, $2::timestamptz, $2::timestamptz
    from json_to_recordset($1::json) as c (id uuid, token_hash text, channel_id uuid, customer_id uuid, currency text, ship_to text,
                                         lines jsonb)`

const cartColumns = `id as "cartId", encode(token_hash, 'hex') as "tokenHash", channel_id as "channelId",
  customer_id as "customerId", currency, version, state, lines, coupons, cards, ship_to as "shipTo", delivery`

export const CARTS_BY_ID = `select ${cartColumns} from carts.cart where id = any($1::uuid[])`
export const CART_OF_CUSTOMER = `select ${cartColumns} from carts.cart where customer_id = $1 and state = 'open'`

/** Locks in the order of ids. */
export const LOCK_CARTS = `select ${cartColumns} from carts.cart where id = any($1::uuid[]) order by id for update`

/** $1: new lines, coupons, gift cards, destinations and versions as a JSON array, $2 now. The rows are locked by LOCK_CARTS. */
export const UPDATE_CARTS = `
  update carts.cart c set lines = given.lines, coupons = given.coupons, cards = given.cards, ship_to = given.ship_to, delivery = given.delivery, version = given.version, updated_at = $2
    from json_to_recordset($1::json) as given (id uuid, version int, lines jsonb, coupons jsonb, cards jsonb, ship_to text, delivery text)
   where c.id = given.id`

/** Nothing is left in them; the rows are locked by LOCK_CARTS. */
export const CLOSE_CARTS = `update carts.cart set state = 'expired' where id = any($1::uuid[])`

/** $1 customer, $2 now. */
export const CLOSE_CART_OF = `
  update carts.cart set state = 'expired', cards = '[]', version = version + 1, updated_at = $2
   where customer_id = $1 and state = 'open'`

export const MARK_ORDERED = `
  update carts.cart set state = 'ordered', cards = '[]', version = version + 1, updated_at = $2 where id = any($1::uuid[])`

/** $1 instant, $2 at most. A basket that somebody comes back to at this moment is left alone. */
export const FORGET_CARDS = `
  update carts.cart set cards = '[]', version = version + 1 where id = any(array(
    select id from carts.cart where cards <> '[]' and updated_at < $1 limit $2 for update skip locked)) returning 1`
