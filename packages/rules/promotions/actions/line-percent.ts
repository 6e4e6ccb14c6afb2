import type { Ppm } from '@splot/kernel'
import { costOf, shareOf, takeOff, type Take } from '../pieces.ts'
import { nothingFree, orLower, type Answer, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/** Off every line, rounded half up line by line. */
export const linePercent = (action: Extract<Action, { kind: 'line_percent' }>): CompiledAction => ({
  pools: [],
  perPiece: (unitMinor, pieces) => shareOf(unitMinor * pieces, action.ppm),
  take: (turn) => percentOffLines(turn, action.ppm),
})

/** `ppm` off whatever is free, each line rounded by itself. */
export function percentOffLines(turn: Turn, ppm: Ppm): Answer {
  const takes: Take[] = []
  let any = false
  for (const line of turn.lines) {
    const runs = turn.free(line)
    if (runs.length === 0) continue
    any = true
    const minor = shareOf(costOf(runs), ppm)
    if (minor > 0) takes.push(...takeOff(line, runs, minor))
  }
  return any ? orLower(takes) : nothingFree(turn)
}
