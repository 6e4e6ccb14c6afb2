import type { HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { inBatches, outsideTransaction } from './batches.ts'
import { publishLevels } from './events.ts'
import { keepInPieces } from './pieces/kit-held.ts'
import { readHolds, shrinkHolds } from './store.ts'
import type { Released, StockLine } from './types.ts'

/**
 * Leaves at most `quantity` pieces of each named line in a hold that is nobody's order yet (0 takes the line out) and gives the rest
 * back; lines that are not named keep what they have. A hold without pieces is released. Commits on its own, together with others;
 * saying it again changes nothing.
 */
export async function shrink(
  ctx: CommandContext,
  holdId: HoldId,
  lines: readonly StockLine[],
): Promise<Released> {
  outsideTransaction(ctx, 'inventory.shrink')
  return queue(ctx, { holdId, lines })
}

const queue = inBatches(
  'inventory.shrink',
  async (ctx, requests: readonly { readonly holdId: HoldId; readonly lines: readonly StockLine[] }[]) => {
    // Two words about one line: the smaller one is what both can live with.
    const kept = new Map<string, { holdId: HoldId; keep: number } & Omit<StockLine, 'quantity'>>()
    for (const { holdId, lines } of requests) {
      for (const { sku, locationId, quantity } of lines) {
        const key = `${holdId} ${sku} ${locationId}`
        const keep = Math.min(quantity, kept.get(key)?.keep ?? quantity)
        kept.set(key, { holdId, sku, locationId, keep })
      }
    }
    publishLevels(ctx, await shrinkHolds(ctx, await keepInPieces(ctx, [...kept.values()])))
    const holdIds = [...new Set(requests.map((request) => request.holdId))]
    const states = new Map((await readHolds(ctx.query, holdIds)).map((hold) => [hold.holdId, hold.state]))
    return requests.map(({ holdId }): Released => ({ holdId, state: states.get(holdId) ?? 'unknown' }))
  },
)
