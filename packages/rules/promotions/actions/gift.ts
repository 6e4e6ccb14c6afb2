import { dearestFirst, type Take } from '../pieces.ts'
import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { freePieces } from './cheapest-free.ts'

/** Pieces of that SKU in the basket cost nothing, up to `quantity`. They never count towards the promotion's own conditions. */
export const gift = (action: Extract<Action, { kind: 'gift' }>): CompiledAction => ({
  pools: [(line) => line.sku === action.sku],
  aside: action.sku,
  take: (turn) => {
    const takes: Take[] = []
    let left = action.quantity
    for (const { line, run } of dearestFirst(freePieces(turn, turn.pools[0] ?? []))) {
      const pieces = Math.min(left, run.pieces)
      if (pieces === 0 || run.unitMinor === 0) continue
      takes.push({ line, run, pieces, minor: pieces * run.unitMinor })
      left -= pieces
    }
    return takes.length > 0 ? takes : { reason: 'gift_missing', wanted: action.quantity, had: 0 }
  },
})
