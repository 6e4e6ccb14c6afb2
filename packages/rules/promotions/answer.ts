import { invariant } from '@splot/kernel'
import { basketTotals } from '../basket.ts'
import type { CompiledPromotion, CompiledRules } from './compile.ts'
import { runsAtEnd, type Outcome, type Step, type Table } from './evaluate.ts'
import { costOf } from './pieces.ts'
import type {
  Basket,
  BasketLine,
  Discount,
  Obstacle,
  PricedBasket,
  PricedLine,
  PricedShipping,
  PromotionTrace,
} from './types.ts'

export interface Priced {
  readonly basket: Basket
  readonly rules: CompiledRules
  readonly table: Table
  readonly outcome: Outcome
  readonly codes: ReadonlyMap<string, string>
  /** Why a promotion that had no turn did not count. */
  readonly obstacleOf: (compiled: CompiledPromotion) => Obstacle
  readonly explain: boolean
}

/** Writes what came out of pricing as people and other modules read it: lines in the order of the basket, then totals and traces. */
export function answerOf(priced: Priced): PricedBasket {
  const { basket, rules, table, outcome } = priced
  const discounts = discountsOf(priced)
  const indexOf = new Map(table.lines.map((line, index) => [line, index]))
  const lines = basket.lines.map((line) => {
    const index = indexOf.get(line) ?? -1
    return pricedLine(line, discounts[index] ?? [], costOf(runsAtEnd(outcome.history[index] ?? [])))
  })
  const shipping = pricedShipping(priced, discounts[table.lines.length] ?? [])
  const listMinor = lines.reduce((sum, line) => sum + line.listMinor, 0)
  const goodsMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0)
  const shippingMinor = shipping?.grossMinor ?? 0
  const applied = taken(outcome).map(({ candidate, minor }): PromotionTrace => {
    const { id, version } = (table.candidates[candidate] as Table['candidates'][number]).compiled.promotion
    return { promotionId: id, version, minor }
  })
  return {
    currency: basket.currency,
    rulesVersion: rules.version,
    lines,
    shipping,
    listMinor,
    discountMinor: listMinor - goodsMinor + (shipping ? shipping.listMinor - shipping.grossMinor : 0),
    shippingMinor,
    grossMinor: goodsMinor + shippingMinor,
    vat: basketTotals(shipping ? [...lines, shipping] : lines).vat,
    gifts: giftsOf(priced),
    applied,
    coupons: couponsOf(priced, applied),
    ...(priced.explain ? { rejected: rejectedOf(priced, applied) } : {}),
  }
}

/** Turns in which something was taken. */
const taken = (outcome: Outcome): Step[] => outcome.steps.filter(({ takes }) => takes.length > 0)

/** Discounts by index of the line, in the order in which they were taken. */
function discountsOf({ table, outcome, codes }: Priced): (readonly Discount[])[] {
  const byLine: Discount[][] = []
  for (const { candidate, takes } of taken(outcome)) {
    const compiled = table.candidates[candidate]?.compiled
    invariant(compiled, 'what was taken was taken by a candidate')
    const { id, label } = compiled.promotion
    const code = compiled.needsCode ? codes.get(id) : undefined
    const sums = new Map<number, { minor: number; pieces: number }>()
    for (const { line, minor, pieces } of takes) {
      if (minor === 0) continue
      const sum = sums.get(line) ?? { minor: 0, pieces: 0 }
      sums.set(line, { minor: sum.minor + minor, pieces: sum.pieces + pieces })
    }
    for (const [line, { minor, pieces }] of sums) {
      const own = (byLine[line] ??= [])
      own.push({
        promotionId: id,
        label,
        minor,
        pieces: line === table.lines.length ? 0 : pieces,
        ...(code === undefined ? {} : { code }),
      })
    }
  }
  return byLine
}

const pricedLine = (line: BasketLine, discounts: readonly Discount[], grossMinor: number): PricedLine => ({
  lineId: line.lineId,
  sku: line.sku,
  quantity: line.quantity,
  unitMinor: line.unitMinor,
  ...(line.price ? { price: line.price } : {}),
  listMinor: line.unitMinor * line.quantity,
  discounts,
  grossMinor,
  taxLetter: line.taxLetter,
  taxPpm: line.taxPpm,
  ...(line.taxCountry === undefined ? {} : { taxCountry: line.taxCountry }),
})

function pricedShipping(
  { basket, table, outcome }: Priced,
  discounts: readonly Discount[],
): PricedShipping | null {
  if (!basket.shipping) return null
  const { minor, taxLetter, taxPpm, taxCountry } = basket.shipping
  const grossMinor = costOf(runsAtEnd(outcome.history[table.lines.length] ?? []))
  return {
    listMinor: minor,
    discounts,
    grossMinor,
    taxLetter,
    taxPpm,
    ...(taxCountry === undefined ? {} : { taxCountry }),
  }
}

/** Gifts whose conditions hold and of which fewer pieces are in the basket than may be. */
function giftsOf({ table, outcome }: Priced): PricedBasket['gifts'] {
  return table.candidates.flatMap(({ compiled }, index) => {
    const { action, id } = compiled.promotion
    if (action.kind !== 'gift') return []
    const step = outcome.steps.find(({ candidate }) => candidate === index)
    if (!step || (step.obstacle && step.obstacle.reason !== 'gift_missing')) return []
    const given = step.takes.reduce((sum, { pieces }) => sum + pieces, 0)
    const missing = action.quantity - given
    return missing > 0 ? [{ promotionId: id, sku: action.sku, missing }] : []
  })
}

/** What kept a promotion that had a turn, or none, from counting. */
function reasonOf(priced: Priced, compiled: CompiledPromotion): Obstacle {
  const { table, outcome } = priced
  const step = outcome.steps.find(({ candidate }) => table.candidates[candidate]?.compiled === compiled)
  return step ? (step.obstacle ?? { reason: 'another_is_better' }) : priced.obstacleOf(compiled)
}

function couponsOf(priced: Priced, applied: readonly PromotionTrace[]): PricedBasket['coupons'] {
  const { basket, rules, codes } = priced
  return basket.coupons.map(({ code, promotionId }) => {
    const compiled = rules.byId.get(promotionId)
    if (!compiled) return { code, promotionId, minor: 0, obstacle: { reason: 'over' } }
    const trace = applied.find((one) => one.promotionId === promotionId)
    if (trace && codes.get(promotionId) === code) return { code, promotionId, minor: trace.minor }
    const obstacle: Obstacle = trace ? { reason: 'another_is_better' } : reasonOf(priced, compiled)
    return { code, promotionId, minor: 0, obstacle }
  })
}

function rejectedOf(priced: Priced, applied: readonly PromotionTrace[]): PromotionTrace[] {
  const counted = new Set(applied.map(({ promotionId }) => promotionId))
  return priced.rules.promotions
    .filter(({ promotion }) => !counted.has(promotion.id))
    .map((compiled) => {
      const { id, version } = compiled.promotion
      return { promotionId: id, version, minor: 0, obstacle: reasonOf(priced, compiled) }
    })
}
