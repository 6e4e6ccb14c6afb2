/** All SQL of stored value. Texts are constants: each is prepared once per connection. */

const accountColumns = `a.id as "accountId", a.kind, a.number, a.pin_version as "pinVersion", a.currency,
  a.balance_minor as "balanceMinor", a.customer_id as "customerId", a.batch_id as "batchId", a.note, a.issued_at as "issuedAt",
  a.expires_at as "expiresAt", a.version,
  coalesce((select sum(h.amount_minor) from storedvalue.hold h where h.account_id = a.id and h.state = 'held'), 0)::bigint as "heldMinor"`

/** $1 is now in each of these: a card past its day is expired, whether or not the job has come by. */
const stateNow = `case when a.expires_at <= $1::timestamptz then 'expired' else a.state end`

export const ACCOUNTS_BY_ID = `
  select ${accountColumns}, ${stateNow} as state from storedvalue.account a where a.id = any($2::uuid[]) order by a.id`

export const CREDITS_OF = `
  select ${accountColumns}, ${stateNow} as state from storedvalue.account a where a.customer_id = $2 order by a.currency`

/** $1 the command. Whoever gives store credit under the same command waits for the end of this transaction. */
export const LOCK_COMMAND = `select pg_advisory_xact_lock(hashtextextended('storedvalue.credit ' || $1, 0))`

/** $1 customer, $2 what it was given for, $3 currency. Credit of somebody else, or in another currency, under the same command. */
export const GIVEN_OTHERWISE = `
  select 1 from storedvalue.account a join storedvalue.entry e on e.account_id = a.id
   where a.kind = 'store_credit' and e.kind in ('issue', 'top_up') and e.reference = $2
     and (a.customer_id is distinct from $1 or a.currency <> $3) limit 1`

/** $1 now, $2 beginning of the number, $3 kind, $4 state, $5 customer, $6 batch, $7 id of the last row seen, $8 page size. */
export const LIST_ACCOUNTS = `
  select ${accountColumns}, ${stateNow} as state
    from storedvalue.account a
   where ($2::text is null or a.number like $2 || '%')
     and ($3::text is null or a.kind = $3)
     and ($4::text is null or ${stateNow} = $4)
     and ($5::uuid is null or a.customer_id = $5)
     and ($6::uuid is null or a.batch_id = $6)
     and ($7::uuid is null or a.id < $7)
   order by a.id desc limit $8`

/**
 * $1 account, $2 seq of the last row seen, $3 page size. Newest first. What ends a hold is written with its payment alone: the hold knows
 * the order.
 */
export const ENTRIES_OF = `
  select seq, kind, amount_minor as "amountMinor", balance_after_minor as "balanceAfterMinor",
         coalesce(order_id, (select h.order_id from storedvalue.hold h where h.payment_id = reference)) as "orderId", at, actor,
         channel_code as channel, location_id as "locationId", reason
    from storedvalue.entry
   where account_id = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3`

/**
 * $1 accounts with their first entries as a JSON array, $2 now. Whose number is taken is left out of the answer, and whoever
 * is there already (a repetition, a second credit of one customer) too.
 */
export const INSERT_ACCOUNTS = `
  with given as (
    select * from json_to_recordset($1::json) as g (
      id uuid, kind text, number text, pin_hash text, amount bigint, currency text, customer_id uuid, batch_id uuid, note text,
      expires_at timestamptz, entry_kind text, reference uuid, order_id uuid, actor json, channel text, location_id uuid,
      reason text)
  ), inserted as (
    insert into storedvalue.account (id, kind, state, number, pin_hash, currency, balance_minor, customer_id, batch_id, note,
      issued_at, expires_at)
    select id, kind, 'active', number, decode(pin_hash, 'base64'), currency, amount, customer_id, batch_id, note,
           $2::timestamptz, expires_at
      from given
    on conflict do nothing
    returning id
  ), entered as (
    insert into storedvalue.entry (account_id, kind, amount_minor, balance_after_minor, reference, order_id, at, actor,
      channel_code, location_id, reason, expires_at)
    select id, entry_kind, amount, amount, reference, order_id, $2::timestamptz, actor, channel, location_id, reason, expires_at
      from given join inserted using (id)
  )
  select id from inserted`

/** $1 entries as a JSON array, $2 now. */
export const POST = `
  select "position", outcome, balance_minor as "balanceMinor", amount_minor as "amountMinor"
    from storedvalue.post($1::json, $2) order by "position"`

/** $1 payments as a JSON array, $2 captured or released, $3 now. */
export const END_HOLDS = `
  select payment_id as "paymentId", account_id as "accountId", order_id as "orderId", amount_minor as "amountMinor"
    from storedvalue.end_holds($1::json, $2, $3)`

/** $1 now, $2 number. */
export const CARD_BY_NUMBER = `
  select ${accountColumns}, ${stateNow} as state from storedvalue.account a where a.number = $2 and a.kind = 'gift_card'`

/** $1 number, $2 its key, $3 hash of the PIN, $4 now, $5 allowed, $6 lock, $7 longest lock, $8 forget after (ms). */
export const TRY_PIN = `
  select outcome, account_id as "accountId", locked_until as "lockedUntil"
    from storedvalue.try_pin($1, $2, $3, $4, $5, $6, $7, $8)`

/** $1 now, $2 id, $3 states it may leave, $4 the state it gets. */
export const MOVE_ACCOUNT = `
  update storedvalue.account a set state = $4, version = version + 1
   where a.id = $2 and a.state = any($3::text[]) and (a.expires_at is null or a.expires_at > $1::timestamptz)
  returning a.id`

/** $1 id, $2 the version that was seen, $3 hash of the PIN of the next version. */
export const NEW_PIN = `
  update storedvalue.account set pin_version = pin_version + 1, pin_hash = $3, version = version + 1
   where id = $1 and pin_version = $2 returning pin_version as "pinVersion"`

/** $1 now, $2 at most. Also what came back to an expired card when a hold ended. */
export const DUE_TO_EXPIRE = `
  select id as "accountId", currency from storedvalue.account
   where expires_at <= $1 and (state <> 'expired' or balance_minor > 0) order by id limit $2 for update`

export const SET_EXPIRED = `
  update storedvalue.account set state = 'expired', version = version + 1 where id = any($1::uuid[]) and state <> 'expired'`

/** $1 the instant, $2 the zone of the books. The last entry by then that set a day says which it was. */
export const LIABILITY = `
  with open as (
    select account_id, sum(amount_minor) as spendable,
           -coalesce(sum(amount_minor) filter (where kind in ('spend_hold', 'release')), 0) as held,
           (array_agg(expires_at order by seq desc) filter (where expires_at is not null))[1] as until
      from storedvalue.entry where at <= $1 group by account_id
  )
  select a.currency, a.kind, to_char(a.issued_at at time zone $2, 'YYYY-MM') as "issuedIn",
         to_char(open.until at time zone $2, 'YYYY-MM') as "expiresIn",
         count(*)::int as accounts, sum(open.spendable)::bigint as "spendableMinor", sum(open.held)::bigint as "heldMinor"
    from open join storedvalue.account a on a.id = open.account_id
   where open.spendable <> 0 or open.held <> 0
   group by 1, 2, 3, 4 order by 1, 2, 3, 4 nulls last`

/** Accounts whose balance is not the sum of their entries; there is none. */
export const PROVE = `
  select a.id as "accountId", a.balance_minor as "balanceMinor", coalesce(e.minor, 0)::bigint as "sumMinor"
    from storedvalue.account a
    left join (select account_id, sum(amount_minor) as minor from storedvalue.entry group by account_id) e on e.account_id = a.id
   where a.balance_minor <> coalesce(e.minor, 0) limit 100`

const purchaseColumns = `p.id as "purchaseId", p.order_id as "orderId", p.line_no as "lineNo", p.account_id as "accountId", p.kind, p.state,
  p.amount_minor as "amountMinor", p.currency, p.returned_minor as "returnedMinor", p.receiver, p.is_gift as "isGift"`

/** $1 purchases as a JSON array, $2 now. */
export const INSERT_PURCHASES = `
  insert into storedvalue.purchase (id, order_id, line_no, account_id, kind, state, amount_minor, currency, receiver, is_gift, created_at)
  select "purchaseId", "orderId", "lineNo", "accountId", kind, 'waiting', "amountMinor", currency, receiver, receiver is not null, $2::timestamptz
    from json_to_recordset($1::json) as p ("purchaseId" uuid, "orderId" uuid, "lineNo" int, "accountId" uuid, kind text,
      "amountMinor" bigint, currency text, receiver jsonb)`

export const PURCHASES_OF = `
  select ${purchaseColumns} from storedvalue.purchase p where p.order_id = any($1::uuid[]) order by p.order_id, p.line_no`

export const PURCHASES_BY_ID = `select ${purchaseColumns} from storedvalue.purchase p where p.id = any($1::uuid[]) order by p.id`

/** $1 orders. What of their money went into cards and has not come back. */
export const PAID_FOR_CARDS = `
  select order_id as "orderId", sum(amount_minor - returned_minor)::bigint as minor from storedvalue.purchase
   where order_id = any($1::uuid[]) and state <> 'void' group by 1`

/** $1 accounts, for whoever writes to several in turn. */
export const LOCK_ACCOUNTS = `select 1 from storedvalue.account where id = any($1::uuid[]) order by id for update`

export const LOCK_PURCHASES = `${PURCHASES_OF} for update`

/** $1 ids with their cards and what went back as a JSON array, $2 the state, $3 now. The rows are locked. */
export const MOVE_PURCHASES = `
  update storedvalue.purchase p
     set state = $2, account_id = given.account_id, returned_minor = given.returned_minor, done_at = coalesce(p.done_at, $3::timestamptz),
         receiver = case when $2 = 'done' then p.receiver end
    from json_to_recordset($1::json) as given (id uuid, account_id uuid, returned_minor bigint) where p.id = given.id`

export const FORGET_RECEIVERS = `update storedvalue.purchase set receiver = null where id = any($1::uuid[])`

/** $1 instant, $2 at most. */
export const FORGET_OLD_RECEIVERS = `
  update storedvalue.purchase set receiver = null where id = any(array(
    select id from storedvalue.purchase where created_at < $1 and receiver is not null limit $2 for update skip locked)) returning 1`

export interface StoredCard {
  readonly accountId: string
  readonly number: string
  readonly pinVersion: number
  readonly expiresAt: Date | null
}

const batchColumns = `id as "batchId", cards, issued, amount_minor as "amountMinor", currency, expires_at as "expiresAt", note,
  created_at as "createdAt", done_at as "doneAt"`

export const INSERT_BATCH = `
  insert into storedvalue.batch (id, cards, amount_minor, currency, expires_at, note, created_at, created_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${batchColumns}`
export const BATCH_BY_ID = `select ${batchColumns} from storedvalue.batch where id = $1`
export const LOCK_BATCH = `select ${batchColumns} from storedvalue.batch where id = $1 for update`
/** $1 id of the last row seen, $2 page size. */
export const LIST_BATCHES = `
  select ${batchColumns} from storedvalue.batch where ($1::uuid is null or id < $1) order by id desc limit $2`
/** $1 batch, $2 cards more, $3 now. */
export const COUNT_ISSUED = `
  update storedvalue.batch set issued = issued + $2, done_at = case when issued + $2 = cards then $3::timestamptz end where id = $1`
/** $1 batch, $2 id of the last card seen, $3 at most. */
export const CARDS_OF = `
  select a.id as "accountId", a.number, a.pin_version as "pinVersion", a.expires_at as "expiresAt" from storedvalue.account a
   where a.batch_id = $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3`
export const FORGET_WRONG_PINS = `
  delete from storedvalue.wrong_pin where ctid = any(array(
    select ctid from storedvalue.wrong_pin where since < $1 and (locked_until is null or locked_until < $1) limit $2 for update skip locked))
  returning 1`
