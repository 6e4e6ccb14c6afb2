import type { WriteContext } from '#platform/context'
import { findHeldPieces, summedLines, type TakenLine } from './held-pieces.ts'
import { move } from './move.ts'
import { takeOffHolds } from './store.ts'
import type { Consumption, HeldPiecesAnswer } from './types.ts'

/**
 * Hands allocated pieces over: on hand and reserved fall together, and the ledger gets a sale per line. An item of which a piece
 * is not allocated (any more) answers `not_held` and leaves nothing behind. One answer per item, in order.
 */
export async function consume(
  ctx: WriteContext,
  items: readonly Consumption[],
): Promise<readonly HeldPiecesAnswer[]> {
  if (items.length === 0) return []
  const found = await findHeldPieces(ctx, items)
  const taken = found.flatMap((lines) => lines ?? [])
  if (taken.length > 0) {
    const moves = items.flatMap(({ document, reason, actor }, index) => {
      const lines = summedLines(found[index] ?? []).map((line) => ({ ...line, quantity: -line.quantity }))
      return { kind: 'sale' as const, document, reason, actor, lines }
    })
    await Promise.all([takeOffHolds(ctx, taken), move(ctx, moves, noLongerReserved(taken))])
  }
  return found.map((lines) => ({ state: lines ? 'done' : 'not_held', lines: summedLines(lines ?? []) }))
}

/** What the reserved counters lose when pieces leave their holds. */
const noLongerReserved = (taken: readonly TakenLine[]) =>
  taken.map(({ sku, locationId, quantity }) => ({ sku, locationId, onHand: 0, reserved: -quantity }))
