import { lineTest } from '../conditions/index.ts'
import { countOf, spread } from '../pieces.ts'
import { alreadyLower, nothingFree, type CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { freePieces } from './cheapest-free.ts'
import { fillParts, pickedIn, poolOf, type Filling, type Pool } from './fill-parts.ts'

type Bundle = Extract<Action, { kind: 'bundle' }>

/**
 * Sets of pieces for one price each. The dearest pieces that can make up sets go into them, as many sets as save anything; what they cost
 * less is split over them by what they cost, so sets of goods with different VAT rates are split rightly.
 */
export function bundle(action: Bundle): CompiledAction {
  return {
    pools: action.parts.map(({ of }) => lineTest(of)),
    take: (turn) => {
      const placed = freePieces(turn, turn.lines)
      if (placed.length === 0) return nothingFree(turn)
      const parts = action.parts.map(({ quantity }, index) => ({
        quantity,
        lines: new Set(turn.pools[index] ?? []),
      }))
      const pool = poolOf(parts, placed)
      const most = mostSets(action, pool)
      if (most === 0) return missing(pool)
      const filling = bestFilling(pool, most, action.minor)
      return filling
        ? spread(placed, pickedIn(pool, filling), filling.minor - filling.sets * action.minor)
        : alreadyLower
    },
  }
}

/** The most sets that the pieces can make up at all. */
function mostSets(action: Bundle, pool: Pool): number {
  const { parts, placed } = pool
  const pieces = countOf(placed)
  const perSet = parts.reduce((sum, { quantity }) => sum + quantity, 0)
  let low = 0
  let high = Math.min(Math.floor(pieces / perSet), action.atMostTimes ?? Number.MAX_SAFE_INTEGER)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fillParts(pool, middle).full) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * The filling that saves most. One set more is never worth more than the set before it (the most that pieces in a bipartite matching are
 * worth is concave in the demand), so the last one that saves anything is found by halving.
 */
function bestFilling(pool: Pool, most: number, priceMinor: number): Filling | undefined {
  let low = 0
  let high = most
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const gain = fillParts(pool, middle).minor - fillParts(pool, middle - 1).minor
    if (gain > priceMinor) low = middle
    else high = middle - 1
  }
  return low === 0 ? undefined : fillParts(pool, low)
}

/** How many pieces of the first part that cannot be filled are wanted and there. */
function missing(pool: Pool) {
  const { parts, placed } = pool
  for (const { quantity, lines } of parts) {
    const had = placed.reduce((sum, { line, run }) => sum + (lines.has(line) ? run.pieces : 0), 0)
    if (had < quantity) return { reason: 'quantity', wanted: quantity, had } as const
  }
  const wanted = parts.reduce((sum, { quantity }) => sum + quantity, 0)
  return { reason: 'quantity', wanted, had: fillParts(pool, 1).pieces } as const
}
