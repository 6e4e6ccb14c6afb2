import type { HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Pieces of one row that a live hold has. */
export interface Promised extends Record<string, unknown> {
  readonly holdId: HoldId
  /** Null: a basket's. */
  readonly orderId: OrderId | null
  readonly quantity: number
  /** When the pieces were promised. */
  readonly since: Date
}

export interface RowPromises {
  readonly onHand: number
  /** What may not be handed out though it is on hand. */
  readonly quarantined: number
  /** Live promises, the first promised first; what has lapsed is nobody's. */
  readonly promises: readonly Promised[]
}

/**
 * Who has been promised pieces of one SKU in one place: these orders, and every live basket. The caller names the orders, because
 * lines of holds are not indexed by their row (that would cost every reservation a quarter).
 */
export async function promisesOn(
  ctx: ReadContext,
  sku: Sku,
  locationId: LocationId,
  orderIds: readonly OrderId[],
): Promise<RowPromises> {
  const [[row], ofOrders, ofBaskets] = await Promise.all([
    ctx.query<{ onHand: number; quarantined: number }>(
      'select on_hand as "onHand", quarantined from inventory.stock where sku = $1 and location_id = $2',
      [sku, locationId],
    ),
    ctx.query<Promised>(
      `${promisedColumns} where h.order_id = any($3) and h.state in ('allocated', 'picked') and l.outstanding > 0`,
      [sku, locationId, orderIds],
    ),
    ctx.query<Promised>(
      `${promisedColumns} where h.state in ('soft', 'pinned') and h.expires_at > $3 and l.outstanding > 0`,
      [sku, locationId, ctx.now],
    ),
  ])
  const promises = [...ofOrders, ...ofBaskets].sort(
    (one, other) => one.since.getTime() - other.since.getTime() || (one.holdId < other.holdId ? -1 : 1),
  )
  return { onHand: row?.onHand ?? 0, quarantined: row?.quarantined ?? 0, promises }
}

const promisedColumns = `
  select h.hold_id as "holdId", h.order_id as "orderId", l.outstanding as quantity, h.created_at as since
    from inventory.hold h
    join inventory.hold_line l on l.hold_id = h.hold_id
     and l.stock_id = (select s.stock_id from inventory.stock s where s.sku = $1 and s.location_id = $2)`
