/** All SQL of payments. Texts are constants: each is prepared once per connection. */

/** $1: payments with their first attempt as a JSON array, $2 now. */
export const INSERT_PAYMENTS = `
  with given as (
    select * from json_to_recordset($1::json) as p (
      "paymentId" uuid, "attemptId" uuid, "orderId" uuid, method text, "amountMinor" bigint, currency text)
  ), attempted as (
    insert into payments.attempt (id, payment_id, order_id, state, created_at)
    select "attemptId", "paymentId", "orderId", 'saved', $2::timestamptz from given
  )
  insert into payments.payment (id, order_id, method, state, amount_minor, currency, created_at, state_since)
  select "paymentId", "orderId", method, 'initiated', "amountMinor", currency, $2::timestamptz, $2::timestamptz
    from given`

/** $1: cash taken, as a JSON array, $2 now. */
export const INSERT_CASH = `
  insert into payments.payment (id, order_id, method, state, amount_minor, currency, created_at, state_since)
  select "paymentId", "orderId", 'cash', 'captured', "amountMinor", currency, $2::timestamptz, $2::timestamptz
    from json_to_recordset($1::json) as p ("paymentId" uuid, "orderId" uuid, "amountMinor" bigint, currency text)`

/**
 * $1 attempt ids, $2 outcomes, $3 provider references, $4 reasons, $5 now. An attempt whose outcome is final takes no other;
 * the payment follows its attempt. One exception: money that arrives on an attempt given up as declined is captured,
 * because the provider has it.
 */
export const RECORD_OUTCOMES = `
  with told as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as t (id, outcome, reference, reason)
  ), locked as (
    select a.id, a.payment_id, a.state, a.outcome, a.reason from payments.attempt a where a.id = any($1::uuid[]) order by a.id for update
  ), answered as (
    update payments.attempt a
       set state = case when told.outcome in ('captured', 'declined') then 'answered' else 'called' end,
           outcome = told.outcome,
           provider_reference = coalesce(told.reference, a.provider_reference),
           reason = told.reason,
           answered_at = $5
      from told join locked using (id)
     where a.id = told.id
       and (locked.state <> 'answered' or (locked.outcome = 'declined' and locked.reason = 'never_arrived' and told.outcome = 'captured'))
       and locked.outcome is distinct from told.outcome
    returning a.id, a.payment_id, told.outcome
  )
  update payments.payment p
     set state = case answered.outcome when 'captured' then 'captured' when 'declined' then 'declined'
                                       when 'pending' then 'pending' else 'unknown' end,
         state_since = $5
    from answered
   where p.id = answered.payment_id
     and p.state in ('initiated', 'pending', 'unknown', 'declined')
  returning answered.id as "attemptId", p.id as "paymentId", p.order_id as "orderId", p.state,
            p.amount_minor as "amountMinor", p.currency`

const paymentColumns = `id as "paymentId", order_id as "orderId", method, state, amount_minor as "amountMinor",
  refunded_minor as "refundedMinor", currency, created_at as "createdAt"`

export const PAYMENTS_OF = `
  select ${paymentColumns} from payments.payment where order_id = any($1::uuid[]) order by id`

const attemptColumns = `a.id as "attemptId", a.payment_id as "paymentId", a.order_id as "orderId", a.state, a.outcome,
  a.provider_reference as "providerReference", a.reason, a.created_at as "createdAt", p.method,
  p.amount_minor as "amountMinor", p.currency`

export const ATTEMPTS_OF = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.payment_id in (select id from payments.payment where order_id = any($1::uuid[])) order by a.id`

export const ATTEMPTS_BY_ID = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.id = any($1::uuid[])`

/** $1 created before, $2 at most. */
export const UNRESOLVED_ATTEMPTS = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.state <> 'answered' and a.created_at < $1 order by a.created_at limit $2`

/**
 * $1: refunds as a JSON array, $2 now. Takes the amount off what is left of the order's captured payment in the same
 * statement that writes the refund, so two refunds that race never give back more than was taken.
 */
export const SAVE_REFUNDS = `
  with asked as (
    select * from json_to_recordset($1::json) as r ("refundId" uuid, "orderId" uuid, "amountMinor" bigint, reason text)
  ), locked as (
    select p.id, p.order_id, p.method, p.currency, p.amount_minor, p.refunded_minor
      from payments.payment p
     where p.order_id in (select "orderId" from asked) and p.state in ('captured', 'refunded_partly', 'refunded')
     order by p.id for update
  ), decided as (
    select asked.*, locked.id as payment_id, locked.method, locked.currency,
           coalesce(locked.amount_minor - locked.refunded_minor, 0) as refundable,
           asked."amountMinor" <= coalesce(locked.amount_minor - locked.refunded_minor, 0) as fits
      from asked left join locked on locked.order_id = asked."orderId"
  ), taken as (
    update payments.payment p
       set refunded_minor = p.refunded_minor + d."amountMinor",
           state = case when p.refunded_minor + d."amountMinor" = p.amount_minor then 'refunded' else 'refunded_partly' end,
           state_since = $2
      from decided d where d.fits and p.id = d.payment_id
  ), written as (
    insert into payments.refund (id, payment_id, order_id, amount_minor, state, reason, created_at, answered_at)
    select "refundId", payment_id, "orderId", "amountMinor", case method when 'cash' then 'done' else 'saved' end,
           reason, $2::timestamptz, case method when 'cash' then $2::timestamptz end
      from decided where fits
  )
  select "refundId", "orderId", payment_id as "paymentId", method, currency, "amountMinor", fits, refundable from decided`

export const REFUNDS_BY_ID = `
  select r.id as "refundId", r.order_id as "orderId", r.payment_id as "paymentId", r.amount_minor as "amountMinor",
         r.state, r.reason, p.method, p.currency,
         (select a.provider_reference from payments.attempt a
           where a.payment_id = p.id and a.outcome = 'captured' limit 1) as "providerReference"
    from payments.refund r join payments.payment p on p.id = r.payment_id
   where r.id = any($1::uuid[]) order by r.id`

/** $1 refund ids, $2 states, $3 references, $4 now: only what is not final yet. */
export const ANSWER_REFUNDS = `
  update payments.refund r set state = told.state, provider_reference = told.reference, answered_at = $4
    from unnest($1::uuid[], $2::text[], $3::text[]) as told (id, state, reference)
   where r.id = told.id and r.state in ('saved', 'unknown') and r.state <> told.state
  returning r.id as "refundId", r.order_id as "orderId", r.payment_id as "paymentId", r.amount_minor as "amountMinor",
            r.state`

/** $1 created before, $2 at most. */
export const UNRESOLVED_REFUNDS = `
  select id from payments.refund where state in ('saved', 'unknown') and created_at < $1 order by created_at limit $2`
