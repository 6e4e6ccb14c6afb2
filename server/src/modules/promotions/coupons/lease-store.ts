import type { DeviceId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { MAX_COLLECTED } from '../limits.ts'
import type { CouponBatchId, CouponId, Lease, LeaseId } from '../types.ts'
import type { DigestTerms } from './digest.ts'
import type { Fact } from './offline.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `l.id as "leaseId", l.coupon_id as "couponId",
  (select c.promotion_id from promotions.coupon c where c.id = l.coupon_id) as "promotionId",
  (select c.code from promotions.coupon c where c.id = l.coupon_id) as code, l.batch_id as "batchId",
  l.device_id as "deviceId", l.location_id as "locationId", l.uses, l.spent, l.until, l.state,
  l.granted_at as "grantedAt"`

/** `terms`: by what its codes are known; null for uses of a generic one. */
export const insertLease = (ctx: WriteContext, lease: Lease, terms: DigestTerms | null): Promise<unknown> =>
  ctx.query(
    `insert into promotions.lease
        (id, coupon_id, device_id, location_id, uses, until, state, granted_at, batch_id, salt, rounds)
     values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10)`,
    [
      lease.leaseId,
      lease.couponId,
      lease.deviceId,
      lease.locationId,
      lease.uses,
      lease.until,
      lease.grantedAt,
      lease.batchId,
      terms?.salt ?? null,
      terms?.rounds ?? null,
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

/** Leases of a till that last. */
export const openLeasesOf = (ctx: ReadContext, deviceId: DeviceId): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(
    `select ${columns} from promotions.lease l
      where l.device_id = $1 and l.state = 'open' and l.until > $2 order by l.id`,
    [deviceId, ctx.now],
  )

/** Of one coupon, newest first. */
export const leasesOfCoupon = (ctx: ReadContext, couponId: CouponId, limit: number): Promise<Lease[]> =>
  ctx.query<Plain<Lease>>(
    `select ${columns} from promotions.lease l where l.coupon_id = $1 order by l.id desc limit $2`,
    [couponId, limit],
  )

/** Changes how many uses of coupons are out; the counters must be locked. */
export const addUses = (
  ctx: WriteContext,
  changes: readonly { readonly couponId: CouponId; readonly uses: number }[],
): Promise<unknown> =>
  ctx.query(
    `update promotions.coupon_use u set used = u.used + c.uses
       from (select coupon_id, sum(uses)::int as uses from unnest($1::uuid[], $2::int[]) as c(coupon_id, uses) group by 1) c
      where u.coupon_id = c.coupon_id`,
    [changes.map(({ couponId }) => couponId), changes.map(({ uses }) => uses)],
  )

type Ending = Pick<Lease, 'leaseId' | 'couponId' | 'uses' | 'spent'>

/** Ends open leases: what was not spent of them is free again. Their counters must be locked, and they with them. */
export async function endLeases(ctx: WriteContext, leases: readonly Ending[]): Promise<void> {
  if (leases.length === 0) return
  const ids = leases.map(({ leaseId }) => leaseId)
  await ctx.query(
    `update promotions.lease set state = 'settled', settled_at = $2 where id = any($1::uuid[]) and state = 'open'`,
    [ids, ctx.now],
  )
  await ctx.query(
    `with back as (delete from promotions.lease_code where lease_id = any($1::uuid[]) returning code_key)
     update promotions.coupon_code k set used = k.used - 1 from back where k.code_key = back.code_key`,
    [ids],
  )
  await addUses(
    ctx,
    leases.map(({ couponId, uses, spent }) => ({ couponId, uses: spent - uses })),
  )
}

/**
 * Ends leases that are over and in somebody's way: of a coupon that is used up with them, or with one of these unique codes. Others are left alone, so that
 * what a till did in time is covered however late it tells of it. The counters must be locked.
 */
export async function collectOverLeases(
  ctx: WriteContext,
  couponIds: readonly CouponId[],
  codeKeys: readonly string[],
): Promise<void> {
  const over = await ctx.query<Plain<Ending>>(
    `select l.id as "leaseId", l.coupon_id as "couponId", l.uses, l.spent
       from promotions.lease l
      where l.coupon_id = any($1::uuid[]) and l.state = 'open' and l.until <= $2
        and (exists (select from promotions.coupon c join promotions.coupon_use u on u.coupon_id = c.id
                      where c.id = l.coupon_id and u.used >= c.total_limit)
             or l.id in (select k.lease_id from promotions.lease_code k where k.code_key = any($3::uuid[])))
      order by l.id limit ${MAX_COLLECTED} for update`,
    [couponIds, ctx.now, codeKeys],
  )
  await endLeases(ctx, over)
}

/** Leases that were over by then and that nobody ended, the oldest first. */
export const leasesOverSince = (ctx: ReadContext, before: Date, limit: number): Promise<Ending[]> =>
  ctx.query<Plain<Ending>>(
    `select l.id as "leaseId", l.coupon_id as "couponId", l.uses, l.spent from promotions.lease l
      where l.state = 'open' and l.until <= $1 order by l.id limit $2`,
    [before, limit],
  )

/** Codes of a batch that anybody could use now, by number; those of leases that are over are free, those of one customer never. */
export const freeCodesOf = (
  ctx: ReadContext,
  batchId: CouponBatchId,
  limit: number,
): Promise<{ key: string; number: number }[]> =>
  ctx.query(
    `select k.code_key as key, k.number from promotions.coupon_code k join promotions.coupon c on c.id = k.coupon_id
      where k.batch_id = $1 and k.customer_id is null
        and not exists (select from promotions.lease_code s join promotions.lease l on l.id = s.lease_id
                         where s.code_key = k.code_key and l.until > $3)
        and k.used - (select count(*) from promotions.lease_code s where s.code_key = k.code_key) < c.per_code
      order by k.number limit $2`,
    [batchId, limit, ctx.now],
  )

/** Which of these codes can be set aside, locked until the transaction ends; the counter of their coupon comes before. */
export const lockFreeCodes = async (
  ctx: WriteContext,
  keys: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await ctx.query<{ key: string }>(
    `select k.code_key as key from promotions.coupon_code k join promotions.coupon c on c.id = k.coupon_id
      where k.code_key = any($1::uuid[]) and k.used < c.per_code
        and not exists (select from promotions.lease_code s where s.code_key = k.code_key)
      order by k.code_key for update of k`,
    [keys],
  )
  return new Set(rows.map(({ key }) => key))
}

export const insertLeaseCodes = (
  ctx: WriteContext,
  leaseId: LeaseId,
  codes: readonly { readonly key: string; readonly digest: Buffer }[],
): Promise<unknown> =>
  ctx.query(
    `insert into promotions.lease_code (code_key, lease_id, digest)
     select key, $3, digest from unnest($1::uuid[], $2::bytea[]) as c(key, digest) order by key`,
    [codes.map(({ key }) => key), codes.map(({ digest }) => digest), leaseId],
  )

/** Codes that stand aside in these leases, of those that are asked about: "lease code". */
export const codesAside = async (
  ctx: ReadContext,
  leaseIds: readonly LeaseId[],
  keys: readonly string[],
): Promise<Set<string>> => {
  if (leaseIds.length === 0 || keys.length === 0) return new Set()
  const rows = await ctx.query<{ leaseId: LeaseId; key: string }>(
    `select lease_id as "leaseId", code_key as key from promotions.lease_code
      where lease_id = any($1::uuid[]) and code_key = any($2::uuid[])`,
    [leaseIds, keys],
  )
  return new Set(rows.map(({ leaseId, key }) => asideKey(leaseId, key)))
}

export const asideKey = (leaseId: LeaseId, codeKey: string): string => `${leaseId} ${codeKey}`

/** Until when each of these codes stands aside for a till, or is kept for its open sale; those that are not are missing. */
export const asideUntil = async (
  ctx: ReadContext,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Date>> => {
  if (keys.length === 0) return new Map()
  const rows = await ctx.query<{ key: string; until: Date }>(
    `select s.code_key as key, l.until from promotions.lease_code s join promotions.lease l on l.id = s.lease_id
      where s.code_key = any($1::uuid[]) and l.until > $2
     union all
     select r.code_key, r.expires_at from promotions.redemption r
      where r.code_key = any($1::uuid[]) and r.state = 'reserved' and r.device_id is not null and r.expires_at > $2`,
    [keys, ctx.now],
  )
  return new Map(rows.map(({ key, until }) => [key, until]))
}

/** The lease of this till that lasts and under which this unique code stands aside. */
export const leaseOfCode = async (
  ctx: ReadContext,
  deviceId: DeviceId,
  codeKey: string,
): Promise<Lease | undefined> =>
  (
    await ctx.query<Plain<Lease>>(
      `select ${columns} from promotions.lease_code s join promotions.lease l on l.id = s.lease_id
        where s.code_key = $1 and l.device_id = $2 and l.until > $3`,
      [codeKey, deviceId, ctx.now],
    )
  )[0]

/** By what a till knows the codes of these leases that are not spent. */
export const digestsOfLeases = (
  ctx: ReadContext,
  leaseIds: readonly LeaseId[],
): Promise<{ leaseId: LeaseId; salt: Buffer; rounds: number; digests: Buffer[] }[]> =>
  ctx.query(
    `select l.id as "leaseId", l.salt, l.rounds,
            array(select s.digest from promotions.lease_code s where s.lease_id = l.id order by s.digest) as digests
       from promotions.lease l where l.id = any($1::uuid[]) order by l.id`,
    [leaseIds],
  )

/** What was set aside is spent: these codes stand aside no more, and stay used. */
export const spendCodes = (ctx: WriteContext, codeKeys: readonly string[]): Promise<unknown> =>
  ctx.query(`delete from promotions.lease_code where code_key = any($1::uuid[])`, [codeKeys])

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
