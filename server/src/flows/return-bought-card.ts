import { DAY_MS, invariant, Refusal, type Money, type OrderId, type RefundId } from '@splot/kernel'
import { idFor } from '#modules/carts'
import { lockOrders, ordersById, type Order } from '#modules/orders'
import { carryOutRefunds, saveRefunds } from '#modules/payments'
import { lockPurchases, takeBackPurchases } from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'

/** Whoever bought at a distance may withdraw for 14 days without a reason: art. 27 of the Polish act on consumer rights. */
const WITHDRAWAL_DAYS = 14

/** Until when what was bought with this order may be given up: the end of the fourteenth day after it. */
export const withdrawableUntil = ({ placedAt }: Pick<Order, 'placedAt'>): Date =>
  new Date(placedAt.getTime() + (WITHDRAWAL_DAYS + 1) * DAY_MS)

interface Wanted {
  readonly orderId: OrderId
  readonly purchaseId: string
  readonly refundId: RefundId
}

/** What was refunded, and whether a provider still has to carry it out. */
export interface GivenUp {
  readonly refunded: Money
}

/**
 * Gives up a gift card, or a top-up, that was bought on the web: what is not spent leaves the card, and its price goes back to whatever paid the
 * order. What was spent stays paid. Access was checked before.
 * @throws Refusal `orders.no_such_gift_card`, `orders.gift_card_not_issued`, `orders.too_late`, `storedvalue.spent`, `storedvalue.blocked`,
 * `storedvalue.expired`.
 */
export async function returnBoughtCard(
  ctx: CommandContext,
  orderId: OrderId,
  purchaseId: string,
  key: CommandKey,
): Promise<GivenUp> {
  const refundId = idFor<'refund'>(key, 'refund')
  const answer = await recordReturn(ctx, { orderId, purchaseId, refundId }, key)
  // The provider is called after the commit; the resolve job does it otherwise.
  await carryOutRefunds(ctx, [refundId])
  return answer
}

const recordReturn = combineWrites<Wanted, GivenUp>('flows.return_bought_card', async (ctx, requests) => {
  const ids = [...new Set(requests.map(({ input }) => input.orderId))].sort()
  await lockOrders(ctx, ids)
  const orders = new Map((await ordersById(ctx, ids)).map((order) => [order.orderId, order]))
  const bought = new Map((await lockPurchases(ctx, ids)).map((one) => [one.purchaseId as string, one]))
  const answers: GivenUp[] = []
  for (const { actor, input } of requests) {
    const { orderId, purchaseId, refundId } = input
    const order = orders.get(orderId)
    const one = bought.get(purchaseId)
    if (!order || one?.orderId !== orderId)
      throw new Refusal('not_found', 'orders.no_such_gift_card', 'This order bought no such gift card.')
    if (one.state !== 'done')
      throw new Refusal(
        'conflict',
        'orders.gift_card_not_issued',
        one.state === 'taken_back'
          ? 'This gift card was given up already.'
          : 'This gift card was not issued: nothing is to be given up.',
      )
    if (ctx.now >= withdrawableUntil(order))
      throw new Refusal(
        'conflict',
        'orders.too_late',
        `A gift card can be given up for ${WITHDRAWAL_DAYS} days. It can be spent as long as it is valid.`,
      )
    const reason = 'gift card given up'
    const [minor = 0] = await takeBackPurchases(ctx, [one], { actor, reason, whole: false })
    bought.delete(purchaseId)
    const [saved] = await saveRefunds(ctx, [{ refundId, orderId, amountMinor: minor, reason, actor }])
    invariant(saved?.state === 'saved', 'a card that was paid for has a payment to give back')
    const refunded = { minor, currency: order.currency }
    const data = { orderId, purchaseId, amountMinor: minor, currency: order.currency }
    emit(ctx, { type: 'storedvalue.given_up', subject: orderId, actor, data })
    answers.push({ refunded })
  }
  return answers
})
