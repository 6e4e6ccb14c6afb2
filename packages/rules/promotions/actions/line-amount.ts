import type { Take } from '../pieces.ts'
import { nothingFree, orLower, type Answer, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/** Off every piece, never more than it costs. */
export const lineAmount = (action: Extract<Action, { kind: 'line_amount' }>): CompiledAction => ({
  pools: [],
  perPiece: (unitMinor, pieces) => Math.min(action.minor, unitMinor) * pieces,
  take: (turn) => offPieces(turn, (unitMinor) => Math.min(action.minor, unitMinor)),
})

/** Takes off every free piece what `off` says for its price; pieces for which that is nothing stay untouched. */
export function offPieces(turn: Turn, off: (unitMinor: number) => number): Answer {
  const takes: Take[] = []
  let any = false
  for (const line of turn.lines) {
    for (const run of turn.free(line)) {
      any = true
      const each = off(run.unitMinor)
      if (each > 0) takes.push({ line, run, pieces: run.pieces, minor: each * run.pieces })
    }
  }
  return any ? orLower(takes) : nothingFree(turn)
}
