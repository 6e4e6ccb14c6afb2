import { costOf, shareOf, takeOff } from '../pieces.ts'
import { alreadyLower, type Answer, type CompiledAction, type Turn } from '../turn.ts'
import type { Action } from '../types.ts'

/** Off what sending costs; a million ppm is free delivery. */
export const shippingPercent = (action: Extract<Action, { kind: 'shipping_percent' }>): CompiledAction => ({
  pools: [],
  onShipping: true,
  take: (turn) => offShipping(turn, (minor) => shareOf(minor, action.ppm)),
})

/** Sending lies behind the goods as one more line of one piece, so groups and `exclusive` mean there what they mean for a piece. */
export function offShipping(turn: Turn, off: (minor: number) => number): Answer {
  if (turn.shipping < 0) return { reason: 'nothing_to_send' }
  const runs = turn.free(turn.shipping)
  if (runs.length === 0) return { reason: 'another_is_better' }
  const minor = off(costOf(runs))
  return minor > 0 ? takeOff(turn.shipping, runs, minor) : alreadyLower
}
