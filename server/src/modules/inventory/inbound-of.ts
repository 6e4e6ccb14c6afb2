import type { LocalDate, LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Pieces that are on their way to a place. */
export interface Inbound extends Record<string, unknown> {
  readonly expectedOn: LocalDate
  readonly quantity: number
}

/** What documents will still bring of a SKU to a place, the earliest first. */
export const inboundOf = (ctx: ReadContext, sku: Sku, locationId: LocationId): Promise<Inbound[]> =>
  ctx.query<Inbound>(
    `select i.expected_on::text as "expectedOn", sum(i.quantity)::int as quantity
       from inventory.inbound i join inventory.stock s on s.stock_id = i.stock_id
      where s.sku = $1 and s.location_id = $2 group by i.expected_on order by i.expected_on`,
    [sku, locationId],
  )
