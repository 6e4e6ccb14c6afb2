import { invariant, Refusal, type Money, type OrderId, type RefundId } from '@splot/kernel'
import { idFor } from '#modules/carts'
import { lockOrders, ordersById, type Order } from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import { lockPurchases, takeBackPurchases, type Purchase } from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import { giveBack } from './give-back.ts'
import { WITHDRAWAL_DAYS, withdrawalEnds } from './withdrawal.ts'

const REASON = 'gift card given up'

/** Until when what was bought with this order may be given up: the contract was made as it was placed. */
export const withdrawableUntil = ({ placedAt }: Pick<Order, 'placedAt'>): Date => withdrawalEnds(placedAt)

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
  const going = requests.map(({ actor, input }) => {
    const { orderId, purchaseId, refundId } = input
    const order = orders.get(orderId)
    const purchase = bought.get(purchaseId)
    // The second who gives up the same card finds it gone.
    bought.delete(purchaseId)
    if (!order || purchase?.orderId !== orderId)
      throw new Refusal('not_found', 'orders.no_such_gift_card', 'This order bought no such gift card.')
    checkGivenUp(purchase, order, ctx.now)
    return { actor, purchase, order, refundId }
  })
  // All accounts in one statement, and then all payments: two lists of the same cards never wait for each other.
  const taken = await takeBackPurchases(ctx, going, REASON)
  const refunds = going.map(({ actor, order: { orderId }, refundId }, index) => ({
    refundId,
    orderId,
    amountMinor: taken[index] ?? 0,
    reason: REASON,
    actor,
  }))
  for (const answer of await giveBack(ctx, refunds))
    invariant(answer.state === 'saved', 'a card that was paid for has a payment to give back')
  return going.map(({ actor, purchase: { purchaseId, currency }, order: { orderId } }, index) => {
    const minor = taken[index] ?? 0
    const data = { orderId, purchaseId, amountMinor: minor, currency }
    emit(ctx, { type: 'storedvalue.given_up', subject: orderId, actor, data })
    return { refunded: { minor, currency } }
  })
})

function checkGivenUp({ state }: Purchase, order: Order, now: Date): void {
  if (state !== 'done')
    throw new Refusal(
      'conflict',
      'orders.gift_card_not_issued',
      state === 'taken_back'
        ? 'This gift card was given up already.'
        : 'This gift card was not issued: nothing is to be given up.',
    )
  if (now < withdrawableUntil(order)) return
  throw new Refusal(
    'conflict',
    'orders.too_late',
    `A gift card can be given up for ${WITHDRAWAL_DAYS} days. It can be spent as long as it is valid.`,
  )
}
