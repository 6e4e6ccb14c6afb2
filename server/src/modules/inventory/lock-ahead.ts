import type { HoldId, LocationId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { lockRowStates } from './atp/store.ts'
import { lockAllocated } from './store.ts'

/**
 * Locks at once, in the one order, what several verbs of one transaction are about to touch: the lots of these SKUs, the allocated holds with their
 * lines, and these rows. For whoever moves pieces in one place and tells of them in another: each verb by itself would begin the order anew.
 */
export async function lockAhead(
  ctx: WriteContext,
  ahead: {
    readonly holdIds?: readonly HoldId[]
    readonly rows: readonly { readonly sku: Sku; readonly locationId: LocationId }[]
  },
): Promise<void> {
  const { holdIds = [], rows } = ahead
  await ctx.query('select from inventory.lot where sku = any($1) order by lot_id for share', [
    [...new Set(rows.map(({ sku }) => sku))],
  ])
  if (holdIds.length > 0) await lockAllocated(ctx, holdIds, [])
  await lockRowStates(ctx, rows)
}
