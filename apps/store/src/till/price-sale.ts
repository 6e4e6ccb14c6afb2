import { HOME_ZONE, wallClock, weekdayOf } from '@splot/kernel'
import {
  compileRules,
  priceBasket,
  type Basket,
  type BasketLine,
  type CompiledRules,
  type PricedBasket,
  type PricingContext,
  type Tenders,
} from '@splot/rules'
import type { TillPrice } from './price-book.ts'
import type { Article, SaleCoupon, SaleCustomer, SaleLine } from './sale.ts'

/** What is priced by: the rules as the server published them, and whose counter this is. */
export interface PricedBy {
  readonly rules: CompiledRules
  /** What one piece costs when so many are bought; nothing while this device knows no prices, or when it has none. */
  readonly priceOf?: (article: Article, quantity: number) => TillPrice | null | undefined
  readonly locationId: string
  readonly at: Date
  /** What is known of who buys; nobody: a guest. */
  readonly customer?: Pick<SaleCustomer, 'segments' | 'groups' | 'firstOrder'> | null | undefined
  /** What is going to pay: a promotion may be for one way of paying. Cash, unless somebody shows a card or takes her credit. */
  readonly tender?: Tenders
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
  by: PricedBy,
): PricedBasket | null {
  const basket = basketOf(lines, coupons, by)
  return basket && priceBasket(basket, by.rules, contextOf(by))
}

/** The sale as the rules read it: lines in the order of the sale, each at the price of its quantity. Null while there are none. */
export function basketOf(
  lines: readonly SaleLine[],
  coupons: readonly SaleCoupon[],
  { priceOf }: Pick<PricedBy, 'priceOf'>,
): Basket | null {
  const [first] = lines
  if (!first) return null
  return {
    currency: first.article.price.currency,
    lines: lines.map(({ article, quantity }, index) => ({
      ...(published(priceOf?.(article, quantity)) ?? lastTold(article)),
      lineId: String(index + 1),
      sku: article.sku,
      product: article.product,
      categories: article.categories,
      attributes: article.attributes,
      quantity,
      fulfilment: 'counter',
    })),
    shipping: null,
    coupons: coupons.map(({ code, promotionId }) => ({ code, promotionId })),
  }
}

/** What a rule may ask besides the basket: the counter, its clock and who buys. */
export function contextOf({ locationId, at, customer, tender = 'cash' }: PricedBy): PricingContext {
  const { date, minutes } = wallClock(at, HOME_ZONE)
  return {
    at: at.getTime(),
    weekday: weekdayOf(date),
    minutes,
    channel: 'store',
    location: locationId,
    segments: customer?.segments ?? [],
    groups: customer?.groups ?? [],
    firstOrder: customer?.firstOrder ?? null,
    tender,
  }
}

const published = (
  price: TillPrice | null | undefined,
): Pick<BasketLine, 'unitMinor' | 'price' | 'taxLetter' | 'taxPpm'> | null =>
  price
    ? { unitMinor: price.unitMinor, price: price.source, taxLetter: price.taxLetter, taxPpm: price.taxPpm }
    : null

/** Before the first prices have come, or when one is gone while the article lies in the basket: what the server has said last. */
const lastTold = ({
  price,
  taxLetter,
  taxPpm,
}: Article): Pick<BasketLine, 'unitMinor' | 'taxLetter' | 'taxPpm'> => ({
  unitMinor: price.minor,
  taxLetter,
  taxPpm,
})
