import type { LocationId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { FlaggedSale, FlaggedSaleId, SaleToFlag } from './flag-sale.ts'

type Row = FlaggedSale & Record<string, unknown>

const columns = `id, number, order_id as "orderId", order_number as "orderNumber", location_id as "locationId",
  device_id as "deviceId", staff_id as "staffId", sold_at as "soldAt", arrived_at as "arrivedAt", currency,
  sold_minor as "soldMinor", due_minor as "dueMinor", reasons, settled_at as "settledAt", settled_by as "settledBy", note`

export const insertFlagged = (
  ctx: WriteContext,
  sales: readonly (SaleToFlag & { readonly id: FlaggedSaleId })[],
): Promise<unknown> =>
  ctx.query(
    `insert into incidents.flagged_sale (id, number, order_id, order_number, location_id, device_id, staff_id, sold_at, arrived_at,
                                         currency, sold_minor, due_minor, reasons)
     select id, 'N' || nextval('incidents.number_body'), order_id, order_number, location_id, device_id, staff_id, sold_at, $2,
            currency, sold_minor, due_minor, reasons
       from json_to_recordset($1::json) as s (id uuid, order_id uuid, order_number text, location_id uuid, device_id uuid,
            staff_id uuid, sold_at timestamptz, currency text, sold_minor bigint, due_minor bigint, reasons jsonb)
     on conflict (order_id) do nothing`,
    [
      JSON.stringify(
        sales.map((sale) => ({
          id: sale.id,
          order_id: sale.orderId,
          order_number: sale.orderNumber,
          location_id: sale.locationId,
          device_id: sale.actor.deviceId,
          staff_id: sale.staffId,
          sold_at: sale.soldAt,
          currency: sale.currency,
          sold_minor: sale.soldMinor,
          due_minor: sale.dueMinor,
          reasons: sale.reasons,
        })),
      ),
      ctx.now,
    ],
  )

export const flaggedById = async (ctx: ReadContext, id: FlaggedSaleId): Promise<FlaggedSale | undefined> =>
  (await ctx.query<Row>(`select ${columns} from incidents.flagged_sale where id = $1`, [id]))[0]

/** Undefined: it is settled already, or does not exist. */
export const saveSettled = async (
  ctx: WriteContext,
  id: FlaggedSaleId,
  note: string,
): Promise<FlaggedSale | undefined> =>
  (
    await ctx.query<Row>(
      `update incidents.flagged_sale set settled_at = $2, settled_by = $3, note = $4
        where id = $1 and settled_at is null returning ${columns}`,
      [id, ctx.now, ctx.actor.staffId, note],
    )
  )[0]

/** Newest first. `places`: null for all; `settled`: null for both. */
export const listFlagged = (
  ctx: ReadContext,
  filter: {
    readonly places: readonly LocationId[] | null
    readonly settled: boolean | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<FlaggedSale[]> =>
  ctx.query<Row>(
    `select ${columns} from incidents.flagged_sale
      where ($1::uuid[] is null or location_id = any($1)) and ($2::bool is null or (settled_at is not null) = $2)
        and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    [filter.places, filter.settled, filter.before, filter.limit],
  )
