import type { HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { move } from './move.ts'

type PickedRow = {
  readonly holdId: HoldId
  readonly orderId: OrderId
  /** What goes to staging now: of holds that were not picked before, in places that have a staging bin. */
  readonly staged: readonly { sku: Sku; locationId: LocationId; quantity: number; bin: string }[] | null
}

/**
 * Marks allocated holds as picked: the pieces are still on hand and reserved, and lie in staging where the place has a bin for it. Holds
 * in any other state are left alone. Answers the ids that are picked now.
 */
export async function pick(
  ctx: WriteContext,
  holds: {
    readonly holdIds?: readonly HoldId[]
    readonly orderIds?: readonly OrderId[]
    /** Only holds whose pieces are all in this place: what one place has picked of an order that several serve. */
    readonly locationId?: LocationId
  },
): Promise<readonly HoldId[]> {
  const rows = await ctx.query<PickedRow>(
    `with locked as (
       select hold_id, state from inventory.hold
        where (hold_id = any($1) or order_id = any($2)) and state in ('allocated', 'picked')
          and ($3::uuid is null
               or not exists (select from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
                               where l.hold_id = hold.hold_id and l.outstanding > 0 and s.location_id <> $3))
        order by hold_id for update)
     update inventory.hold h set state = 'picked' from locked where h.hold_id = locked.hold_id
     returning h.hold_id as "holdId", h.order_id as "orderId",
               case when locked.state = 'allocated' then
                 (select jsonb_agg(jsonb_build_object('sku', s.sku, 'locationId', s.location_id, 'quantity', l.outstanding,
                                                      'bin', b.code) order by s.sku, s.location_id)
                    from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
                    join lateral (select code from inventory.bin
                                   where location_id = s.location_id and kind = 'staging' order by code limit 1) b on true
                   where l.hold_id = h.hold_id and l.outstanding > 0) end as staged`,
    [holds.holdIds ?? [], holds.orderIds ?? [], holds.locationId ?? null],
  )
  await move(
    ctx,
    rows.flatMap(({ orderId, staged }) =>
      staged
        ? [
            {
              kind: 'put_away' as const,
              document: { kind: 'order' as const, id: orderId },
              reason: 'picked',
              lines: staged.map(({ bin, ...line }) => ({ ...line, to: bin })),
            },
          ]
        : [],
    ),
  )
  return rows.map((row) => row.holdId)
}
