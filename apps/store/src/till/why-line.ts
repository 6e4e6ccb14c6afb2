import { priceBasket, type CompiledRules, type Discount, type Obstacle, type PricedLine } from '@splot/rules'
import { basketOf, contextOf, type PricedBy } from './price-sale.ts'
import type { SaleCoupon, SaleLine } from './sale.ts'

/** A promotion that took nothing off a line. */
export interface NotTaken {
  readonly promotionId: string
  /** What the office calls it. */
  readonly name: string
  /** The first condition that failed; null: it counts in this basket, but on other pieces. */
  readonly obstacle: Obstacle | null
}

/** Everything that made a line cost what it costs, as staff are told. */
export interface WhyLine {
  readonly priced: PricedLine
  readonly currency: string
  readonly rulesVersion: number
  /** In the order in which they were taken. */
  readonly taken: readonly (Discount & { readonly name: string })[]
  /** Promotions of this article that took nothing off it, in their order. */
  readonly notTaken: readonly NotTaken[]
  /** Promotions that name other goods. */
  readonly others: readonly NotTaken[]
}

/** Why the line of an article costs that: the same rules once more, asked to explain themselves. Null: no line has it. */
export function whyLine(
  lines: readonly SaleLine[],
  coupons: readonly SaleCoupon[],
  by: PricedBy,
  sku: string,
): WhyLine | null {
  const basket = basketOf(lines, coupons, by)
  const own = basket?.lines.find((line) => line.sku === sku)
  if (!basket || !own) return null
  const { rules } = by
  const answer = priceBasket(basket, rules, contextOf(by), { explain: true })
  const priced = answer.lines.find(({ lineId }) => lineId === own.lineId)
  if (!priced) return null
  const took = new Set(priced.discounts.map(({ promotionId }) => promotionId))
  const obstacles = new Map(answer.rejected?.map(({ promotionId, obstacle }) => [promotionId, obstacle]))
  const rest = rules.promotions.filter(({ promotion }) => !took.has(promotion.id))
  const { theirs = [], others = [] } = Object.groupBy(rest, ({ matches, action }) =>
    matches(own) || action.pools.some((test) => test(own)) ? 'theirs' : 'others',
  )
  const told = ({ promotion: { id, name } }: CompiledRules['promotions'][number]): NotTaken => ({
    promotionId: id,
    name,
    obstacle: obstacles.get(id) ?? null,
  })
  return {
    priced,
    currency: answer.currency,
    rulesVersion: answer.rulesVersion,
    taken: priced.discounts.map((discount) => ({
      ...discount,
      name: rules.byId.get(discount.promotionId)?.promotion.name ?? '',
    })),
    notTaken: theirs.map(told),
    others: others.map(told),
  }
}
