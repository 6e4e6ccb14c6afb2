import { newId, Refusal, type LocationId, type Sku } from '@splot/kernel'
import { openAt } from '#modules/fulfilment'
import { adjust, levelsAt } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { look } from './look.ts'
import { lockPlaceOfSku } from './store.ts'
import type { Incident } from './types.ts'

/** What somebody has found where the pieces should be. */
export interface ShelfReport {
  readonly locationId: LocationId
  readonly sku: Sku
  /** Pieces that may be sold or picked; what lies aside for orders already is not counted. */
  readonly onShelf: number
  readonly note?: string | undefined
}

/**
 * Somebody stood in front of the shelf: the book is put right by what she found, and an incident opens when promises break by it.
 * Answers by how many pieces the book was wrong, and the incident, if there is one.
 * @throws Refusal `incidents.no_such_row`: the place has never had that article.
 */
export async function reportShelf(
  ctx: WriteContext,
  { locationId, sku, onShelf, note }: ShelfReport,
): Promise<{ adjusted: number; incident: Incident | undefined }> {
  await lockPlaceOfSku(ctx, sku, locationId)
  const [[level], parts] = await Promise.all([levelsAt(ctx, locationId, [sku]), openAt(ctx, locationId)])
  if (!level) {
    throw new Refusal('unprocessable', 'incidents.no_such_row', 'This place has never had that article.', {
      errors: [{ pointer: '/sku', detail: 'no stock of it was ever booked here' }],
    })
  }
  const aside = parts
    .flatMap((part) => part.lines)
    .reduce((sum, line) => sum + (line.sku === sku ? line.picked : 0), 0)
  const adjusted = onShelf + aside - level.onHand
  if (adjusted !== 0) {
    const id = newId()
    await adjust(ctx, [
      {
        document: { kind: 'adjustment', id },
        locationId,
        reason: 'correction',
        lines: [{ sku, quantity: adjusted }],
        ...(note !== undefined && { note }),
      },
    ])
    const detail = { sku, onShelf, aside, adjusted }
    await audit(ctx, { action: 'incidents.shelf_reported', subject: id, locationId, detail })
  }
  return { adjusted, incident: await look(ctx, { sku, locationId }, 'shelf_empty') }
}
