import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** A row whose counters are not what the ledger and the holds say. */
interface Mismatch {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly moved: number
  readonly reserved: number
  readonly held: number
}

interface Proof {
  readonly proven: boolean
  /** Rows that were checked. */
  readonly rows: number
  /** The first row, by SKU and place, that does not agree. */
  readonly mismatch: Mismatch | null
}

/**
 * Recounts: on hand = sum of movements, reserved = sum of what live holds still have, for every row (of these places). One
 * statement, so one moment: it may run while everybody sells.
 */
export async function proveStock(
  ctx: ReadContext,
  places: readonly LocationId[] | null = null,
): Promise<Proof> {
  const [counted] = await ctx.query<{ rows: number; mismatch: Mismatch | null }>(
    `with moved as (
       select sku, location_id, sum(quantity) as moved from inventory.movement group by sku, location_id),
     held as (
       select s.sku, s.location_id, sum(l.outstanding) as held
         from inventory.hold_line l join inventory.hold h on h.hold_id = l.hold_id
         join inventory.stock s on s.stock_id = l.stock_id
        where l.outstanding > 0 and h.state in ('soft', 'pinned', 'allocated', 'picked') group by s.sku, s.location_id),
     compared as (
       select sku, location_id, coalesce(s.on_hand, 0) as on_hand, coalesce(s.reserved, 0) as reserved,
              coalesce(m.moved, 0) as moved, coalesce(h.held, 0) as held
         from inventory.stock s full join moved m using (sku, location_id) full join held h using (sku, location_id)
        where $1::uuid[] is null or location_id = any($1))
     select count(*) as rows,
            (select jsonb_build_object('sku', sku, 'locationId', location_id, 'onHand', on_hand, 'moved', moved,
                                       'reserved', reserved, 'held', held)
               from compared where on_hand <> moved or reserved <> held
              order by sku, location_id limit 1) as mismatch
       from compared`,
    [places],
  )
  const mismatch = counted?.mismatch ?? null
  return { proven: mismatch === null, rows: counted?.rows ?? 0, mismatch }
}
