import type { Currency } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { Delivery } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const columns = `country, currency, name, gross_minor as "grossMinor", free_from_minor as "freeFromMinor"`

export const allDeliveries = (ctx: ReadContext): Promise<Delivery[]> =>
  ctx.query<Plain<Delivery>>(`select ${columns} from carts.delivery order by country, currency`)

export const putDelivery = (ctx: WriteContext, one: Delivery): Promise<unknown> =>
  ctx.query(
    `insert into carts.delivery (country, currency, name, gross_minor, free_from_minor, updated_at, updated_by)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7)
     on conflict (country, currency) do update
        set name = excluded.name, gross_minor = excluded.gross_minor, free_from_minor = excluded.free_from_minor,
            updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [
      one.country,
      one.currency,
      JSON.stringify(one.name),
      one.grossMinor,
      one.freeFromMinor,
      ctx.now,
      `${ctx.actor.kind}:${ctx.actor.id}`,
    ],
  )

/** False: it was not served. */
export const dropDelivery = async (
  ctx: WriteContext,
  country: string,
  currency: Currency,
): Promise<boolean> =>
  (
    await ctx.query(`delete from carts.delivery where country = $1 and currency = $2 returning 1`, [
      country,
      currency,
    ])
  ).length > 0
