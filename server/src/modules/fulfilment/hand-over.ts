import { invariant, type FulfilmentId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { fulfilmentVerbs } from './states.ts'
import { MOVE_FULFILMENTS } from './store.ts'
import type { Fulfilment } from './types.ts'

/** Marks locked, ready pickups as collected: the customer has the goods in her hands. */
export async function recordHandOvers(
  ctx: WriteContext,
  handed: readonly { readonly fulfilmentId: FulfilmentId; readonly actor: Actor }[],
): Promise<void> {
  const rows = await ctx.query<Fulfilment & Record<string, unknown>>(MOVE_FULFILMENTS, [
    handed.map(({ fulfilmentId }) => fulfilmentId),
    'collected',
    fulfilmentVerbs.handOver,
    ctx.now,
  ])
  invariant(rows.length === handed.length, 'what is handed over was locked and ready')
  const found = new Map(rows.map((row) => [row.fulfilmentId, row]))
  for (const { fulfilmentId, actor } of handed) {
    const row = found.get(fulfilmentId)
    if (row) tell(ctx, 'handed_over', row, {}, actor)
  }
}
