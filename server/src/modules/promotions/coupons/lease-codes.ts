import { Refusal, type DeviceId, type LocationId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { CommandContext, WriteContext } from '#platform/context'
import { MAX_COLLECTED } from '../limits.ts'
import type { CouponBatchId, CouponId, Lease, LeaseId } from '../types.ts'
import { batchFor } from './batches.ts'
import { signsOf } from './code.ts'
import { digestsOf, newDigestTerms, type DigestTerms } from './digest.ts'
import {
  collectOverLeases,
  freeCodesOf,
  insertLease,
  insertLeaseCodes,
  leasesById,
  lockFreeCodes,
} from './lease-store.ts'
import { checkLasting, leaseOf, noneLeft, notLeasable, untilWhen } from './leases.ts'
import { couponFor } from './make.ts'
import { isLeasableBy } from './judge.ts'
import { collectLapsed, countUses, lockUses, standingKey, standings } from './store.ts'

export interface WantedCodes {
  /** Made by whoever asks: the same id again is the same lease. */
  readonly leaseId: LeaseId
  readonly couponId: CouponId
  readonly batchId: CouponBatchId
  /** How many codes; fewer are granted when fewer are free. */
  readonly uses: number
  readonly until: Date
  readonly deviceId: DeviceId
  readonly locationId: LocationId | null
  readonly channel: string
}

interface Sealed {
  readonly key: string
  readonly digest: Buffer
}

/**
 * Sets free codes of a batch aside for a till that may lose its network, one use of each: they count as used until the lease is settled or over, and
 * nobody else can spend them. The till gets digests of them. Commits on its own: digests are counted before any counter is locked.
 * @throws Refusal `promotions.no_such_coupon`, `promotions.no_such_batch`, `promotions.not_leasable` (generic, per customer, per period, over),
 * `promotions.none_left`, `promotions.bad_lease`.
 */
export async function grantCodes(ctx: CommandContext, wanted: WantedCodes): Promise<Lease> {
  checkLasting(wanted, ctx.now)
  const read = ctx.platform.read(ctx.actor)
  const [before] = await leasesById(read, [wanted.leaseId])
  if (before) return leaseOf(read, wanted.leaseId, wanted.deviceId)
  const batch = await batchFor(read, wanted.batchId)
  if (batch.couponId !== wanted.couponId) {
    throw new Refusal('not_found', 'promotions.no_such_batch', 'This coupon has no such batch of codes.', {
      errors: [{ pointer: '/batchId', detail: 'not of this coupon' }],
    })
  }
  const free = await freeCodesOf(read, wanted.batchId, wanted.uses)
  const terms = newDigestTerms()
  const digests = await digestsOf(
    free.map(({ number }) => signsOf(wanted.batchId, number)),
    terms,
  )
  const codes = free.flatMap(({ key }, index): Sealed[] => {
    const digest = digests[index]
    return digest ? [{ key, digest }] : []
  })
  return ctx.platform.write(ctx.actor, (write) => grant(write, wanted, codes, terms))
}

async function grant(
  ctx: WriteContext,
  wanted: WantedCodes,
  codes: readonly Sealed[],
  terms: DigestTerms,
): Promise<Lease> {
  const { couponId, batchId, leaseId } = wanted
  await lockUses(ctx, [couponId])
  const [before] = await leasesById(ctx, [leaseId])
  if (before) return leaseOf(ctx, leaseId, wanted.deviceId)
  const coupon = await couponFor(ctx, couponId)
  if (coupon.kind !== 'unique' || !isLeasableBy(coupon, wanted.channel, ctx.now)) throw notLeasable()
  const keys = codes.map(({ key }) => key)
  await collectOverLeases(ctx, [couponId], keys)
  await collectLapsed(ctx, [couponId], [], MAX_COLLECTED)
  const standing = await standings(ctx, [{ couponId, customerId: null }], null)
  const used = standing.get(standingKey(couponId, null))?.used ?? 0
  const { total } = coupon.limits
  const stillFree = await lockFreeCodes(ctx, keys)
  const granted = codes
    .filter(({ key }) => stillFree.has(key))
    .slice(0, total === null ? undefined : Math.max(0, total - used))
  if (granted.length === 0) throw noneLeft()
  const lease: Lease = {
    leaseId,
    couponId,
    promotionId: coupon.promotionId,
    code: null,
    batchId,
    deviceId: wanted.deviceId,
    locationId: wanted.locationId,
    uses: granted.length,
    spent: 0,
    until: untilWhen(coupon, wanted.until),
    state: 'open',
    grantedAt: ctx.now,
  }
  await insertLease(ctx, lease, terms)
  await insertLeaseCodes(ctx, leaseId, granted)
  await countUses(
    ctx,
    granted.map(({ key }) => ({ coupon_id: couponId, code_key: key })),
    1,
  )
  await audit(ctx, {
    action: 'promotions.lease_granted',
    subject: couponId,
    detail: { leaseId, batchId, uses: lease.uses },
  })
  return lease
}
