import type { Currency } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { Delivery } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const columns = `country, currency, code, name, gross_minor as "grossMinor", free_from_minor as "freeFromMinor", days`

/** The way that baskets go in unless another is chosen: that of a new, cheaper one would change what people pay. */
const USUAL_FIRST = `code <> 'standard', gross_minor, code`

/** By country and currency, the usual way first: the standard one, else the cheapest. */
export const allDeliveries = (ctx: ReadContext): Promise<Delivery[]> =>
  ctx.query<Plain<Delivery>>(
    `select ${columns} from carts.delivery order by country, currency, ${USUAL_FIRST}`,
  )

/** Those of a currency, by country, the usual way of each first. */
export const deliveriesIn = (ctx: ReadContext, currency: Currency): Promise<Delivery[]> =>
  ctx.query<Plain<Delivery>>(
    `select ${columns} from carts.delivery where currency = $1 order by country, ${USUAL_FIRST}`,
    [currency],
  )

export const putDelivery = (ctx: WriteContext, one: Delivery): Promise<unknown> =>
  ctx.query(
    `insert into carts.delivery (country, currency, code, name, gross_minor, free_from_minor, days, updated_at, updated_by)
     values ($1, $2, $8, $3::jsonb, $4, $5, $9, $6, $7)
     on conflict (country, currency, code) do update
        set name = excluded.name, gross_minor = excluded.gross_minor, free_from_minor = excluded.free_from_minor,
            days = excluded.days, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [
      one.country,
      one.currency,
      JSON.stringify(one.name),
      one.grossMinor,
      one.freeFromMinor,
      ctx.now,
      `${ctx.actor.kind}:${ctx.actor.id}`,
      one.code,
      one.days,
    ],
  )

/** One way, or all (`null`). False: there was none. */
export const dropDelivery = async (
  ctx: WriteContext,
  country: string,
  currency: Currency,
  code: string | null,
): Promise<boolean> =>
  (
    await ctx.query(
      `delete from carts.delivery where country = $1 and currency = $2 and ($3::text is null or code = $3) returning 1`,
      [country, currency, code],
    )
  ).length > 0
