/** All SQL of returns. Texts are constants: each is prepared once per connection. */

/** $1: returns with their lines as a JSON array, $2 now. Answers id and number. */
export const INSERT_RETURNS = `
  with given as (
    select * from json_to_recordset($1::json) as r (
      id uuid, order_id uuid, order_number text, location_id uuid, staff_id uuid, currency text, refund_minor bigint,
      shipping_minor bigint, vat jsonb, refund_id uuid, withdrawn_on date, lines json)
  ), inserted as (
    insert into returns.rma (id, number, order_id, order_number, location_id, staff_id, state, currency, refund_minor,
      shipping_minor, vat, refund_id, refund_state, created_at, refunded_at, withdrawn_on)
    select id, returns.number_of(nextval('returns.number_body')), order_id, order_number, location_id, staff_id,
           case when refund_id is null then 'refunded' else 'received' end, currency, refund_minor, shipping_minor, vat,
           refund_id, case when refund_id is null then 'none' else 'saved' end, $2::timestamptz,
           case when refund_id is null then $2::timestamptz end, withdrawn_on
      from given
    returning id, number
  ), lined as (
    insert into returns.rma_line (rma_id, position, line_no, sku, quantity, reason, disposition, refund_minor)
    select given.id, line.*
      from given cross join json_to_recordset(given.lines) as line (
        position smallint, "lineNo" smallint, sku text, quantity int, reason text, disposition text, "refundMinor" bigint)
  )
  select id as "returnId", number from inserted`

const columns = `r.id as "returnId", r.number, r.order_id as "orderId", r.order_number as "orderNumber",
  r.location_id as "locationId", r.staff_id as "staffId", r.state, r.currency, r.refund_minor as "refundMinor",
  r.shipping_minor as "shippingMinor", r.vat, case r.state when 'refunded' then r.refund_minor else 0 end as "refundedMinor",
  r.refund_id as "refundId", r.refund_method as "refundMethod", r.refund_state as "refundState",
  r.created_at as "createdAt", r.refunded_at as "refundedAt", to_char(r.withdrawn_on, 'YYYY-MM-DD') as "withdrawnOn",
  (select json_agg(json_build_object('lineNo', l.line_no, 'sku', l.sku, 'quantity', l.quantity, 'reason', l.reason,
                   'disposition', l.disposition, 'refundMinor', l.refund_minor) order by l.position)
     from returns.rma_line l where l.rma_id = r.id) as lines`

export const RETURN_BY_ID = `select ${columns} from returns.rma r where r.id = $1`

export const RETURNS_OF = `select ${columns} from returns.rma r where r.order_id = any($1::uuid[]) order by r.id`

/** $1 order, $2 state, $3 places, $4 id of the last row seen, $5 page size. */
export const LIST_RETURNS = `
  select ${columns} from returns.rma r
   where ($1::uuid is null or r.order_id = $1)
     and ($2::text is null or r.state = $2)
     and ($3::uuid[] is null or r.location_id = any($3))
     and ($4::uuid is null or r.id < $4)
   order by r.id desc limit $5`

/** $1 received before, $2 at most. */
export const OWED_RETURNS = `
  select refund_id as "refundId" from returns.rma
   where refund_state in ('saved', 'unknown') and created_at < $1 order by created_at limit $2`

/** $1 refund ids, $2 what payments said, $3 tenders or null, $4 now. What is done stays done. */
export const RECORD_REFUNDS = `
  with told as (
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as t (refund_id, state, method)
  ), locked as (
    select r.id, r.refund_id from returns.rma r where r.refund_id = any($1::uuid[]) order by r.id for update
  )
  update returns.rma r
     set refund_state = told.state,
         refund_method = coalesce(told.method, r.refund_method),
         state = case told.state when 'done' then 'refunded' else r.state end,
         refunded_at = case told.state when 'done' then $4::timestamptz end
    from told join locked using (refund_id)
   where r.id = locked.id and r.refund_state <> 'done'
     and (r.refund_state <> told.state or r.refund_method is null)
  returning r.id as "returnId", r.number, r.order_id as "orderId", r.location_id as "locationId", r.refund_id as "refundId",
            r.refund_minor as "refundMinor", r.currency, r.refund_state as "refundState"`
