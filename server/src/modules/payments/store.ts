/** All SQL of payments. Texts are constants: each is prepared once per connection. */

import { NEVER_ARRIVED } from './states.ts'

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

/** $1: parts paid with stored value, as a JSON array, $2 now. */
export const INSERT_STORED = `
  insert into payments.payment (id, order_id, method, account_id, state, amount_minor, currency, created_at, state_since)
  select "paymentId", "orderId", method, "accountId", case when "isFinal" then 'captured' else 'initiated' end, "amountMinor",
         currency, $2::timestamptz, $2::timestamptz
    from json_to_recordset($1::json) as p (
      "paymentId" uuid, "orderId" uuid, method text, "accountId" uuid, "amountMinor" bigint, currency text, "isFinal" boolean)`

/** $1 orders, $2 captured or released, $3 now. The orders are locked; only what is still held is ended. */
export const END_STORED = `
  update payments.payment set state = $2, state_since = $3
   where order_id = any($1::uuid[]) and account_id is not null and state = 'initiated'
     and state not in ('declined', 'surplus', 'released')
  returning id as "paymentId", order_id as "orderId", method, account_id as "accountId", amount_minor as "amountMinor", currency`

/**
 * $1 attempt ids, $2 outcomes, $3 provider references, $4 reasons, $5 now. An attempt whose outcome is final takes no other;
 * the payment follows its attempt. What was given up as never arrived is asked about again.
 */
export const RECORD_OUTCOMES = `
  with told as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as t (id, outcome, reference, reason)
  ), locked as (
    select a.id, a.payment_id, a.state, a.outcome from payments.attempt a where a.id = any($1::uuid[]) order by a.id for update
  ), answered as (
    update payments.attempt a
       set state = case when told.outcome in ('captured', 'declined') then 'answered' else 'called' end,
           outcome = told.outcome,
           provider_reference = coalesce(told.reference, a.provider_reference),
           reason = told.reason,
           answered_at = $5,
           ask_again_at = case when told.outcome = 'declined' and told.reason = '${NEVER_ARRIVED}' then $5::timestamptz end
      from told join locked using (id)
     where a.id = told.id and locked.state <> 'answered' and locked.outcome is distinct from told.outcome
    returning a.id, a.payment_id, told.outcome
  )
  update payments.payment p
     set state = case answered.outcome when 'captured' then 'captured' when 'declined' then 'declined'
                                       when 'pending' then 'pending' else 'unknown' end,
         state_since = $5
    from answered
   where p.id = answered.payment_id
     and p.state in ('initiated', 'pending', 'unknown')
  returning answered.id as "attemptId", p.id as "paymentId", p.order_id as "orderId", p.state,
            p.amount_minor as "amountMinor", p.currency, false as "isLate"`

/** $1 attempt ids, $2 provider references, $3 ids for refunds, $4 reason of the refunds, $5 now. Decided in SQL, see 0002. */
export const TAKE_LATE_MONEY = `
  select attempt_id as "attemptId", payment_id as "paymentId", order_id as "orderId", state,
         amount_minor as "amountMinor", currency, true as "isLate", refund_id as "refundId"
    from payments.take_late_money($1, $2, $3, $4, $5)`

const paymentColumns = `id as "paymentId", order_id as "orderId", method, state, amount_minor as "amountMinor",
  refunded_minor as "refundedMinor", currency, account_id as "accountId", created_at as "createdAt"`

/**
 * $1 orders. True of every payment of them; said so that the planner uses the two partial indexes, which it would not do
 * together by itself: it would read the whole table.
 */
const ofOrders = `order_id = any($1::uuid[])
  and (state not in ('declined', 'surplus', 'released') or state in ('declined', 'surplus', 'released'))`

export const PAYMENTS_OF = `
  select ${paymentColumns} from payments.payment where ${ofOrders} order by id`

const attemptColumns = `a.id as "attemptId", a.payment_id as "paymentId", a.order_id as "orderId", a.state, a.outcome,
  a.provider_reference as "providerReference", a.reason, a.created_at as "createdAt", p.method,
  p.amount_minor as "amountMinor", p.currency`

export const ATTEMPTS_OF = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.payment_id in (select id from payments.payment where ${ofOrders}) order by a.id`

export const ATTEMPTS_BY_ID = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.id = any($1::uuid[])`

/** $1 created before, $2 at most. */
export const UNRESOLVED_ATTEMPTS = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.state <> 'answered' and a.created_at < $1 order by a.created_at limit $2`

/** $1 due by, $2 at most. */
export const GIVEN_UP_ATTEMPTS = `
  select ${attemptColumns} from payments.attempt a join payments.payment p on p.id = a.payment_id
   where a.ask_again_at <= $1 order by a.ask_again_at limit $2`

/** $1 attempt ids, $2 when, null for never. Those whose money has come meanwhile are not asked about. */
export const ASK_AGAIN = `
  update payments.attempt a set ask_again_at = due.at
    from unnest($1::uuid[], $2::timestamptz[]) as due (id, at)
   where a.id = due.id and a.ask_again_at is not null`

/**
 * $1: refunds as a JSON array, $2 now. Takes the amounts off what is left of the order's payments in the same statement that
 * writes the refunds, so refunds that race never give back more than was taken. Those of one order take turns in the order
 * given: each is decided on what the ones before it have left. Money goes back before stored value does: what is left of the
 * payments lies end to end in that order, the refunds lie along it, and each payment gives what lies over it. They begin behind what an
 * order keeps: money, since gift cards are bought with nothing else.
 */
export const SAVE_REFUNDS = `
  with recursive asked as (
    select r.*, row_number() over (partition by r."orderId" order by r.position) as turn
      from rows from (json_to_recordset($1::json) as (
             "refundId" uuid, "orderId" uuid, "amountMinor" bigint, reason text, "keepsMinor" bigint, "spareIds" uuid[]))
             with ordinality as r ("refundId", "orderId", "amountMinor", reason, "keepsMinor", "spareIds", position)
  ), kept as (
    select "orderId" as order_id, max("keepsMinor") as minor from asked group by 1
  ), locked as (
    select p.id, p.order_id, p.method, p.currency, p.account_id, p.amount_minor - p.refunded_minor as left_minor
      from payments.payment p
     where p.order_id in (select "orderId" from asked) and p.state in ('captured', 'refunded_partly', 'refunded')
     order by p.id for update
  ), along as (
    select locked.*, sum(left_minor) over paying - left_minor - kept.minor as since,
           sum(left_minor) over paying - kept.minor as until
      from locked join kept using (order_id) window paying as (partition by order_id order by account_id is not null, id)
  ), total as (
    select order_id, greatest(0, sum(left_minor) - kept.minor)::bigint as left_minor
      from locked join kept using (order_id) group by order_id, kept.minor
  ), decided as (
    select asked.*, coalesce(total.left_minor, 0) as refundable, asked."amountMinor" <= coalesce(total.left_minor, 0) as fits
      from asked left join total on total.order_id = asked."orderId"
     where asked.turn = 1
    union all
    select asked.*, rest.minor, asked."amountMinor" <= rest.minor
      from decided before
      join asked on asked."orderId" = before."orderId" and asked.turn = before.turn + 1
     cross join lateral (
       select before.refundable - case when before.fits then before."amountMinor" else 0 end as minor) rest
  ), fitting as (
    select decided.*, sum("amountMinor") over turns - "amountMinor" as since, sum("amountMinor") over turns as until
      from decided where fits window turns as (partition by "orderId" order by turn)
  ), part as (
    select fitting."refundId" as whole_id, fitting."orderId" as order_id, fitting.reason, along.id as payment_id, along.method,
           along.currency, along.account_id,
           (least(fitting.until, along.until) - greatest(fitting.since, along.since))::bigint as minor,
           row_number() over parts as nth,
           case row_number() over parts when 1 then fitting."refundId"
             else fitting."spareIds"[row_number() over parts - 1] end as id
      from fitting join along
        on along.order_id = fitting."orderId" and along.since < fitting.until and fitting.since < along.until
    window parts as (partition by fitting."refundId" order by along.since)
  ), taken as (
    update payments.payment p
       set refunded_minor = p.refunded_minor + given.minor,
           state = case when p.refunded_minor + given.minor = p.amount_minor then 'refunded' else 'refunded_partly' end,
           state_since = $2
      from (select payment_id, sum(minor)::bigint as minor from part group by payment_id) given
     where p.id = given.payment_id
  ), written as (
    insert into payments.refund (id, whole_id, payment_id, order_id, amount_minor, state, reason, created_at, answered_at)
    select id, whole_id, payment_id, order_id, minor, case when method in ('card', 'blik') then 'saved' else 'done' end,
           reason, $2::timestamptz, case when method not in ('card', 'blik') then $2::timestamptz end
      from part
  )
  select decided."refundId" as "wholeId", decided."orderId", fits, refundable, part.id as "refundId",
         payment_id as "paymentId", method, currency, account_id as "accountId", part.minor as "amountMinor"
    from decided left join part on part.whole_id = decided."refundId"
   order by decided."refundId", part.nth`

/** $1 refunds. What each tender gave of them, money first. */
export const REFUND_PARTS = `
  select r.id as "refundId", r.payment_id as "paymentId", p.method, r.amount_minor as "amountMinor"
    from payments.refund r join payments.payment p on p.id = r.payment_id
   where r.whole_id = any($1::uuid[]) order by r.whole_id, p.account_id is not null, p.id`

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
