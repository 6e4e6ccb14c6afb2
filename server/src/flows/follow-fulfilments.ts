import type { OrderId } from '@splot/kernel'
import { forOrders, orderStateAfter } from '#modules/fulfilment'
import { moveOrders, type lockOrders, type OrderState } from '#modules/orders'
import type { Actor, WriteContext } from '#platform/context'

/** An order that nobody else moves until the transaction ends. */
export type LockedOrder = Awaited<ReturnType<typeof lockOrders>>[number]

/**
 * Moves orders to where their parts have brought them. The caller has locked the orders and written the parts; `actors` names
 * who did it per order in combined batches.
 */
export async function followFulfilments(
  ctx: WriteContext,
  orders: readonly { readonly orderId: OrderId; readonly state: OrderState }[],
  actors?: ReadonlyMap<OrderId, Actor>,
): Promise<void> {
  const parts = await forOrders(
    ctx,
    orders.map(({ orderId }) => orderId),
  )
  const moves = orders.flatMap(({ orderId, state }) => {
    const to = orderStateAfter(
      state,
      parts.filter((part) => part.orderId === orderId),
    )
    return to ? [{ orderId, to, actor: actors?.get(orderId) ?? ctx.actor }] : []
  })
  await moveOrders(ctx, moves)
}
