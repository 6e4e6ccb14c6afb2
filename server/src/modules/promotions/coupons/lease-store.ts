import type { DeviceId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { CouponId, Lease, LeaseId } from '../types.ts'
import type { Fact } from './offline.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `l.id as "leaseId", l.coupon_id as "couponId",
  (select c.promotion_id from promotions.coupon c where c.id = l.coupon_id) as "promotionId",
  (select c.code from promotions.coupon c where c.id = l.coupon_id) as code,
  l.device_id as "deviceId", l.location_id as "locationId", l.uses, l.spent, l.until, l.state,
  l.granted_at as "grantedAt"`

export const insertLease = (ctx: WriteContext, lease: Lease): Promise<unknown> =>
  ctx.query(
    `insert into promotions.lease (id, coupon_id, device_id, location_id, uses, until, state, granted_at)
     values ($1, $2, $3, $4, $5, $6, 'open', $7)`,
    [
      lease.leaseId,
      lease.couponId,
      lease.deviceId,
      lease.locationId,
      lease.uses,
      lease.until,
      lease.grantedAt,
    ],
  )

export const leasesById = (ctx: ReadContext, ids: readonly LeaseId[]): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(`select ${columns} from promotions.lease l where l.id = any($1::uuid[])`, [ids])

/** Locks them in the order of their ids, until the transaction ends; counters come before. */
export const lockLeases = (ctx: WriteContext, ids: readonly LeaseId[]): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(
    `select ${columns} from promotions.lease l where l.id = any($1::uuid[]) order by l.id for update`,
    [ids],
  )

/** Open leases of a till. */
export const openLeasesOf = (ctx: ReadContext, deviceId: DeviceId): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(
    `select ${columns} from promotions.lease l where l.device_id = $1 and l.state = 'open' order by l.id`,
    [deviceId],
  )

/** Of one coupon, newest first. */
export const leasesOfCoupon = (ctx: ReadContext, couponId: CouponId, limit: number): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(
    `select ${columns} from promotions.lease l where l.coupon_id = $1 order by l.id desc limit $2`,
    [couponId, limit],
  )

export const markSettled = (ctx: WriteContext, leaseId: LeaseId): Promise<unknown> =>
  ctx.query(`update promotions.lease set state = 'settled', settled_at = $2 where id = $1`, [
    leaseId,
    ctx.now,
  ])

/** Changes how many uses of coupons are out; the counters must be locked. */
export const addUses = (
  ctx: WriteContext,
  changes: readonly { readonly couponId: CouponId; readonly uses: number }[],
): Promise<unknown> =>
  ctx.query(
    `update promotions.coupon_use u set used = u.used + c.uses
       from unnest($1::uuid[], $2::int[]) as c(coupon_id, uses) where u.coupon_id = c.coupon_id`,
    [changes.map(({ couponId }) => couponId), changes.map(({ uses }) => uses)],
  )

/** One use of each of these leases; one that is named twice spent two. */
export const addSpent = (ctx: WriteContext, leaseIds: readonly LeaseId[]): Promise<unknown> =>
  ctx.query(
    `update promotions.lease l set spent = l.spent + s.uses
       from (select id, count(*)::int as uses from unnest($1::uuid[]) as id group by id) s where l.id = s.id`,
    [leaseIds],
  )

/** Writes what happened; over a reservation of the same id that is no use yet. */
export const putOffline = (ctx: WriteContext, facts: readonly Fact[]): Promise<unknown> =>
  ctx.query(
    `insert into promotions.redemption as r
        (id, coupon_id, code_key, code, customer_id, channel, order_id, lease_id, state, taken_at, expires_at, committed_at,
         beyond_lease)
     select id, coupon_id, code_key, code, customer_id, channel, order_id, lease_id, 'committed', at, at, at, beyond
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[],
                   $9::timestamptz[], $10::bool[])
            as f(id, coupon_id, code_key, code, customer_id, channel, order_id, lease_id, at, beyond)
      order by id
     on conflict (id) do update
        set state = 'committed', order_id = excluded.order_id, committed_at = excluded.committed_at, ended_at = null,
            beyond_lease = excluded.beyond_lease
      where r.state <> 'committed'`,
    [
      facts.map((fact) => fact.redemptionId),
      facts.map((fact) => fact.coupon.couponId),
      facts.map((fact) => fact.codeKey),
      facts.map((fact) => fact.coupon.code ?? fact.code.trim().toUpperCase()),
      facts.map((fact) => fact.customerId),
      facts.map((fact) => fact.channel),
      facts.map((fact) => fact.orderId),
      facts.map((fact) => fact.leaseId),
      facts.map((fact) => fact.at),
      facts.map((fact) => fact.beyondLease),
    ],
  )
