import type { HoldId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { releaseWaiting } from './atp/release-waiting.ts'
import { publishLevels } from './events.ts'
import { answerLines, findHeldPieces } from './held-pieces.ts'
import { giveBackAllocated } from './store.ts'
import type { HeldPieces, HeldPiecesAnswer } from './types.ts'

/**
 * Gives allocated pieces of orders back (a cancelled order or line): others may have them at once. An item of which a piece is
 * not allocated (any more) answers `not_held` and leaves nothing behind. One answer per item, in order.
 */
export async function releaseAllocated(
  ctx: WriteContext,
  items: readonly HeldPieces[],
): Promise<readonly HeldPiecesAnswer[]> {
  return items.length === 0 ? [] : releaseWaiting(ctx, items, (held, among) => giveBack(ctx, held, among))
}

async function giveBack(
  ctx: WriteContext,
  items: readonly HeldPieces[],
  among: readonly HoldId[] | null,
): Promise<readonly HeldPiecesAnswer[]> {
  if (items.length === 0) return []
  const found = await findHeldPieces(ctx, items, among)
  const taken = found.flatMap((lines) => lines ?? [])
  if (taken.length > 0) {
    publishLevels(ctx, await giveBackAllocated(ctx, taken))
  }
  return found.map((lines) => ({ state: lines ? 'done' : 'not_held', lines: answerLines(lines ?? []) }))
}
