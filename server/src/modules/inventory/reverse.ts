import type { LocationId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { move } from './move.ts'
import type { DocumentRef, MovementKind } from './types.ts'

/** What a document moved, and by which other document it is taken back. */
export interface Reversal {
  readonly document: DocumentRef
  readonly of: DocumentRef
  readonly note?: string
}

type Row = {
  readonly kind: MovementKind
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  readonly bin: string | null
  readonly lotId: string | null
}

/**
 * Books the opposite of everything that a document moved, of the same kinds and at the same places and bins, under a document of
 * its own: the ledger then shows what was thought, and that it was taken back. The caller sees to it that it happens once.
 * Answers how many rows were countered.
 */
export async function reverse(ctx: WriteContext, { document, of, note }: Reversal): Promise<number> {
  const rows = await movementsOf(ctx, of)
  await move(
    ctx,
    [...Map.groupBy(rows, (row) => row.kind)].map(([kind, moved]) => ({
      kind,
      document,
      reason: 'undone',
      note,
      lines: moved.map(({ sku, locationId, quantity, bin, lotId }) => ({
        sku,
        locationId,
        quantity: -quantity,
        bin: bin ?? undefined,
        lotId: lotId ?? undefined,
      })),
    })),
  )
  return rows.length
}

/** What a document moved, in the order in which it was booked. */
export const movementsOf = (ctx: WriteContext, { kind, id }: DocumentRef): Promise<Row[]> =>
  ctx.query<Row>(
    `select kind, sku, location_id as "locationId", quantity, bin, lot_id as "lotId" from inventory.movement
      where document_kind = $1 and document_id = $2 order by id`,
    [kind, id],
  )
