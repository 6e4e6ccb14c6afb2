import type { OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { fulfilmentVerbs } from './states.ts'
import { CANCEL_FULFILMENTS } from './store.ts'
import type { Fulfilment } from './types.ts'

/**
 * Stops everything that places still prepare for these orders; what was handed over or sent stays as it is. The caller has
 * locked the orders and frees the stock.
 */
export async function cancelFulfilments(ctx: WriteContext, orderIds: readonly OrderId[]): Promise<void> {
  if (orderIds.length === 0) return
  const stopped = await ctx.query<
    Pick<Fulfilment, 'fulfilmentId' | 'orderId' | 'kind' | 'locationId'> & Record<string, unknown>
  >(CANCEL_FULFILMENTS, [orderIds, fulfilmentVerbs.cancel, ctx.now])
  for (const fulfilment of stopped) tell(ctx, 'cancelled', fulfilment)
}
