import { countOf, dearestFirst, type Placed, type Take } from '../pieces.ts'
import { nothingFree, orLower, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/**
 * Of every `every` pieces, dearest first, the `free` cheapest are free. Sets are made from the dearest pieces down, which is best for the
 * customer; pieces that fill no set stay untouched.
 */
export function cheapestFree(action: Extract<Action, { kind: 'cheapest_free' }>): CompiledAction {
  const { every, free } = action
  /** How many of the first `position` pieces are free. */
  const freeBefore = (position: number): number =>
    Math.floor(position / every) * free + Math.max(0, (position % every) - (every - free))
  return {
    pools: [],
    take: (turn) => {
      const placed = dearestFirst(freePieces(turn, turn.lines))
      const pieces = countOf(placed)
      if (pieces === 0) return nothingFree(turn)
      const sets = Math.min(Math.floor(pieces / every), action.atMostTimes ?? Number.MAX_SAFE_INTEGER)
      if (sets === 0) return { reason: 'quantity', wanted: every, had: pieces }
      const takes: Take[] = []
      let position = 0
      for (const { line, run } of placed) {
        const used = Math.min(run.pieces, sets * every - position)
        if (used <= 0) break
        const given = freeBefore(position + used) - freeBefore(position)
        position += used
        if (used > given) takes.push({ line, run, pieces: used - given, minor: 0 })
        if (given > 0) takes.push({ line, run, pieces: given, minor: given * run.unitMinor })
      }
      return orLower(takes)
    },
  }
}

/** The free runs of some lines, canonical order. */
export const freePieces = (turn: Turn, lines: readonly number[]): Placed[] =>
  lines.flatMap((line) => turn.free(line).map((run) => ({ line, run })))
