import type { Currency, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { whoOf } from '../store.ts'

type Plain<T> = { [K in keyof T]: T[K] }

/** What a piece costs the retailer from an instant on, net of VAT, minor units. */
export interface Cost {
  readonly sku: Sku
  readonly currency: Currency
  readonly validFrom: Date
  readonly netMinor: number
}

/** A cost with who wrote it down. */
export interface RecordedCost extends Cost {
  readonly recordedAt: Date
  readonly recordedBy: string
}

export const insertCosts = (ctx: WriteContext, costs: readonly Cost[]): Promise<unknown> =>
  ctx.query(
    `insert into pricing.cost (sku, currency, valid_from, net_minor, recorded_at, recorded_by)
     select sku, currency, valid_from, net_minor, $5, $6
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[]) as c(sku, currency, valid_from, net_minor)`,
    [
      costs.map(({ sku }) => sku),
      costs.map(({ currency }) => currency),
      costs.map(({ validFrom }) => validFrom),
      costs.map(({ netMinor }) => netMinor),
      ctx.now,
      whoOf(ctx),
    ],
  )

/** Newest first; of one instant the one that counts first. */
export const costsOf = (ctx: ReadContext, skus: readonly string[], limit: number): Promise<RecordedCost[]> =>
  ctx.query<Plain<RecordedCost>>(
    `select sku, currency, valid_from as "validFrom", net_minor as "netMinor", recorded_at as "recordedAt",
            recorded_by as "recordedBy"
       from pricing.cost where sku = any($1::text[]) order by sku, valid_from desc, id desc limit $2`,
    [skus, limit],
  )

/** What was in force at an instant and what began later, newest first; of rows of one instant the one that counts. */
export const costsSince = (ctx: ReadContext, skus: readonly string[], since: Date): Promise<Cost[]> =>
  ctx.query<Plain<Cost>>(
    `select distinct on (sku, currency, valid_from) sku, currency, valid_from as "validFrom", net_minor as "netMinor"
       from pricing.cost c
      where sku = any($1::text[])
        and valid_from >= coalesce((select max(b.valid_from) from pricing.cost b
                                     where b.sku = c.sku and b.currency = c.currency and b.valid_from <= $2), '-infinity')
      order by sku, currency, valid_from desc, id desc`,
    [skus, since],
  )
