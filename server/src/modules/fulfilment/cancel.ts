import { Refusal, type OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { fulfilmentVerbs, goneStates } from './states.ts'
import { CANCEL_FULFILMENTS, ORDERS_WITH_PARTS_IN } from './store.ts'
import type { Fulfilment } from './types.ts'

/**
 * Stops everything that places prepare for these orders. The caller has locked the orders and frees the stock.
 * @throws Refusal `fulfilment.partly_gone` when a part of an order was handed over or sent already: whoever cancels gives all
 * the money back, and would give it for goods that the customer keeps.
 */
export async function cancelFulfilments(ctx: WriteContext, orderIds: readonly OrderId[]): Promise<void> {
  if (orderIds.length === 0) return
  const gone = await ctx.query<{ orderId: OrderId }>(ORDERS_WITH_PARTS_IN, [orderIds, goneStates])
  if (gone.length > 0) {
    throw new Refusal(
      'conflict',
      'fulfilment.partly_gone',
      'A part of this order is with the customer or on its way. Finish the rest, then take back what she does not want.',
      { facts: { orderIds: gone.map((row) => row.orderId) } },
    )
  }
  const stopped = await ctx.query<
    Pick<Fulfilment, 'fulfilmentId' | 'orderId' | 'kind' | 'locationId'> & Record<string, unknown>
  >(CANCEL_FULFILMENTS, [orderIds, fulfilmentVerbs.cancel, ctx.now])
  for (const fulfilment of stopped) tell(ctx, 'cancelled', fulfilment)
}
