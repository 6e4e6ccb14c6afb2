import type { FulfilmentId, OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { fulfilmentVerbs } from './states.ts'
import { LOCK_AWAITING, MOVE_FULFILMENTS, PROMISE_ANEW } from './store.ts'
import type { Fulfilment } from './types.ts'

type Row = Fulfilment & Record<string, unknown>

/** What of these orders waits for goods, locked. Lock the orders first. */
export const lockAwaiting = (ctx: WriteContext, orderIds: readonly OrderId[]): Promise<Fulfilment[]> =>
  ctx.query<Row>(LOCK_AWAITING, [orderIds])

/** Everything that these waited for is here: they may be picked now. Publishes `fulfilment.goods_arrived`. The caller has locked them. */
export async function arrive(ctx: WriteContext, ids: readonly FulfilmentId[]): Promise<void> {
  if (ids.length === 0) return
  const come = await ctx.query<Row>(MOVE_FULFILMENTS, [ids, 'waiting', fulfilmentVerbs.arrive, ctx.now])
  for (const fulfilment of come) tell(ctx, 'goods_arrived', fulfilment)
}

/** The goods come on another day: when it can be ready by then, or null when nobody knows. The caller has locked it and tells the customer. */
export const awaitUntil = (ctx: WriteContext, id: FulfilmentId, promisedAt: Date | null): Promise<unknown> =>
  ctx.query(PROMISE_ANEW, [id, promisedAt])
