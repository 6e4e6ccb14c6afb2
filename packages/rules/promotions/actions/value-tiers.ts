import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { offTheSum } from './basket-amount.ts'

/** "Spend 200 get 30 off, spend 400 get 80 off": the highest tier that is reached counts. */
export function valueTiers(action: Extract<Action, { kind: 'value_tiers' }>): CompiledAction {
  const tiers = action.tiers.toSorted((a, b) => b.atLeastMinor - a.atLeastMinor)
  const lowest = tiers.at(-1)
  return {
    pools: [],
    take: (turn) => {
      const { minor } = turn.measure
      const tier = tiers.find(({ atLeastMinor }) => minor >= atLeastMinor)
      if (!tier) return { reason: 'value', wanted: lowest?.atLeastMinor ?? 0, had: minor }
      return offTheSum(turn, () => tier.minor)
    },
  }
}
