import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import type { Sale } from './types.ts'

/**
 * Pieces that left over the counter: a physical fact, never refused. Where it takes promised pieces, or more than the book
 * knew of, `inventory.oversold` is published.
 */
export const sell = (ctx: WriteContext, sales: readonly Sale[]): Promise<void> =>
  move(
    ctx,
    sales.map(({ document, locationId, lines, actor }) => ({
      kind: 'sale',
      document,
      actor,
      lines: linesAt(locationId, lines, -1),
    })),
  )
