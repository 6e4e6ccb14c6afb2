import type { OrderId } from '@splot/kernel'
import { combineWrites } from '#platform/database'
import type { CommandContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { MAX_RESERVED_MS, RESERVED_MS } from '../limits.ts'
import type { RedemptionId } from '../types.ts'
import {
  countUses,
  endRedemptions,
  extendReserved,
  lockUses,
  redemptionsFor,
  redemptionsOfOrders,
} from './store.ts'

/**
 * Gives reservations back, when a code leaves its basket; what is committed, or over, is left alone. Commits on its own, together with
 * others; saying it again changes nothing.
 */
export async function releaseRedemptions(ctx: CommandContext, ids: readonly RedemptionId[]): Promise<void> {
  if (ids.length > 0) await release(ctx, ids)
}

const release = combineWrites<readonly RedemptionId[], null>('promotions.release', async (ctx, requests) => {
  const ids = [...new Set(requests.flatMap(({ input }) => input))]
  await end(ctx, ids, 'reserved')
  return requests.map(() => null)
})

/**
 * Gives back what cancelled orders have used, inside the transaction that cancels them.
 */
export async function releaseOfOrders(ctx: WriteContext, orderIds: readonly OrderId[]): Promise<void> {
  if (orderIds.length === 0) return
  const used = await redemptionsOfOrders(ctx, orderIds)
  const ended = await end(
    ctx,
    used.map(({ redemptionId }) => redemptionId),
    'committed',
  )
  for (const { redemptionId, orderId, couponId, promotionId } of used) {
    if (!ended.has(redemptionId) || orderId === null) continue
    emit(ctx, {
      type: 'promotions.coupon_given_back',
      subject: orderId,
      data: { redemptionId, couponId, promotionId },
    })
  }
}

async function end(
  ctx: WriteContext,
  ids: readonly RedemptionId[],
  from: 'reserved' | 'committed',
): Promise<ReadonlySet<RedemptionId>> {
  if (ids.length === 0) return new Set()
  // Those that are known by now: of one that is taken meanwhile the counter is not locked.
  const known = await redemptionsFor(ctx, ids, [])
  await lockUses(ctx, [...new Set(known.map(({ couponId }) => couponId))].sort())
  const ended = await endRedemptions(
    ctx,
    known.map(({ redemptionId }) => redemptionId),
    from,
  )
  await countUses(ctx, ended, -1)
  return new Set(ended.map(({ id }) => id))
}

/**
 * Lets reservations last at least `RESERVED_MS` from now, but no longer than `MAX_RESERVED_MS` after they were taken; called when their
 * basket does something. Answers with those that still stand: others must be taken again (`takeCoupon` under the same id).
 */
export function extendRedemptions(
  ctx: CommandContext,
  ids: readonly RedemptionId[],
): Promise<readonly { readonly redemptionId: RedemptionId; readonly expiresAt: Date }[]> {
  return ids.length === 0 ? Promise.resolve([]) : extend(ctx, ids)
}

const extend = combineWrites<
  readonly RedemptionId[],
  readonly { readonly redemptionId: RedemptionId; readonly expiresAt: Date }[]
>('promotions.extend', async (ctx, requests) => {
  const ids = [...new Set(requests.flatMap(({ input }) => input))]
  const until = new Date(ctx.now.getTime() + RESERVED_MS)
  const extended = new Map(
    (await extendReserved(ctx, ids, until, MAX_RESERVED_MS)).map((row) => [row.redemptionId, row]),
  )
  return requests.map(({ input }) => input.flatMap((id) => extended.get(id) ?? []))
})
