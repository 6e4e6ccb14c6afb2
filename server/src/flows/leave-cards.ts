import type { OrderId } from '@splot/kernel'
import { dropDelivery, moveOrders, type Order } from '#modules/orders'
import { isCardLine, lockPurchases } from '#modules/storedvalue'
import type { WriteContext } from '#platform/context'

/** Pieces of goods in an order; gift cards are none. */
export const piecesOfGoods = ({ lines }: Pick<Order, 'lines'>): number =>
  lines.reduce((sum, line) => sum + (isCardLine(line) ? 0 : line.quantity), 0)

/** Whether a gift card of this locked order stands, or is still to be made: then the order is not over with its goods. */
export const buysCards = async (ctx: WriteContext, orderId: OrderId): Promise<boolean> =>
  (await lockPurchases(ctx, [orderId])).some(({ state }) => state === 'waiting' || state === 'done')

/**
 * The last goods of an order are given up, its gift cards stay: nothing is sent any more, so the price of delivery comes off it, and it is over
 * as soon as its cards are made. Answers that price, in minor units, which the caller gives back. The order is locked.
 */
export async function leaveCards(ctx: WriteContext, orderId: OrderId, reason: string): Promise<number> {
  const deliveryMinor = await dropDelivery(ctx, orderId, reason)
  const isMade = (await lockPurchases(ctx, [orderId])).every(({ state }) => state !== 'waiting')
  // Otherwise whoever makes them moves it.
  if (isMade) await moveOrders(ctx, [{ orderId, to: 'delivered', actor: ctx.actor }])
  return deliveryMinor
}
