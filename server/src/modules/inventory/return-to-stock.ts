import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import type { Arrival } from './types.ts'

/** Pieces that a customer brought back and that may be sold again, in the place where they were received. */
export const returnToStock = (ctx: WriteContext, arrivals: readonly Arrival[]): Promise<void> =>
  move(
    ctx,
    arrivals.map(({ document, locationId, lines, reason, actor }) => ({
      kind: 'return',
      document,
      reason,
      actor,
      lines: linesAt(locationId, lines, 1),
    })),
  )
