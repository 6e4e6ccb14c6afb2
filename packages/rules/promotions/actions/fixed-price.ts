import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { offPieces } from './line-amount.ts'

/** What a piece costs; one that is cheaper already stays so, and is free for others. */
export const fixedPrice = (action: Extract<Action, { kind: 'fixed_price' }>): CompiledAction => ({
  pools: [],
  perPiece: (unitMinor, pieces) => Math.max(0, unitMinor - action.minor) * pieces,
  take: (turn) => offPieces(turn, (unitMinor) => Math.max(0, unitMinor - action.minor)),
})
