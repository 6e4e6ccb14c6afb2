import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import type { Coupon, CouponId, Lease, LeaseId, OfflineUse } from '../types.ts'
import { keyOfUnique, normalise } from './code.ts'
import { addSpent, asideKey, codesAside, lockLeases, putOffline, spendCodes } from './lease-store.ts'
import { isWithin } from './leases.ts'
import {
  countUses,
  genericCoupons,
  lockUses,
  redemptionsFor,
  uniqueCodes,
  type RedemptionRow,
} from './store.ts'

/** What became of a use that happened without a network. */
export interface RecordedUse {
  readonly redemptionId: OfflineUse['redemptionId']
  /** `covered`: by a lease or by its reservation · `flagged`: beyond them · `unknown`: nobody knows the code; the sale stands. */
  readonly state: 'covered' | 'flagged' | 'unknown'
}

interface Meant {
  readonly coupon: Coupon
  readonly codeKey: string | null
}

/**
 * Records uses that happened at tills without a network, inside the transaction that records their sales: never refused, never lost, once
 * each. What neither a lease nor a reservation covers is counted too, whatever the limit, and flagged. One answer per use, in order.
 */
export async function recordOfflineUses(
  ctx: WriteContext,
  uses: readonly OfflineUse[],
): Promise<readonly RecordedUse[]> {
  if (uses.length === 0) return []
  const meant = await meanings(ctx, uses)
  const couponIds = [...meant.values()].map(({ coupon }) => coupon.couponId)
  await lockUses(ctx, [...new Set(couponIds)].sort())
  const leaseIds = leasesOf(uses)
  const leases = await lockLeases(ctx, leaseIds)
  const codeKeys = [...meant.values()].flatMap(({ codeKey }) => codeKey ?? [])
  const aside = await codesAside(ctx, leaseIds, codeKeys)
  const ids = [...new Set(uses.map(({ redemptionId }) => redemptionId))]
  const known = new Map((await redemptionsFor(ctx, ids, [])).map((row) => [row.redemptionId, row]))
  const desk = new Desk(leases, aside, ctx.now)
  const facts = new Map<string, Fact>()
  for (const use of uses) {
    const found = meant.get(normalise(use.code))
    if (!found || facts.has(use.redemptionId)) continue
    const fact = desk.judge(use, found, known.get(use.redemptionId))
    if (fact) facts.set(use.redemptionId, fact)
  }
  await write(ctx, [...facts.values()])
  return uses.map(({ redemptionId, orderId, code }): RecordedUse => {
    if (!meant.has(normalise(code))) {
      emit(ctx, { type: 'promotions.unknown_code_used', subject: orderId, data: { redemptionId } })
      return { redemptionId, state: 'unknown' }
    }
    const before = known.get(redemptionId)
    const isOfAnother = before?.state === 'committed' && before.orderId !== orderId
    const flagged = isOfAnother || (facts.get(redemptionId)?.beyondLease ?? before?.beyondLease ?? false)
    return { redemptionId, state: flagged ? 'flagged' : 'covered' }
  })
}

/**
 * Locks all counters and leases that committing these reservations and recording these offline uses in one transaction may ask for. Call it before
 * both, and give its answer to `commitRedemptions`: else the second would wait for a counter while the first has locked reservations, and who has a
 * counter may wait for one of those. Answers whose counters are locked; undefined: nothing was used offline, and nothing is locked.
 */
export async function lockCounters(
  ctx: WriteContext,
  reservations: readonly OfflineUse['redemptionId'][],
  uses: readonly Pick<OfflineUse, 'code' | 'leaseId'>[],
): Promise<ReadonlySet<CouponId> | undefined> {
  if (uses.length === 0) return undefined
  const [meant, rows] = await Promise.all([meanings(ctx, uses), redemptionsFor(ctx, reservations, [])])
  const ofUses = [...meant.values()].map(({ coupon }) => coupon.couponId)
  const ofExpired = rows.flatMap(({ couponId, state }) => (state === 'expired' ? couponId : []))
  const counters = new Set([...ofUses, ...ofExpired])
  await lockUses(ctx, [...counters].sort())
  await lockLeases(ctx, leasesOf(uses))
  return counters
}

const leasesOf = (uses: readonly Pick<OfflineUse, 'leaseId'>[]): LeaseId[] =>
  [...new Set(uses.flatMap(({ leaseId }) => leaseId ?? []))].sort()

async function meanings(
  ctx: WriteContext,
  uses: readonly Pick<OfflineUse, 'code'>[],
): Promise<Map<string, Meant>> {
  const keys = [...new Set(uses.map(({ code }) => normalise(code)))]
  const unique = keys.map((key) => [key, keyOfUnique(key)] as const)
  const [generic, codes] = await Promise.all([
    genericCoupons(ctx, keys, keys.length),
    uniqueCodes(
      ctx,
      unique.flatMap(([, codeKey]) => codeKey ?? []),
    ),
  ])
  return new Map([
    ...unique.flatMap(([key, codeKey]): [string, Meant][] => {
      const found = codeKey === undefined ? undefined : codes.get(codeKey)
      return found && codeKey !== undefined ? [[key, { coupon: found.coupon, codeKey }]] : []
    }),
    ...[...generic].map(([key, coupon]): [string, Meant] => [key, { coupon, codeKey: null }]),
  ])
}

/** A use as it is written. */
export interface Fact extends OfflineUse, Meant {
  readonly beyondLease: boolean
  /** Whether the counter of the coupon does not have it yet. */
  readonly uncounted: boolean
}

class Desk {
  readonly leases: ReadonlyMap<LeaseId, Lease>
  readonly left: Map<LeaseId, number>
  /** Unique codes that stand aside: see `asideKey`. */
  readonly aside: Set<string>
  readonly now: Date

  constructor(leases: readonly Lease[], aside: Set<string>, now: Date) {
    this.now = now
    this.aside = aside
    this.leases = new Map(leases.map((lease) => [lease.leaseId, lease]))
    this.left = new Map(leases.map((lease) => [lease.leaseId, lease.uses - lease.spent]))
  }

  /** Undefined: it is recorded already. */
  judge(use: OfflineUse, meant: Meant, before: RedemptionRow | undefined): Fact | undefined {
    if (before?.state === 'committed') return undefined
    if (before?.state === 'reserved')
      return { ...use, ...meant, leaseId: null, beyondLease: false, uncounted: false }
    const lease = before || use.leaseId === null ? undefined : this.leases.get(use.leaseId)
    const left = lease ? (this.left.get(lease.leaseId) ?? 0) : 0
    const covered =
      lease?.state === 'open' &&
      lease.couponId === meant.coupon.couponId &&
      isWithin(lease, use.at, this.now) &&
      left > 0 &&
      // Of unique codes those very ones, each once.
      (meant.codeKey === null || this.aside.delete(asideKey(lease.leaseId, meant.codeKey)))
    if (!covered) return { ...use, ...meant, leaseId: null, beyondLease: true, uncounted: true }
    this.left.set(lease.leaseId, left - 1)
    return { ...use, ...meant, leaseId: lease.leaseId, beyondLease: false, uncounted: false }
  }
}

async function write(ctx: WriteContext, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  const uncounted = facts.filter((fact) => fact.uncounted)
  await Promise.all([
    putOffline(ctx, facts),
    countUses(
      ctx,
      uncounted.map(({ coupon, codeKey }) => ({ coupon_id: coupon.couponId, code_key: codeKey })),
      1,
    ),
    addSpent(
      ctx,
      facts.flatMap(({ leaseId }) => leaseId ?? []),
    ),
    spendCodes(
      ctx,
      facts.flatMap(({ leaseId, codeKey }) => (leaseId === null ? [] : (codeKey ?? []))),
    ),
  ])
  for (const { orderId, redemptionId, coupon, beyondLease } of facts) {
    emit(ctx, {
      type: 'promotions.coupon_redeemed',
      subject: orderId,
      data: { redemptionId, couponId: coupon.couponId, promotionId: coupon.promotionId, beyondLease },
    })
  }
}
