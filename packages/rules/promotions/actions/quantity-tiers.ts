import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { percentOffLines } from './line-percent.ts'

/** "From 3 pieces 10 %, from 6 pieces 20 %": the highest tier that is reached counts for all pieces, line by line. */
export function quantityTiers(action: Extract<Action, { kind: 'quantity_tiers' }>): CompiledAction {
  const tiers = action.tiers.toSorted((a, b) => b.atLeast - a.atLeast)
  const lowest = tiers.at(-1)
  return {
    pools: [],
    take: (turn) => {
      const { pieces } = turn.measure
      const tier = tiers.find(({ atLeast }) => pieces >= atLeast)
      if (!tier) return { reason: 'quantity', wanted: lowest?.atLeast ?? 0, had: pieces }
      return percentOffLines(turn, tier.ppm)
    },
  }
}
