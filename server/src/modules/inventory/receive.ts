import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import { namedBins, refuseUnknownBins } from './pieces/put-away.ts'
import type { Arrival } from './types.ts'

/**
 * Pieces that came in from outside. A SKU seen for the first time in a place gets its row here; one that is tracked must say its lot,
 * expiry date or serial numbers. Without a named bin they lie in the place's receiving bin, if it has one.
 * @throws Refusal `inventory.not_told_apart`, `inventory.unknown_bin`, 409 `inventory.serial_known` and those of `nameLots`.
 */
export async function receive(ctx: WriteContext, arrivals: readonly Arrival[]): Promise<void> {
  for (const { locationId, lines } of arrivals) await refuseUnknownBins(ctx, locationId, namedBins(lines))
  await move(
    ctx,
    arrivals.map(({ document, locationId, lines, reason, actor }) => ({
      kind: 'receipt',
      document,
      reason,
      actor,
      lines: linesAt(locationId, lines, 1),
    })),
  )
}
