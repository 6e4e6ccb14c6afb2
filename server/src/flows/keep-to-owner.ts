import { Refusal, type OrderId } from '@splot/kernel'
import { ordersById, orderTokenFits } from '#modules/orders'
import type { ReadContext } from '#platform/context'

export const noSuchOrder = (): Refusal =>
  new Refusal('not_found', 'orders.not_found', 'There is no such order.')

/** Refuses with `orders.not_found` whoever has neither the order's token nor bought it signed in. */
export async function keepToOwner(
  ctx: ReadContext,
  orderId: OrderId,
  token: string | undefined,
): Promise<void> {
  if (token !== undefined && orderTokenFits(orderId, token)) return
  const [order] = ctx.actor.customerId ? await ordersById(ctx, [orderId]) : []
  if (!order?.customerId || order.customerId !== ctx.actor.customerId) throw noSuchOrder()
}
