import { allocate } from '@splot/kernel'
import { costOf, takeOff, type Run, type Take } from '../pieces.ts'
import { alreadyLower, nothingFree, type Answer, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/** Off the sum of the promotion's lines, never more than they cost, allocated to them. */
export const basketAmount = (action: Extract<Action, { kind: 'basket_amount' }>): CompiledAction => ({
  pools: [],
  take: (turn) => offTheSum(turn, () => action.minor),
})

/** Takes an amount that depends on the sum of what is free, in proportion to what each line costs, in canonical order. */
export function offTheSum(turn: Turn, off: (sumMinor: number) => number): Answer {
  const lines: { readonly line: number; readonly runs: readonly Run[] }[] = []
  const costs: number[] = []
  let sum = 0
  for (const line of turn.lines) {
    const runs = turn.free(line)
    if (runs.length === 0) continue
    const cost = costOf(runs)
    lines.push({ line, runs })
    costs.push(cost)
    sum += cost
  }
  if (lines.length === 0) return nothingFree(turn)
  const minor = Math.min(sum, off(sum))
  if (minor <= 0) return alreadyLower
  const parts = allocate(minor, costs)
  const takes: Take[] = []
  for (const [index, { line, runs }] of lines.entries()) {
    const part = parts[index] ?? 0
    if (part > 0) takes.push(...takeOff(line, runs, part))
  }
  return takes
}
