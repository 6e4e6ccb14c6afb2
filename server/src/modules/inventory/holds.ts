import type { ChannelId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { HoldState } from './states.ts'
import type { HoldKind } from './types.ts'

export interface Hold {
  readonly holdId: HoldId
  readonly kind: HoldKind
  readonly state: HoldState
  readonly channelId: ChannelId
  readonly orderId: OrderId | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lines: readonly HoldLine[]
}

export interface HoldLine {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  /** What still counts as reserved: less than `quantity` when pieces were handed over, or taken by somebody after it had expired. */
  readonly outstanding: number
}

/** A hold as it is now; undefined when there is none under this id. */
export async function findHold(ctx: ReadContext, holdId: HoldId): Promise<Hold | undefined> {
  const [hold] = await ctx.query<Hold & Record<string, unknown>>(
    `select h.hold_id as "holdId", h.kind, h.state, h.channel_id as "channelId", h.order_id as "orderId",
            h.created_at as "createdAt", h.expires_at as "expiresAt",
            coalesce((select jsonb_agg(jsonb_build_object('sku', s.sku, 'locationId', s.location_id, 'quantity', l.quantity,
                                                          'outstanding', l.outstanding) order by s.sku, s.location_id)
                        from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
                       where l.hold_id = h.hold_id), '[]') as lines
       from inventory.hold h where h.hold_id = $1`,
    [holdId],
  )
  return hold
}
