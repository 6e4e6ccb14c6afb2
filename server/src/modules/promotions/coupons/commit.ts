import { invariant, type OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { MAX_COLLECTED } from '../limits.ts'
import type { CommittedOrder, Coupon, CouponId, RedemptionOfOrder, RefusedCoupon } from '../types.ts'
import { obstacleOfLimits, refuse } from './judge.ts'
import { collectOverLeases } from './lease-store.ts'
import { couponsById } from './read.ts'
import {
  collectLapsed,
  commitReserved,
  countUses,
  lockFreeUses,
  lockRedemptions,
  lockUses,
  redemptionsFor,
  standingKey,
  standings,
  uniqueCodes,
  type RedemptionRow,
  type Standing,
} from './store.ts'

type Gone = RefusedCoupon & { readonly redemptionId: RedemptionRow['redemptionId'] }

/**
 * Makes reservations uses of their orders, inside the transaction of the orders: all of an order or none, one answer per order, in order of
 * appearance. A reservation that ran out is taken again while there is a use left; otherwise the answer says why it is gone. In the usual case no
 * counter is touched, so orders do not wait for each other. Once per transaction. `counters`: what `lockCounters` has locked before.
 */
export async function commitRedemptions(
  ctx: WriteContext,
  wanted: readonly RedemptionOfOrder[],
  counters?: ReadonlySet<CouponId>,
): Promise<readonly CommittedOrder[]> {
  if (wanted.length === 0) return []
  const ids = wanted.map(({ redemptionId }) => redemptionId)
  invariant(new Set(ids).size === ids.length, 'a redemption is committed once per call')
  // Counters are locked before reservations, as everybody does; those that turn up late are only taken when nobody has them.
  const locked = counters ?? (await lockCountersOfExpired(ctx, ids))
  const rows = new Map((await lockRedemptions(ctx, ids)).map((row) => [row.redemptionId, row]))
  const expired = [...rows.values()].filter(isExpired)
  const room = await roomFor(ctx, expired, locked, ids)
  const answers = [...Map.groupBy(wanted, ({ orderId }) => orderId)].map(([orderId, uses]) =>
    decide(orderId, uses, rows, room),
  )
  await write(ctx, wanted, answers, rows)
  return answers
}

async function lockCountersOfExpired(
  ctx: WriteContext,
  ids: readonly RedemptionRow['redemptionId'][],
): Promise<ReadonlySet<CouponId>> {
  const seen = (await redemptionsFor(ctx, ids, [])).filter(isExpired).map(({ couponId }) => couponId)
  if (seen.length > 0) await lockUses(ctx, [...new Set(seen)].sort())
  return new Set(seen)
}

const isExpired = (row: RedemptionRow): boolean => row.state === 'expired'

/** What is left of coupons whose reservations ran out. */
interface Room {
  readonly locked: ReadonlySet<CouponId>
  readonly coupons: ReadonlyMap<CouponId, Coupon>
  readonly standing: ReadonlyMap<string, Standing>
  readonly usedCodes: Map<string, number>
}

async function roomFor(
  ctx: WriteContext,
  expired: readonly RedemptionRow[],
  locked: ReadonlySet<CouponId>,
  ids: Parameters<typeof collectLapsed>[2],
): Promise<Room> {
  const couponIds = [...new Set(expired.map(({ couponId }) => couponId))].sort()
  if (couponIds.length === 0) return { locked, coupons: new Map(), standing: new Map(), usedCodes: new Map() }
  const late = couponIds.filter((couponId) => !locked.has(couponId))
  const all = late.length === 0 ? locked : new Set([...locked, ...(await lockFreeUses(ctx, late))])
  await collectOverLeases(
    ctx,
    [...all],
    expired.flatMap(({ codeKey }) => codeKey ?? []),
  )
  await collectLapsed(ctx, [...all], ids, MAX_COLLECTED)
  const [coupons, standing, codes] = await Promise.all([
    couponsById(ctx, couponIds),
    standings(ctx, expired, null),
    uniqueCodes(
      ctx,
      expired.flatMap(({ codeKey }) => codeKey ?? []),
    ),
  ])
  return {
    locked: all,
    coupons: new Map(coupons.map((coupon) => [coupon.couponId, coupon])),
    standing,
    usedCodes: new Map([...codes].map(([key, { used }]) => [key, used])),
  }
}

function decide(
  orderId: OrderId,
  uses: readonly RedemptionOfOrder[],
  rows: ReadonlyMap<string, RedemptionRow>,
  room: Room,
): CommittedOrder {
  const gone = uses.flatMap(({ redemptionId }): Gone[] => {
    const row = rows.get(redemptionId)
    const reason = row ? obstacle(row, orderId, room) : 'unknown'
    return reason ? [{ ...refuse(row?.code ?? '', reason), redemptionId }] : []
  })
  if (gone.length > 0) return { orderId, state: 'gone', coupons: gone }
  for (const { redemptionId } of uses) {
    const row = rows.get(redemptionId)
    if (row && isExpired(row)) takeFrom(room, row)
  }
  return { orderId, state: 'committed' }
}

function obstacle(row: RedemptionRow, orderId: OrderId, room: Room) {
  if (row.state === 'reserved') return undefined
  if (row.state === 'committed') return row.orderId === orderId ? undefined : 'used_up'
  if (row.state === 'released') return 'let_go'
  const coupon = room.coupons.get(row.couponId)
  const standing = room.standing.get(standingKey(row.couponId, row.customerId))
  // Somebody is taking from it at this moment.
  if (!coupon || !standing || !room.locked.has(row.couponId)) return 'used_up'
  if (coupon.state === 'archived') return 'over'
  const used = row.codeKey === null ? 0 : (room.usedCodes.get(row.codeKey) ?? 0)
  return row.codeKey !== null && used >= coupon.limits.perCode
    ? 'used_up'
    : obstacleOfLimits(coupon, standing)
}

/** What one order takes is not there for the next of the batch. */
function takeFrom(room: Room, { couponId, customerId, codeKey }: RedemptionRow): void {
  for (const [key, standing] of room.standing) {
    if (!key.startsWith(couponId)) continue
    standing.used += 1
    standing.inPeriod += 1
    if (customerId === null || key !== standingKey(couponId, customerId)) continue
    standing.byCustomer += 1
    standing.byCustomerInPeriod += 1
  }
  if (codeKey !== null) room.usedCodes.set(codeKey, (room.usedCodes.get(codeKey) ?? 0) + 1)
}

async function write(
  ctx: WriteContext,
  wanted: readonly RedemptionOfOrder[],
  answers: readonly CommittedOrder[],
  rows: ReadonlyMap<string, RedemptionRow>,
): Promise<void> {
  const committed = new Set(answers.flatMap((answer) => (answer.state === 'committed' ? answer.orderId : [])))
  const uses = wanted.flatMap((use) => {
    const row = rows.get(use.redemptionId)
    return row && row.state !== 'committed' && committed.has(use.orderId) ? [{ ...use, row }] : []
  })
  if (uses.length === 0) return
  const again = uses.filter(({ row }) => isExpired(row)).map(({ row }) => row)
  await Promise.all([
    commitReserved(ctx, uses),
    countUses(
      ctx,
      again.map(({ couponId, codeKey }) => ({ coupon_id: couponId, code_key: codeKey })),
      1,
    ),
  ])
  for (const { orderId, redemptionId, row, actor } of uses) {
    emit(ctx, {
      type: 'promotions.coupon_redeemed',
      subject: orderId,
      ...(actor && { actor }),
      data: { redemptionId, couponId: row.couponId, promotionId: row.promotionId },
    })
  }
}
