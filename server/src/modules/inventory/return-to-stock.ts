import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import { namedBins, refuseUnknownBins } from './pieces/put-away.ts'
import type { Arrival } from './types.ts'

/** Pieces that a customer brought back, in the place where they were received: for sale again, or put `aside` until somebody has looked. */
export async function returnToStock(ctx: WriteContext, arrivals: readonly Arrival[]): Promise<void> {
  for (const { locationId, lines } of arrivals) await refuseUnknownBins(ctx, locationId, namedBins(lines))
  await move(
    ctx,
    arrivals.map(({ document, locationId, lines, reason, actor }) => ({
      kind: 'return',
      document,
      reason,
      actor,
      lines: linesAt(locationId, lines, 1),
    })),
  )
}
