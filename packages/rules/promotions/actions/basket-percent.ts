import { shareOf } from '../pieces.ts'
import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { offTheSum } from './basket-amount.ts'

/** Off the sum of the promotion's lines, rounded once, then allocated to them. */
export const basketPercent = (action: Extract<Action, { kind: 'basket_percent' }>): CompiledAction => ({
  pools: [],
  take: (turn) => offTheSum(turn, (sumMinor) => shareOf(sumMinor, action.ppm)),
})
