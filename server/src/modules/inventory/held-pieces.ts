import type { HoldId, LocationId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { MovedLine } from './move.ts'
import { foldKits, takeHeldKits } from './pieces/kit-held.ts'
import { lockAllocated, type HeldLine } from './store.ts'
import type { HeldPieces, StockLine } from './types.ts'

/** Pieces taken off one line of one hold. */
export interface TakenLine {
  readonly holdId: HoldId
  readonly stockId: number
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  /** It lies in staging. */
  readonly staged: boolean
  readonly kits: HeldLine['kits']
}

/**
 * Finds allocated pieces for each item, in order, and locks them. An item gets everything it names or `undefined`; nothing is
 * written yet. `among`: only of these holds, which are locked already.
 */
export async function findHeldPieces(
  ctx: WriteContext,
  items: readonly HeldPieces[],
  among: readonly HoldId[] | null = null,
): Promise<(readonly TakenLine[] | undefined)[]> {
  const held = await lockAllocated(
    ctx,
    items.flatMap((item) => item.holdId ?? []),
    items.flatMap((item) => item.orderId ?? []),
    among,
  )
  const left = held.map((line) => ({ ...line }))
  return items.map((item) => {
    const taken = takeFrom(
      left.filter((line) => (item.holdId ? line.holdId === item.holdId : line.orderId === item.orderId)),
      item.lines,
    )
    for (const { line, quantity } of taken ?? []) line.outstanding -= quantity
    return taken?.map(({ line, quantity }) => ({
      holdId: line.holdId,
      stockId: line.stockId,
      sku: line.sku,
      locationId: line.locationId,
      quantity,
      staged: line.state === 'picked',
      kits: line.kits,
    }))
  })
}

type Left = { -readonly [K in keyof HeldLine]: HeldLine[K] }

/** The pieces of `wanted` (all, when left out) from what is left of an item's holds; undefined when they are not all there. */
function takeFrom(left: readonly Left[], wanted: readonly StockLine[] | undefined) {
  const some = left.filter((line) => line.outstanding > 0)
  if (!wanted) return some.length > 0 ? some.map((line) => ({ line, quantity: line.outstanding })) : undefined
  const taken = new Map<Left, number>()
  for (const { sku, locationId, quantity } of wanted) {
    let missing = quantity
    for (const line of some) {
      if (line.sku !== sku || line.locationId !== locationId) continue
      const already = taken.get(line) ?? 0
      const pieces = Math.min(missing, line.outstanding - already)
      if (pieces > 0) taken.set(line, already + pieces)
      missing -= pieces
    }
    if (missing > 0) missing -= takeHeldKits(some, { sku, locationId, quantity: missing }, taken)
    if (missing > 0) return undefined
  }
  return [...taken].map(([line, quantity]) => ({ line, quantity }))
}

/** The answer's lines, one per SKU and place, in the words of who asked: whole kits by their own SKU. */
export function answerLines(taken: readonly TakenLine[]): StockLine[] {
  const byHold = Map.groupBy(taken, (line) => line.holdId)
  return summed([...byHold.values()].flatMap((lines) => foldKits(lines, lines[0]?.kits ?? null)))
}

function summed(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, StockLine>()
  for (const { sku, locationId, quantity } of lines) {
    const key = `${sku}\0${locationId}`
    sums.set(key, { sku, locationId, quantity: quantity + (sums.get(key)?.quantity ?? 0) })
  }
  return [...sums.values()]
}

/** The pieces that leave, one line per SKU, place and whether they lie in staging. */
export const leavingLines = (taken: readonly TakenLine[]): MovedLine[] =>
  [true, false].flatMap((staged) =>
    summed(taken.filter((line) => line.staged === staged)).map((line) => ({
      ...line,
      quantity: -line.quantity,
      staged,
    })),
  )
