import type { ChannelId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { HoldState } from './states.ts'
import type { HoldKind } from './types.ts'

/** What one live hold has of one row of stock. Of people it tells nothing but whose order it is. */
export interface LiveHold extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly locationId: LocationId
  readonly kind: HoldKind
  readonly state: HoldState
  readonly channelId: ChannelId
  /** Null: nobody's order yet. */
  readonly orderId: OrderId | null
  /** Pieces of the row that count as reserved. */
  readonly quantity: number
  readonly createdAt: Date
  /** When it lapses; null: an order's, it lasts until that is handed over or cancelled. */
  readonly expiresAt: Date | null
  /** Its time is over: it still counts, but whoever asks for these pieces gets them. */
  readonly lapsed: boolean
}

export interface LiveHoldFilter {
  readonly sku: Sku
  /** null: everywhere. */
  readonly places: readonly LocationId[] | null
  /** Holds before this hold and place. */
  readonly before?: readonly [holdId: string, locationId: string] | undefined
  readonly limit: number
}

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * Who holds the pieces of a SKU, the newest hold first: their quantities in a place sum to what is reserved there. Lines of holds are not
 * indexed by their row (that would cost every reservation a quarter), so it reads all live holds: half a second where there
 * are half a million.
 */
export const liveHoldsOn = (ctx: ReadContext, filter: LiveHoldFilter): Promise<LiveHold[]> =>
  ctx.query<LiveHold>(
    `with asked as materialized (
       select stock_id, location_id from inventory.stock
        where sku = $1 and reserved > 0 and ($2::uuid[] is null or location_id = any($2)))
     select h.hold_id as "holdId", a.location_id as "locationId", h.kind, h.state, h.channel_id as "channelId", h.order_id as "orderId",
            l.outstanding as quantity, h.created_at as "createdAt",
            case when h.state in ('soft', 'pinned') then h.expires_at end as "expiresAt",
            h.state in ('soft', 'pinned') and h.expires_at <= $6 as lapsed
       from (select * from inventory.hold where state in ('soft', 'pinned')
             union all select * from inventory.hold where state in ('allocated', 'picked')) h
       join inventory.hold_line l on l.hold_id = h.hold_id
       join asked a on a.stock_id = l.stock_id
      where l.outstanding > 0 and (h.hold_id, a.location_id) < ($3::uuid, $4::uuid)
      order by h.hold_id desc, a.location_id desc limit $5`,
    [filter.sku, filter.places, ...(filter.before ?? [LAST, LAST]), filter.limit, ctx.now],
  )
