import type { Currency } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { costsOf } from './store.ts'

/** Rows of the history of one article that are looked at, on the average: more is a fault of a feed. */
const MAX_ROWS_PER_SKU = 200

/** What a piece cost the retailer at an instant, net of VAT, minor units; undefined: nobody has said. */
export type CostBook = (sku: string, currency: Currency, at: Date) => number | undefined

/** Reads what these articles cost, then and now. */
export async function costBook(ctx: ReadContext, skus: readonly string[]): Promise<CostBook> {
  const wanted = [...new Set(skus)]
  const rows = await costsOf(ctx, wanted, wanted.length * MAX_ROWS_PER_SKU)
  const bySku = Map.groupBy(rows, ({ sku, currency }) => `${sku} ${currency}`)
  return (sku, currency, at) =>
    bySku.get(`${sku} ${currency}`)?.find(({ validFrom }) => validFrom <= at)?.netMinor
}
