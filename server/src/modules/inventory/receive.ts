import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import type { Arrival } from './types.ts'

/** Pieces that came in from outside. A SKU seen for the first time in a place gets its row here. */
export const receive = (ctx: WriteContext, arrivals: readonly Arrival[]): Promise<void> =>
  move(
    ctx,
    arrivals.map(({ document, locationId, lines, reason, actor }) => ({
      kind: 'receipt',
      document,
      reason,
      actor,
      lines: linesAt(locationId, lines, 1),
    })),
  )
