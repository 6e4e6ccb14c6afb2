import { HOME_ZONE, wallClock, weekdayOf } from '@splot/kernel'
import {
  compileRules,
  priceBasket,
  type Basket,
  type FulfilmentKind,
  type PricedBasket,
  type PricingContext,
} from '@splot/rules'
import { asPromotion, errorsOf, type PromotionDraft } from './draft.ts'

/** How many pieces of an article the example may have. */
export const PIECES = { min: 1, max: 999 } as const
const isCount = (pieces: number): boolean =>
  Number.isInteger(pieces) && pieces >= PIECES.min && pieces <= PIECES.max

/** What sending costs in the example; minor units. */
export const EXAMPLE_SHIPPING_MINOR = 1_499
const SHIPPING_VAT = { taxLetter: 'A', taxPpm: 230_000 } as const
const DRAFT_ID = 'draft'

/** An article as `GET /v1/variants` tells of it. */
export type Article = Readonly<{
  sku: string
  name: string
  handle: string
  categories: readonly string[]
  attributes: Readonly<Record<string, string>>
  price: { minor: number; currency: string } | null
  taxRate: string
  taxPpm: number | null
}>

export type Example = Readonly<{
  lines: readonly { sku: string; quantity: number }[]
  channel: string
  /** Id of the store at whose counter it is; null elsewhere. */
  location: string | null
  fulfilment: FulfilmentKind
  /** She is in the segments and groups, has the code, buys for the first time and pays as the promotion asks. */
  fits: boolean
}>

/**
 * Prices the example with this promotion alone; null while the draft cannot count. The moment is `now`, or, when that is outside the validity,
 * its first or last minute: what was planned can be tried today.
 */
export function tryOut(
  draft: PromotionDraft,
  example: Example,
  articles: readonly Article[],
  now: number,
): PricedBasket | null {
  if (!example.lines.every(({ quantity }) => isCount(quantity))) return null
  // A promotion without a name counts like any other.
  if (errorsOf({ ...draft, name: '-', label: { pl: '-', en: '-' } }).length > 0) return null
  const rules = compileRules({ version: 0, promotions: [asPromotion(draft, DRAFT_ID)] })
  return priceBasket(basketOf(draft, example, articles), rules, worldOf(draft, example, now), {
    explain: true,
  })
}

function basketOf(draft: PromotionDraft, { lines, fulfilment, fits }: Example, articles: readonly Article[]) {
  const bySku = new Map(articles.map((article) => [article.sku, article]))
  const basket: Basket = {
    currency: draft.currency,
    lines: lines.flatMap(({ sku, quantity }) => {
      const article = bySku.get(sku)
      if (!article?.price || article.price.currency !== draft.currency) return []
      return [
        {
          lineId: sku,
          sku,
          product: article.handle,
          categories: article.categories,
          attributes: article.attributes,
          quantity,
          unitMinor: article.price.minor,
          taxLetter: article.taxRate,
          taxPpm: article.taxPpm ?? 0,
          fulfilment,
        },
      ]
    }),
    shipping: fulfilment === 'ship' ? { minor: EXAMPLE_SHIPPING_MINOR, ...SHIPPING_VAT } : null,
    coupons: fits && draft.audience !== 'public' ? [{ code: '…', promotionId: DRAFT_ID }] : [],
  }
  return basket
}

function worldOf(draft: PromotionDraft, { channel, location, fits }: Example, now: number): PricingContext {
  const last = draft.validUntil === null ? Infinity : draft.validUntil - 1
  const at = Math.min(Math.max(now, draft.validFrom ?? -Infinity), last)
  const { date, minutes } = wallClock(new Date(at), HOME_ZONE)
  const named = (kind: 'segment' | 'group' | 'tender'): readonly string[] =>
    draft.conditions.flatMap((condition) => (condition.kind === kind ? condition.anyOf : []))
  return {
    at,
    weekday: weekdayOf(date),
    minutes,
    channel,
    location,
    segments: fits ? named('segment') : [],
    groups: fits ? named('group') : [],
    firstOrder: fits,
    tender: (fits && named('tender')[0]) || null,
  }
}
