import { numberOf } from './seed.ts'
import type { DemoCost, DemoProduct } from './types.ts'

/** VAT in a gross price, per cent, by the letter of its rate. */
const vat = { A: 23, B: 8, C: 5, D: 0 } as const

/** What a department pays of a net price, per cent; of others `usual`. */
const shares: Readonly<Record<string, number>> = {
  'garnitury-i-marynarki': 34,
  plaszcze: 36,
  trencze: 36,
  sukienki: 37,
  'bizuteria-i-lazienka': 33,
  dekoracje: 42,
  papeteria: 46,
  'swiece-i-lampiony': 44,
  zabawki: 52,
  sneakersy: 50,
}
const usual = { apparel: 40, home: 47 } as const
/** How far an article is from its department, at most, either way. */
const SPREAD = 6

/** What each article costs: a share of its net price by department, a little different for each product, the same for its variants. */
export const costsOf = (products: readonly DemoProduct[]): DemoCost[] =>
  products.flatMap(({ handle, category, kind, taxRate, variants }) => {
    const share = (shares[category] ?? usual[kind]) - SPREAD + (numberOf(handle) % (2 * SPREAD + 1))
    return variants.map(({ sku, priceMinor }) => {
      const net = (priceMinor * 100) / (100 + vat[taxRate])
      return { sku, netMinor: Math.max(1, Math.round((net * share) / 100)) }
    })
  })
