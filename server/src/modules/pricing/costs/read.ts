import { invariant, type Currency } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { costsSince } from './store.ts'

/** Articles whose costs are read at once. */
const CHUNK = 1_000

/** What a piece cost the retailer at an instant, net of VAT, minor units; undefined: nobody has said. */
export type CostBook = (sku: string, currency: Currency, at: Date) => number | undefined

/** Reads what these articles cost from an instant on; nothing may be asked about before it. */
export async function costBook(ctx: ReadContext, skus: readonly string[], since: Date): Promise<CostBook> {
  const wanted = [...new Set(skus)]
  const rows = []
  for (let at = 0; at < wanted.length; at += CHUNK)
    rows.push(...(await costsSince(ctx, wanted.slice(at, at + CHUNK), since)))
  const bySku = Map.groupBy(rows, ({ sku, currency }) => `${sku} ${currency}`)
  return (sku, currency, at) => {
    invariant(at >= since, 'costs were read from this instant on')
    return bySku.get(`${sku} ${currency}`)?.find(({ validFrom }) => validFrom <= at)?.netMinor
  }
}
