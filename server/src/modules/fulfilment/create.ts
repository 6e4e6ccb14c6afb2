import { invariant } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { INSERT_FULFILMENTS } from './store.ts'
import type { NewFulfilment } from './types.ts'

/** Writes what the places of new orders will prepare, in one statement; all of them wait until somebody starts picking, or goods come. */
export async function createFulfilments(
  ctx: WriteContext,
  fulfilments: readonly NewFulfilment[],
): Promise<void> {
  if (fulfilments.length === 0) return
  const rows = fulfilments.map(({ state = 'waiting', lines, ...fulfilment }) => {
    invariant(lines.length > 0, 'a fulfilment prepares something')
    const { fulfilmentId, orderId, kind, locationId, promisedAt, holdId } = fulfilment
    return {
      fulfilmentId,
      orderId,
      kind,
      locationId,
      promisedAt,
      holdId,
      state,
      lines: lines.map(({ lineNo, sku, quantity }) => ({ lineNo, sku, quantity, picked: 0 })),
    }
  })
  await ctx.query(INSERT_FULFILMENTS, [JSON.stringify(rows), ctx.now])
  for (const fulfilment of fulfilments) {
    const { promisedAt, lines, state = 'waiting', actor } = fulfilment
    tell(ctx, 'created', fulfilment, { promisedAt, lines, state }, actor)
  }
}
