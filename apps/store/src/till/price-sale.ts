import { wallClock, weekdayOf } from '@splot/kernel'
import { compileRules, priceBasket, type CompiledRules, type PricedBasket } from '@splot/rules'
import type { SaleCoupon, SaleLine } from './sale.ts'

/** Promotions by weekday and hour are read on this clock, as the server does. */
const RULES_ZONE = 'Europe/Warsaw'

/** What is priced by: the rules as the server published them, and whose counter this is. */
export interface PricedBy {
  readonly rules: CompiledRules
  readonly locationId: string
  readonly at: Date
}

/** Until the first rules have come: everything costs what its label says. */
export const NO_RULES = compileRules({ version: 0, promotions: [] })

/**
 * What the lines of a sale cost, counted on this device by the rules that the server runs: the same bytes, with or without a network. Null
 * while there are no lines.
 */
export function priceSale(
  lines: readonly SaleLine[],
  coupons: readonly SaleCoupon[],
  { rules, locationId, at }: PricedBy,
): PricedBasket | null {
  const [first] = lines
  if (!first) return null
  const { date, minutes } = wallClock(at, RULES_ZONE)
  return priceBasket(
    {
      currency: first.article.price.currency,
      lines: lines.map(({ article, quantity }, index) => ({
        lineId: String(index + 1),
        sku: article.sku,
        product: article.product,
        categories: article.categories,
        attributes: article.attributes,
        quantity,
        unitMinor: article.price.minor,
        taxLetter: article.taxLetter,
        taxPpm: article.taxPpm,
        fulfilment: 'counter',
      })),
      shipping: null,
      coupons: coupons.map(({ code, promotionId }) => ({ code, promotionId })),
    },
    rules,
    {
      at: at.getTime(),
      weekday: weekdayOf(date),
      minutes,
      channel: 'store',
      location: locationId,
      segments: [],
      groups: [],
      firstOrder: null,
      tender: 'cash',
    },
  )
}
