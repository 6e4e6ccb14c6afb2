import { countOf, dearestFirst, spread, type Picked, type Placed } from '../pieces.ts'
import { alreadyLower, nothingFree, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/**
 * Of every `every` pieces, dearest first, the `free` cheapest are free. Sets are made from the dearest pieces down, which is best for the
 * customer; pieces that fill no set stay untouched. What the free ones cost is taken off all pieces of the sets.
 */
export function cheapestFree(action: Extract<Action, { kind: 'cheapest_free' }>): CompiledAction {
  const { every, free } = action
  /** How many of the first `position` pieces are free. */
  const freeBefore = (position: number): number =>
    Math.floor(position / every) * free + Math.max(0, (position % every) - (every - free))
  return {
    pools: [],
    take: (turn) => {
      const placed = freePieces(turn, turn.lines)
      const pieces = countOf(placed)
      if (pieces === 0) return nothingFree(turn)
      const sets = Math.min(Math.floor(pieces / every), action.atMostTimes ?? Number.MAX_SAFE_INTEGER)
      if (sets === 0) return { reason: 'quantity', wanted: every, had: pieces }
      const picked: Picked[] = []
      let position = 0
      let saved = 0
      for (const { line, run } of dearestFirst(placed)) {
        const used = Math.min(run.pieces, sets * every - position)
        if (used <= 0) break
        saved += (freeBefore(position + used) - freeBefore(position)) * run.unitMinor
        position += used
        picked.push({ line, run, pieces: used })
      }
      return saved > 0 ? spread(placed, picked, saved) : alreadyLower
    },
  }
}

/** The free runs of some lines, canonical order. */
export const freePieces = (turn: Turn, lines: readonly number[]): Placed[] =>
  lines.flatMap((line) => turn.free(line).map((run) => ({ line, run })))
