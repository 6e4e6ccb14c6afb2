import type { WriteContext } from '#platform/context'
import { answerLines, findHeldPieces, leavingLines, type TakenLine } from './held-pieces.ts'
import { move, type MovedLine } from './move.ts'
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
    const moves = items.flatMap(({ document, reason, actor, serials }, index) => {
      const lines = nameSerials(leavingLines(found[index] ?? []), serials)
      return { kind: 'sale' as const, document, reason, actor, lines }
    })
    await Promise.all([takeOffHolds(ctx, taken), move(ctx, moves, noLongerReserved(taken))])
  }
  return found.map((lines) => ({ state: lines ? 'done' : 'not_held', lines: answerLines(lines ?? []) }))
}

/** What the reserved counters lose when pieces leave their holds. */
const noLongerReserved = (taken: readonly TakenLine[]) =>
  taken.map(({ sku, locationId, quantity }) => ({ sku, locationId, onHand: 0, reserved: -quantity }))

/** Gives the named pieces to the lines of their SKU; a line either names all of its pieces or none. */
const nameSerials = (
  lines: readonly MovedLine[],
  serials: Consumption['serials'] = {},
): readonly MovedLine[] =>
  lines.flatMap((line) => {
    const named = serials[line.sku]?.slice(0, -line.quantity) ?? []
    const rest = line.quantity + named.length
    return [
      ...(named.length > 0 ? [{ ...line, quantity: -named.length, serials: named }] : []),
      ...(rest < 0 ? [{ ...line, quantity: rest }] : []),
    ]
  })
