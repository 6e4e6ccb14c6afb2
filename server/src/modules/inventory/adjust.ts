import type { WriteContext } from '#platform/context'
import { signedLinesAt } from './lines.ts'
import { move } from './move.ts'
import type { Adjustment } from './types.ts'

/** Puts the book right: damage, theft, a count, something found. Signed quantities; a physical fact, never refused. */
export const adjust = (ctx: WriteContext, adjustments: readonly Adjustment[]): Promise<void> =>
  move(
    ctx,
    adjustments.map(({ document, locationId, lines, reason, note, actor }) => ({
      kind: reason,
      document,
      note,
      actor,
      lines: signedLinesAt(locationId, lines),
    })),
  )
