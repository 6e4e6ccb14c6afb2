import { Refusal, type DeviceId, type LocationId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { MAX_CLOCK_SKEW_MS, MAX_COLLECTED, MAX_LEASE_MS, MAX_LEASED } from '../limits.ts'
import type { Coupon, Lease, LeaseId, OfflineUse, PromotionId } from '../types.ts'
import { keyOfUnique, normalise } from './code.ts'
import { isLeasableBy } from './judge.ts'
import {
  addUses,
  codesAside,
  collectOverLeases,
  endLeases,
  insertLease,
  leaseOfCode,
  leasesById,
  lockLeases,
} from './lease-store.ts'
import { collectLapsed, genericCoupons, lockUses, standingKey, standings, uniqueCodes } from './store.ts'

export interface WantedLease {
  /** Made by the till: the same id again is the same lease. */
  readonly leaseId: LeaseId
  readonly code: string
  readonly uses: number
  readonly until: Date
  readonly deviceId: DeviceId
  readonly locationId: LocationId | null
  readonly channel: string
}

/**
 * Sets uses of a generic coupon aside for a till that may lose its network: they count as used until they are settled. Grants fewer than asked
 * when fewer are left.
 * @throws Refusal `coupons.unknown`, `promotions.not_leasable` (unique, per customer, over), `promotions.none_left`, `promotions.bad_lease`.
 */
export async function grantLease(ctx: WriteContext, wanted: WantedLease): Promise<Lease> {
  checkLasting(wanted, ctx.now)
  const coupon = (await genericCoupons(ctx, [normalise(wanted.code)], 1)).values().next().value
  if (!coupon && !(await isUnique(ctx, wanted.code))) {
    throw new Refusal('unprocessable', 'coupons.unknown', 'There is no such code. Check how it was typed.', {
      errors: [{ pointer: '/code', detail: 'unknown' }],
    })
  }
  if (!coupon || !isLeasableBy(coupon, wanted.channel, ctx.now)) throw notLeasable()
  await lockUses(ctx, [coupon.couponId])
  const [before] = await leasesById(ctx, [wanted.leaseId])
  if (before) return leaseOf(ctx, wanted.leaseId, wanted.deviceId)
  await collectOverLeases(ctx, [coupon.couponId], [])
  await collectLapsed(ctx, [coupon.couponId], [], MAX_COLLECTED)
  const { total } = coupon.limits
  const standing = await standings(ctx, [{ couponId: coupon.couponId, customerId: null }], null)
  const used = standing.get(standingKey(coupon.couponId, null))?.used ?? 0
  const uses = total === null ? wanted.uses : Math.min(wanted.uses, total - used)
  if (uses < 1) throw noneLeft()
  const lease: Lease = {
    leaseId: wanted.leaseId,
    couponId: coupon.couponId,
    promotionId: coupon.promotionId,
    code: coupon.code ?? wanted.code,
    batchId: null,
    deviceId: wanted.deviceId,
    locationId: wanted.locationId,
    uses,
    spent: 0,
    until: untilWhen(coupon, wanted.until),
    state: 'open',
    grantedAt: ctx.now,
  }
  await insertLease(ctx, lease, null)
  await addUses(ctx, [{ couponId: coupon.couponId, uses }])
  await audit(ctx, {
    action: 'promotions.lease_granted',
    subject: coupon.couponId,
    detail: { leaseId: lease.leaseId, uses },
  })
  return lease
}

async function isUnique(ctx: ReadContext, code: string): Promise<boolean> {
  const key = keyOfUnique(code)
  return key !== undefined && (await uniqueCodes(ctx, [key])).has(key)
}

/** @throws Refusal `promotions.bad_lease`. */
export function checkLasting({ uses, until }: Pick<WantedLease, 'uses' | 'until'>, now: Date): void {
  const lasts = until.getTime() - now.getTime()
  if (uses >= 1 && uses <= MAX_LEASED && lasts > 0 && lasts <= MAX_LEASE_MS) return
  throw new Refusal(
    'invalid',
    'promotions.bad_lease',
    `A lease is for 1 to ${MAX_LEASED} uses and at most ${MAX_LEASE_MS} ms.`,
  )
}

export const notLeasable = (): Refusal =>
  new Refusal(
    'conflict',
    'promotions.not_leasable',
    'Only codes without limits per customer or period that count at this till can be used without a network: a generic one, or unique ones of a batch.',
  )

export const noneLeft = (): Refusal =>
  new Refusal('conflict', 'promotions.none_left', 'No use of this code is left to set aside.')

/** A lease never outlasts its coupon. */
export const untilWhen = ({ validUntil }: Coupon, until: Date): Date =>
  validUntil && validUntil < until ? validUntil : until

/**
 * A lease of this device, or of any (null).
 * @throws Refusal `promotions.no_such_lease`, also for a lease of another device.
 */
export async function leaseOf(ctx: ReadContext, leaseId: LeaseId, deviceId: DeviceId | null): Promise<Lease> {
  const [lease] = await leasesById(ctx, [leaseId])
  if (lease && (deviceId === null || lease.deviceId === deviceId)) return lease
  throw new Refusal('not_found', 'promotions.no_such_lease', 'There is no such lease of this device.')
}

/** The lease of this till under which this unique code stands aside; undefined: there is none, or it is over. */
export async function leaseWithCode(
  ctx: ReadContext,
  deviceId: DeviceId,
  code: string,
): Promise<Lease | undefined> {
  const key = keyOfUnique(code)
  return key === undefined ? undefined : leaseOfCode(ctx, deviceId, key)
}

/**
 * What this code opens when a lease of this till covers a use of it at that instant; undefined: it is settled, over or spent, or of another code.
 * @throws Refusal `promotions.no_such_lease`.
 */
export async function coveredBy(
  ctx: ReadContext,
  { leaseId, code, at }: Pick<OfflineUse, 'code' | 'at'> & { readonly leaseId: LeaseId },
  deviceId: DeviceId | null,
): Promise<PromotionId | undefined> {
  const lease = await leaseOf(ctx, leaseId, deviceId)
  if (lease.state !== 'open' || lease.spent >= lease.uses || !isWithin(lease, at, ctx.now)) return undefined
  if (lease.code !== null) return normalise(lease.code) === normalise(code) ? lease.promotionId : undefined
  const key = keyOfUnique(code)
  const isAside = key !== undefined && (await codesAside(ctx, [leaseId], [key])).size > 0
  return isAside ? lease.promotionId : undefined
}

/** The till says when it was: not before the lease was granted, nor after now, but for two clocks that differ. */
export const isWithin = (lease: Lease, at: Date, now: Date): boolean =>
  at < lease.until &&
  at.getTime() >= lease.grantedAt.getTime() - MAX_CLOCK_SKEW_MS &&
  at.getTime() <= now.getTime() + MAX_CLOCK_SKEW_MS

/**
 * Ends a lease: what was not spent can be used by others again. What the till still tells of it later is recorded as beyond the lease.
 * @throws Refusal `promotions.no_such_lease`, also for a lease of another device.
 */
export async function settleLease(
  ctx: WriteContext,
  leaseId: LeaseId,
  deviceId: DeviceId | null,
): Promise<Lease> {
  const seen = await leaseOf(ctx, leaseId, deviceId)
  await lockUses(ctx, [seen.couponId])
  const [lease = seen] = await lockLeases(ctx, [leaseId])
  if (lease.state === 'settled') return lease
  await endLeases(ctx, [lease])
  await audit(ctx, {
    action: 'promotions.lease_settled',
    subject: lease.couponId,
    detail: { leaseId, uses: lease.uses, spent: lease.spent },
  })
  return { ...lease, state: 'settled' }
}
