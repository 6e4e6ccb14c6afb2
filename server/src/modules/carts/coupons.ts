import { newId, Refusal, type CartId } from '@splot/kernel'
import { releaseRedemptions, takeCoupon, type RefusedCoupon } from '#modules/promotions'
import type { AuditEntry } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { keepAlive } from './change.ts'
import { cartById } from './find.ts'
import { asRefusal } from './refusals.ts'
import type { Cart, CartAccess } from './types.ts'
import { changeCarts } from './write.ts'

/** Why a code is not good, in words for the shopper (`facts.words`); 422 `coupons.<reason>`. */
export const couponRefused = ({ reason, code, words }: RefusedCoupon): Refusal =>
  new Refusal('unprocessable', `coupons.${reason}`, words.en, {
    errors: [{ pointer: '/code', detail: words.en }],
    facts: { code, words },
  })

/**
 * Puts a code into the basket: a use of it is kept first, and given back when the basket refuses it. The same code again lets its use
 * last longer.
 * @throws Refusal `carts.not_found`, `carts.too_many_coupons`, and 422 `coupons.<reason>` with words for the shopper.
 */
export async function addCoupon(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  code: string,
): Promise<Cart> {
  const { customerId } = await cartById(ctx, cartId, access)
  const own = newId<'redemption'>()
  const channel = ctx.actor.channel.code
  const taken = await takeCoupon(ctx, { redemptionId: own, code, cartId, customerId, channel })
  if (taken.state === 'refused') throw couponRefused(taken)
  const { redemptionId, promotionId } = taken
  const coupon = { code: taken.code, promotionId, redemptionId }
  // What the basket had before stays with it.
  const giveBack = async () => {
    if (redemptionId === own) await releaseRedemptions(ctx, [own])
  }
  const change = { kind: 'take_coupon', coupon } as const
  const answer = await changeCarts(ctx, { cartId, access, version: undefined, change }).catch(
    async (error: unknown) => {
      await giveBack()
      throw error
    },
  )
  if (answer.state === 'refused') {
    await giveBack()
    throw asRefusal(answer)
  }
  return keepAlive(ctx, answer.cart, access)
}

/** Takes a code out and frees its use; `audited` is written with it. A code that is gone already is no error: the wish is fulfilled. */
export async function dropCoupon(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  code: string,
  audited?: Omit<AuditEntry, 'actor'>,
): Promise<Cart> {
  const before = await cartById(ctx, cartId, access)
  const coupon = before.coupons.find((one) => one.code === code)
  if (!coupon) return before
  const change = { kind: 'drop_coupon', code } as const
  const answer = await changeCarts(ctx, { cartId, access, version: undefined, change, audited })
  if (answer.state === 'refused') throw asRefusal(answer)
  await releaseRedemptions(ctx, [coupon.redemptionId])
  return keepAlive(ctx, answer.cart, access)
}
