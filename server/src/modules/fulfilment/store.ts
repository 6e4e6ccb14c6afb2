/** All SQL of fulfilment. Texts are constants: each is prepared once per connection. */

/** $1: fulfilments as a JSON array, $2 now. */
export const INSERT_FULFILMENTS = `
  insert into fulfilment.fulfilment (id, order_id, kind, location_id, state, promised_at, hold_id, lines, created_at,
    state_since)
  select "fulfilmentId", "orderId", kind, "locationId", state, "promisedAt", "holdId", lines, $2::timestamptz,
         $2::timestamptz
    from json_to_recordset($1::json) as f (
      "fulfilmentId" uuid, "orderId" uuid, kind text, "locationId" uuid, state text, "promisedAt" timestamptz,
      "holdId" uuid, lines jsonb)`

const columns = `id as "fulfilmentId", order_id as "orderId", kind, location_id as "locationId", state,
  promised_at as "promisedAt", hold_id as "holdId", carrier, tracking_number as "trackingNumber",
  created_at as "createdAt", state_since as "stateSince", lines`

export const FULFILMENTS_BY_ID = `select ${columns} from fulfilment.fulfilment where id = any($1::uuid[])`

export const LOCK_FULFILMENTS = `
  select ${columns} from fulfilment.fulfilment where id = any($1::uuid[]) order by id for update`

export const FULFILMENTS_OF = `
  select ${columns} from fulfilment.fulfilment where order_id = any($1::uuid[]) order by order_id, id`

/** $1 places or null, $2 states, $3 kind or null, $4 promise and $5 id of the last row seen, $6 page size. */
export const LIST_FULFILMENTS = `
  select ${columns} from fulfilment.fulfilment
   where ($1::uuid[] is null or location_id = any($1))
     and state = any($2::text[])
     and ($3::text is null or kind = $3)
     and ($5::uuid is null
          or (coalesce(promised_at, 'infinity'::timestamptz), id) > (coalesce($4::timestamptz, 'infinity'::timestamptz), $5))
   order by coalesce(promised_at, 'infinity'::timestamptz), id
   limit $6`

/** $1 ids, $2 the state they go to, $3 the states they may come from, $4 now. The guard is in the statement. */
export const MOVE_FULFILMENTS = `
  update fulfilment.fulfilment set state = $2, state_since = $4
   where id = any($1::uuid[]) and state = any($3::text[])
  returning ${columns}`

/** $1 order ids, $2 states: which of these orders have a part in one of them. */
export const ORDERS_WITH_PARTS_IN = `
  select distinct order_id as "orderId" from fulfilment.fulfilment where order_id = any($1::uuid[]) and state = any($2::text[])`

/** $1 order ids, $2 the states that may still be stopped, $3 now. Locks in the order of ids. */
export const CANCEL_FULFILMENTS = `
  with locked as (
    select id from fulfilment.fulfilment
     where order_id = any($1::uuid[]) and state = any($2::text[]) order by id for update)
  update fulfilment.fulfilment f set state = 'cancelled', state_since = $3 from locked where f.id = locked.id
  returning f.id as "fulfilmentId", f.order_id as "orderId", f.kind, f.location_id as "locationId"`

/** $1 id, $2 lines, $3 state, $4 now: the row is locked by the caller's transaction. */
export const SAVE_PICKED = `
  update fulfilment.fulfilment
     set lines = $2::jsonb, state_since = case when state = $3 then state_since else $4::timestamptz end, state = $3
   where id = $1`

/** $1 id, $2 carrier, $3 tracking number, $4 now, $5 the states it may come from. */
export const SHIP = `
  update fulfilment.fulfilment set state = 'shipped', state_since = $4, carrier = $2, tracking_number = $3
   where id = $1 and state = any($5::text[])
  returning ${columns}`

/** $1 id, $2 when or null: the row is locked by the caller's transaction. */
export const PROMISE_ANEW = `update fulfilment.fulfilment set promised_at = $2 where id = $1`

/** $1 place: everything it still prepares, whatever the kind. */
export const OPEN_AT = `
  select ${columns} from fulfilment.fulfilment
   where location_id = $1 and state = any(array['awaiting_stock', 'waiting', 'picking', 'ready']) order by id`

/** $1 order ids: what waits for goods. Locks in the order of ids. */
export const LOCK_AWAITING = `
  select ${columns} from fulfilment.fulfilment
   where order_id = any($1::uuid[]) and state = 'awaiting_stock' order by id for update`
