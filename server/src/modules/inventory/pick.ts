import type { HoldId, OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'

/**
 * Marks allocated holds as picked: the pieces lie in the staging place and are still on hand and reserved. Holds in any other
 * state are left alone. Answers the ids that are picked now.
 */
export async function pick(
  ctx: WriteContext,
  holds: { readonly holdIds?: readonly HoldId[]; readonly orderIds?: readonly OrderId[] },
): Promise<readonly HoldId[]> {
  const rows = await ctx.query<{ holdId: HoldId }>(
    `with locked as (
       select hold_id from inventory.hold
        where (hold_id = any($1) or order_id = any($2)) and state in ('allocated', 'picked')
        order by hold_id for update)
     update inventory.hold h set state = 'picked' from locked where h.hold_id = locked.hold_id
     returning h.hold_id as "holdId"`,
    [holds.holdIds ?? [], holds.orderIds ?? []],
  )
  return rows.map((row) => row.holdId)
}
