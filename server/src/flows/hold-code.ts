import type { CustomerId } from '@splot/kernel'
import {
  findCoupons,
  leaseWithCode,
  redemptionsById,
  releaseRedemptions,
  takeCoupon,
  type CouponRefusal,
  type LeaseId,
  type PromotionId,
  type RedemptionId,
  type RefusedCoupon,
} from '#modules/promotions'
import { authorise, type CommandContext } from '#platform/context'
import { buyerAtTill } from './recognise-customer.ts'
import { counterOf, deviceAtTill } from './settle-till-sale-draft.ts'

/** A code that a till may count in its open sale until then, with a network or without. */
export interface HeldCode {
  readonly state: 'held'
  readonly code: string
  readonly promotionId: PromotionId
  /** A use that is kept for this sale, or what was set aside for this till before. */
  readonly by: { readonly redemptionId: RedemptionId } | { readonly leaseId: LeaseId }
  readonly until: Date
}

/** Refusals of those who only looked: whoever takes a use is judged again, and may be the one who has it. */
const COUNTED: readonly CouponRefusal[] = ['used_up', 'set_aside', 'customer_limit', 'period_limit']

/**
 * Keeps a use of a code for the sale that is open at this till, so that nobody else spends it meanwhile and it counts without a network, too; limits per
 * customer and period are judged here, where the network still is. The same id again lets it last longer. A unique code that was set aside for this till is
 * covered by that.
 * @throws Refusal `tills.device_only`, `tills.no_till`, `tills.unknown_customer`, `promotions.redemption_id_reused`.
 */
export async function holdCode(
  ctx: CommandContext,
  wanted: {
    readonly redemptionId: RedemptionId
    readonly code: string
    readonly customerId: CustomerId | undefined
  },
): Promise<HeldCode | RefusedCoupon> {
  const { actor, platform } = ctx
  authorise(actor, 'till.sell', counterOf(actor))
  const deviceId = deviceAtTill(actor)
  const { customerId } = await buyerAtTill(ctx, wanted.customerId)
  const { code } = wanted
  const asker = { channel: actor.channel.code, customerId }
  const [found] = await findCoupons(ctx, [code], asker)
  if (found?.state === 'refused' && !COUNTED.includes(found.reason)) return found
  const aside = await leaseWithCode(platform.read(actor), deviceId, code)
  if (aside) {
    const { leaseId, promotionId, until } = aside
    return { state: 'held', code: code.trim().toUpperCase(), promotionId, by: { leaseId }, until }
  }
  const taken = await takeCoupon(ctx, { ...wanted, ...asker, cartId: null, deviceId })
  if (taken.state === 'refused') return taken
  const { promotionId, redemptionId, expiresAt } = taken
  return { state: 'held', code: taken.code, promotionId, by: { redemptionId }, until: expiresAt }
}

/**
 * Gives back what this till has kept for a sale that goes on without it; what is another's, used or over is left alone.
 * @throws Refusal `tills.device_only`.
 */
export async function dropHeldCodes(ctx: CommandContext, ids: readonly RedemptionId[]): Promise<void> {
  const deviceId = deviceAtTill(ctx.actor)
  const rows = await redemptionsById(ctx.platform.read(ctx.actor), ids)
  await releaseRedemptions(
    ctx,
    rows.flatMap((row) => (row.deviceId === deviceId ? row.redemptionId : [])),
  )
}
