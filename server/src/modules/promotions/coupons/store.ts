import type { CustomerId, OrderId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { Coupon, CouponId, PromotionId, Redemption, RedemptionId } from '../types.ts'

interface CouponRow extends Record<string, unknown> {
  readonly id: CouponId
  readonly promotion_id: PromotionId
  readonly kind: Coupon['kind']
  readonly name: string
  readonly code: string | null
  readonly code_key: string | null
  readonly total_limit: number | null
  readonly per_code: number
  readonly per_customer: number | null
  readonly period_days: number | null
  readonly period_total: number | null
  readonly period_per_customer: number | null
  readonly valid_from: Date | null
  readonly valid_until: Date | null
  readonly channels: readonly string[] | null
  readonly state: Coupon['state']
  readonly version: number
}

export const couponColumns = `c.id, c.promotion_id, c.kind, c.name, c.code, c.code_key, c.total_limit, c.per_code, c.per_customer,
  c.period_days, c.period_total, c.period_per_customer, c.valid_from, c.valid_until, c.channels, c.state, c.version`

export const couponFrom = (row: CouponRow): Coupon => ({
  couponId: row.id,
  promotionId: row.promotion_id,
  kind: row.kind,
  name: row.name,
  code: row.code,
  limits: {
    total: row.total_limit,
    perCode: row.per_code,
    perCustomer: row.per_customer,
    period:
      row.period_days === null
        ? null
        : { days: row.period_days, total: row.period_total, perCustomer: row.period_per_customer },
  },
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  channels: row.channels,
  state: row.state,
  version: row.version,
})

/** Generic coupons by the keys of their codes. */
export const genericCoupons = async (
  ctx: ReadContext,
  keys: readonly string[] | null,
  limit: number,
): Promise<Map<string, Coupon>> => {
  const rows = await ctx.query<CouponRow>(
    `select ${couponColumns} from promotions.coupon c
      where c.kind = 'generic' and c.state <> 'archived' and ($1::text[] is null or c.code_key = any($1))
      order by c.id limit $2`,
    [keys, limit],
  )
  return new Map(rows.map((row) => [row.code_key ?? '', couponFrom(row)]))
}

export interface UniqueCode {
  readonly coupon: Coupon
  /** The only customer who may use it. */
  readonly customerId: CustomerId | null
  readonly used: number
}

/** Unique codes by their keys, with the terms of their coupon. `lapsedBy`: see `standings`. */
export const uniqueCodes = async (
  ctx: ReadContext,
  keys: readonly string[],
  lapsedBy: Date | null = null,
): Promise<Map<string, UniqueCode>> => {
  if (keys.length === 0) return new Map()
  const rows = await ctx.query<CouponRow & { key: string; customer_id: CustomerId | null; used: number }>(
    `select ${couponColumns}, k.code_key as key, k.customer_id,
            (k.used - case when $2::timestamptz is null or k.used = 0 then 0 else
              (select count(*) from promotions.redemption r
                where r.coupon_id = k.coupon_id and r.code_key = k.code_key and r.state = 'reserved' and r.expires_at <= $2)
              + (select count(*) from promotions.lease_code s join promotions.lease l on l.id = s.lease_id
                  where s.code_key = k.code_key and l.until <= $2)
              end)::int as used
       from promotions.coupon_code k join promotions.coupon c on c.id = k.coupon_id
      where k.code_key = any($1::uuid[])`,
    [keys, lapsedBy],
  )
  return new Map(
    rows.map((row) => [row.key, { coupon: couponFrom(row), customerId: row.customer_id, used: row.used }]),
  )
}

/** Locks the counters of these coupons, in the order of their ids, until the transaction ends. */
export const lockUses = (ctx: WriteContext, couponIds: readonly CouponId[]): Promise<unknown> =>
  ctx.query(
    `select coupon_id from promotions.coupon_use where coupon_id = any($1::uuid[]) order by coupon_id for update`,
    [couponIds],
  )

/** Locks those counters that nobody else has locked; never waits. */
export const lockFreeUses = async (
  ctx: WriteContext,
  couponIds: readonly CouponId[],
): Promise<Set<CouponId>> => {
  const rows = await ctx.query<{ coupon_id: CouponId }>(
    `select coupon_id from promotions.coupon_use where coupon_id = any($1::uuid[]) order by coupon_id
        for update skip locked`,
    [couponIds],
  )
  return new Set(rows.map((row) => row.coupon_id))
}

/**
 * Takes back what baskets let lapse. The counters must be locked. A reservation that somebody is committing at this moment is left
 * alone, and still counts.
 */
export async function collectLapsed(
  ctx: WriteContext,
  couponIds: readonly CouponId[],
  except: readonly RedemptionId[],
  limit: number,
): Promise<number> {
  const ended = await ctx.query<Given>(
    `update promotions.redemption set state = 'expired', ended_at = $2
      where id = any(array(
        select id from promotions.redemption
         where coupon_id = any($1::uuid[]) and state = 'reserved' and expires_at <= $2 and id <> all($3::uuid[])
         order by id limit $4 for update skip locked))
      returning coupon_id, code_key`,
    [couponIds, ctx.now, except, limit],
  )
  await countUses(ctx, ended, -1)
  return ended.length
}

/** A use of a coupon, and of one of its unique codes. */
export interface Given extends Record<string, unknown> {
  readonly coupon_id: CouponId
  readonly code_key: string | null
}

/** Counts uses that were given (1) or came back (-1); the counters of the coupons must be locked. */
export async function countUses(ctx: WriteContext, uses: readonly Given[], sign: 1 | -1): Promise<void> {
  if (uses.length === 0) return
  const coupons = [...Map.groupBy(uses, (use) => use.coupon_id)].map(
    ([id, of]) => [id, of.length * sign] as const,
  )
  const codes = uses.flatMap(({ code_key: key }) => key ?? []).sort()
  await Promise.all([
    ctx.query(
      `update promotions.coupon_use u set used = u.used + g.uses
         from unnest($1::uuid[], $2::int[]) as g(coupon_id, uses) where u.coupon_id = g.coupon_id`,
      [coupons.map(([id]) => id), coupons.map(([, count]) => count)],
    ),
    codes.length > 0 &&
      ctx.query(
        `update promotions.coupon_code k set used = k.used + g.uses
           from (select code_key, count(*)::int * $2 as uses from unnest($1::uuid[]) as code_key group by 1) g
          where k.code_key = g.code_key`,
        [codes, sign],
      ),
  ])
}

/** How much of a coupon is out; for whom there is no customer those counts are 0. */
export interface Standing {
  used: number
  byCustomer: number
  inPeriod: number
  byCustomerInPeriod: number
}

export const standingKey = (couponId: CouponId, customerId: CustomerId | null): string =>
  `${couponId} ${customerId ?? ''}`

/**
 * How these coupons stand for these customers. `lapsedBy`: reservations that lapsed and leases that were over by then do not count; under a lock pass null,
 * because what was not collected may still be committed.
 */
export async function standings(
  ctx: ReadContext,
  asked: readonly { readonly couponId: CouponId; readonly customerId: CustomerId | null }[],
  lapsedBy: Date | null,
): Promise<Map<string, Standing>> {
  const pairs = [
    ...new Map(asked.map((pair) => [standingKey(pair.couponId, pair.customerId), pair])).values(),
  ]
  if (pairs.length === 0) return new Map()
  const rows = await ctx.query<{
    coupon_id: CouponId
    customer_id: CustomerId | null
    used: number
    lapsed: number
    by_customer: number
    in_period: number
    by_customer_in_period: number
  }>(
    `select a.coupon_id, a.customer_id, u.used,
            (case when $3::timestamptz is null then 0 else
              (select count(*) from promotions.redemption r
                where r.coupon_id = a.coupon_id and r.state = 'reserved' and r.expires_at <= $3)
              + (select coalesce(sum(l.uses - l.spent), 0) from promotions.lease l
                  where l.coupon_id = a.coupon_id and l.state = 'open' and l.until <= $3) end)::int as lapsed,
            (select count(*) from promotions.redemption r
              where r.coupon_id = a.coupon_id and r.customer_id = a.customer_id and r.state in ('reserved', 'committed')
                and (r.state = 'committed' or $3::timestamptz is null or r.expires_at > $3))::int as by_customer,
            (case when c.period_total is null then 0 else
              (select count(*) from (select from promotions.redemption r
                where r.coupon_id = a.coupon_id and r.state in ('reserved', 'committed')
                  and r.taken_at > $4::timestamptz - c.period_days * interval '1 day'
                  and (r.state = 'committed' or $3::timestamptz is null or r.expires_at > $3)
                limit c.period_total) recent) end)::int as in_period,
            (case when c.period_per_customer is null then 0 else
              (select count(*) from promotions.redemption r
                where r.coupon_id = a.coupon_id and r.customer_id = a.customer_id and r.state in ('reserved', 'committed')
                  and r.taken_at > $4::timestamptz - c.period_days * interval '1 day'
                  and (r.state = 'committed' or $3::timestamptz is null or r.expires_at > $3)) end)::int
              as by_customer_in_period
       from unnest($1::uuid[], $2::uuid[]) as a(coupon_id, customer_id)
       join promotions.coupon c on c.id = a.coupon_id
       join promotions.coupon_use u on u.coupon_id = a.coupon_id`,
    [pairs.map((pair) => pair.couponId), pairs.map((pair) => pair.customerId), lapsedBy, ctx.now],
  )
  return new Map(
    rows.map((row) => [
      standingKey(row.coupon_id, row.customer_id),
      {
        used: row.used - row.lapsed,
        byCustomer: row.by_customer,
        inPeriod: row.in_period,
        byCustomerInPeriod: row.by_customer_in_period,
      },
    ]),
  )
}

/** A redemption with the key of its unique code. */
export type RedemptionRow = Redemption & { readonly codeKey: string | null }

const redemptionColumns = `r.id as "redemptionId", r.coupon_id as "couponId",
  (select c.promotion_id from promotions.coupon c where c.id = r.coupon_id) as "promotionId", r.code_key as "codeKey", r.code,
  r.cart_id as "cartId", r.customer_id as "customerId", r.channel, r.order_id as "orderId", r.lease_id as "leaseId",
  r.device_id as "deviceId", r.state,
  r.taken_at as "takenAt", r.expires_at as "expiresAt", r.committed_at as "committedAt", r.beyond_lease as "beyondLease"`

type Plain<T> = { [K in keyof T]: T[K] }

/** Those with these ids, and everything that these baskets have reserved. */
export const redemptionsFor = (
  ctx: ReadContext,
  ids: readonly RedemptionId[],
  cartIds: readonly string[],
): Promise<RedemptionRow[]> =>
  ctx.query<Plain<RedemptionRow>>(
    `select ${redemptionColumns} from promotions.redemption r where r.id = any($1::uuid[])
      union
     select ${redemptionColumns} from promotions.redemption r where r.cart_id = any($2::uuid[]) and r.state = 'reserved'`,
    [ids, cartIds],
  )

/** Locks them in the order of their ids, until the transaction ends. */
export const lockRedemptions = (ctx: WriteContext, ids: readonly RedemptionId[]): Promise<RedemptionRow[]> =>
  ctx.query<Plain<RedemptionRow>>(
    `select ${redemptionColumns} from promotions.redemption r where r.id = any($1::uuid[]) order by r.id for update`,
    [ids],
  )

/** Uses of these orders that stand, offline ones included. */
export const redemptionsOfOrders = (
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<RedemptionRow[]> =>
  ctx.query<Plain<RedemptionRow>>(
    `select ${redemptionColumns} from promotions.redemption r
      where r.order_id = any($1::uuid[]) and r.state = 'committed' order by r.id`,
    [orderIds],
  )

/** Uses of one coupon, newest first; their ids are those of commands and tell no order. `before`: the last one of the page before. */
export const redemptionsOfCoupon = (
  ctx: ReadContext,
  couponId: CouponId,
  before: { readonly takenAt: string; readonly id: string } | null,
  limit: number,
): Promise<RedemptionRow[]> =>
  ctx.query<Plain<RedemptionRow>>(
    `select ${redemptionColumns} from promotions.redemption r
      where r.coupon_id = $1 and ($2::timestamptz is null or (r.taken_at, r.id) < ($2, $3::uuid))
      order by r.taken_at desc, r.id desc limit $4`,
    [couponId, before?.takenAt ?? null, before?.id ?? null, limit],
  )

/** What is written of a use that was taken; over one that ran out, where it is there. */
export const putReserved = (
  ctx: WriteContext,
  taken: readonly Omit<
    RedemptionRow,
    'promotionId' | 'orderId' | 'leaseId' | 'state' | 'committedAt' | 'beyondLease'
  >[],
): Promise<unknown> =>
  ctx.query(
    `insert into promotions.redemption as r
        (id, coupon_id, code_key, code, cart_id, customer_id, channel, state, taken_at, expires_at, device_id)
     select id, coupon_id, code_key, code, cart_id, customer_id, channel, 'reserved', taken_at, expires_at, device_id
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[],
                   $9::timestamptz[], $10::uuid[])
            as t(id, coupon_id, code_key, code, cart_id, customer_id, channel, taken_at, expires_at, device_id)
      order by id
     on conflict (id) do update
        set state = 'reserved', cart_id = excluded.cart_id, customer_id = excluded.customer_id, taken_at = excluded.taken_at,
            expires_at = excluded.expires_at, ended_at = null
      where r.state = 'expired'`,
    [
      taken.map((use) => use.redemptionId),
      taken.map((use) => use.couponId),
      taken.map((use) => use.codeKey),
      taken.map((use) => use.code),
      taken.map((use) => use.cartId),
      taken.map((use) => use.customerId),
      taken.map((use) => use.channel),
      taken.map((use) => use.takenAt),
      taken.map((use) => use.expiresAt),
      taken.map((use) => use.deviceId),
    ],
  )

/** Lets reservations last until then, but no longer than `capMs` after they were taken. */
export const extendReserved = (
  ctx: WriteContext,
  ids: readonly RedemptionId[],
  until: Date,
  capMs: number,
): Promise<{ redemptionId: RedemptionId; expiresAt: Date }[]> =>
  ctx.query(
    `update promotions.redemption r
        set expires_at = greatest(r.expires_at, least($2::timestamptz, r.taken_at + $3::int8 * interval '1 ms'))
      where r.id = any(array(select id from promotions.redemption where id = any($1::uuid[]) order by id for update))
        and r.state = 'reserved'
      returning r.id as "redemptionId", r.expires_at as "expiresAt"`,
    [ids, until, capMs],
  )

/** Reserved ones, and those that ran out and are taken again, become uses of their orders. */
export const commitReserved = (
  ctx: WriteContext,
  uses: readonly { readonly redemptionId: RedemptionId; readonly orderId: OrderId }[],
): Promise<unknown> =>
  ctx.query(
    `update promotions.redemption r set state = 'committed', order_id = u.order_id, committed_at = $3, ended_at = null
       from unnest($1::uuid[], $2::uuid[]) as u(id, order_id)
      where r.id = u.id and r.state in ('reserved', 'expired')`,
    [uses.map((use) => use.redemptionId), uses.map((use) => use.orderId), ctx.now],
  )

/** Gives back uses that are in one of these states; answers which they were. The counters must be locked. */
export const endRedemptions = (
  ctx: WriteContext,
  ids: readonly RedemptionId[],
  from: 'reserved' | 'committed',
): Promise<(Given & { readonly id: RedemptionId })[]> =>
  ctx.query(
    `update promotions.redemption set state = 'released', ended_at = $2, committed_at = null
      where id = any(array(select id from promotions.redemption where id = any($1::uuid[]) order by id for update))
        and state = $3
      returning id, coupon_id, code_key`,
    [ids, ctx.now, from],
  )
