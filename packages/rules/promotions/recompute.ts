import { allocate, invariant } from '@splot/kernel'
import { compileRules, type CompiledRules } from './compile.ts'
import { priceBasket } from './price-basket.ts'
import type { Basket, BasketLine, PricedBasket, PricedLine, PricingContext, Promotion } from './types.ts'

/** What an order keeps of how it was priced, so that a return can be counted years later, when the rules are long gone. */
export interface KeptBasket {
  readonly basket: Basket
  readonly context: PricingContext
  /** Those that counted, as they were then. */
  readonly promotions: readonly Promotion[]
  readonly priced: PricedBasket
}

export function keepBasket(
  basket: Basket,
  rules: CompiledRules,
  context: PricingContext,
  priced: PricedBasket,
): KeptBasket {
  const counted = new Set(priced.applied.map(({ promotionId }) => promotionId))
  const promotions = rules.promotions.map(({ promotion }) => promotion).filter(({ id }) => counted.has(id))
  return { basket, context, promotions, priced }
}

export interface ReturnedPieces {
  readonly lineId: string
  readonly quantity: number
  /** A withdrawal that the law grants, or a complaint, keeps every promotion, then and in all later returns. */
  readonly grounds: 'voluntary' | 'statutory'
}

export interface Returning {
  /** All that came back before. */
  readonly before: readonly ReturnedPieces[]
  /** What was refunded for it, minor units, without sending. */
  readonly refundedMinor: number
  readonly now: readonly ReturnedPieces[]
}

export interface ReturnRefund {
  /** What is to be refunded now for goods, minor units: never below 0, and with what was refunded before never more than was paid. */
  readonly minor: number
  /** How much less that is than the share that was paid for these pieces, because promotions no longer hold for what stays. Below 0 when an earlier one is made good. */
  readonly withheldMinor: number
  /** The refund by line, in the order of `now`. */
  readonly lines: readonly { readonly lineId: string; readonly minor: number }[]
}

/**
 * What a partial return refunds. Each piece brings the share of its line that was paid for it. Promotions that say `recompute` are then priced
 * again on what stays: what they took off it and no longer would is withheld. Whatever the order of returns, once everything is back
 * everything that was paid for goods is refunded. Sending is not counted here.
 */
export function recompute(kept: KeptBasket, { before, refundedMinor, now }: Returning): ReturnRefund {
  const back = new Map<string, number>()
  const bring = ({ lineId, quantity }: ReturnedPieces): number => {
    const line = lineOf(kept, lineId)
    const sooner = back.get(lineId) ?? 0
    invariant(quantity >= 0 && sooner + quantity <= line.quantity, 'no more comes back than was bought')
    back.set(lineId, sooner + quantity)
    return shareOf(line, sooner + quantity) - shareOf(line, sooner)
  }
  const sum = (minors: readonly number[]) => minors.reduce((total, minor) => total + minor, 0)
  const sharesBefore = sum(before.map(bring))
  const shares = now.map(bring)
  const statutory = sum(shares.filter((_, index) => now[index]?.grounds === 'statutory'))
  const owed = sharesBefore + sum(shares) - lostOn(kept, back, [...before, ...now]) - refundedMinor
  const minor = Math.max(0, statutory, owed)
  const parts = now.length === 0 ? [] : allocate(minor, shares)
  return {
    minor,
    withheldMinor: sum(shares) - minor,
    lines: now.map(({ lineId }, index) => ({ lineId, minor: parts[index] ?? 0 })),
  }
}

/** What the first `pieces` pieces of a line cost: the total is spread over the pieces, odd minor units over the first. */
const shareOf = (
  { grossMinor, quantity }: { readonly grossMinor: number; readonly quantity: number },
  pieces: number,
): number => {
  const each = Math.floor(grossMinor / quantity)
  return each * pieces + Math.min(pieces, grossMinor - each * quantity)
}

function lineOf(kept: KeptBasket, lineId: string): PricedLine {
  const line = kept.priced.lines.find((one) => one.lineId === lineId)
  invariant(line, `no line ${lineId} was bought`)
  return line
}

/**
 * What promotions that are recomputed took off the pieces that stay, and would not take off them alone. Pieces that came back by law count as
 * if they had stayed; once everything is back nothing is lost.
 */
function lostOn(
  kept: KeptBasket,
  back: ReadonlyMap<string, number>,
  returned: readonly ReturnedPieces[],
): number {
  const recomputed = kept.promotions.filter(({ returns }) => returns === 'recompute')
  const allBack = kept.priced.lines.every(({ lineId, quantity }) => back.get(lineId) === quantity)
  if (recomputed.length === 0 || allBack) return 0
  const ids = new Set(recomputed.map(({ id }) => id))
  const lines: BasketLine[] = []
  let paid = 0
  for (const line of kept.basket.lines) {
    const sold = lineOf(kept, line.lineId)
    const gone = returned.reduce(
      (sum, one) => sum + (one.lineId === line.lineId && one.grounds === 'voluntary' ? one.quantity : 0),
      0,
    )
    paid += sold.grossMinor - shareOf(sold, gone)
    const off = sold.discounts.reduce((sum, one) => sum + (ids.has(one.promotionId) ? one.minor : 0), 0)
    lines.push(...piecesThatStay(line, sold.grossMinor + off, gone))
  }
  if (lines.length === 0) return 0
  const rules = compileRules({ version: kept.priced.rulesVersion, promotions: recomputed })
  const alone = priceBasket({ ...kept.basket, lines, shipping: null }, rules, kept.context)
  return Math.max(0, alone.grossMinor - paid)
}

/** The pieces that stay at what they cost without the promotions that are recomputed: two lines when that does not divide evenly. */
function piecesThatStay(line: BasketLine, minor: number, gone: number): BasketLine[] {
  const pieces = line.quantity - gone
  if (pieces === 0) return []
  const rest = minor - shareOf({ grossMinor: minor, quantity: line.quantity }, gone)
  const unitMinor = Math.floor(rest / pieces)
  const dearer = rest - unitMinor * pieces
  const parts = [
    { ...line, quantity: pieces - dearer, unitMinor },
    { ...line, lineId: `${line.lineId}+`, quantity: dearer, unitMinor: unitMinor + 1 },
  ]
  return parts.filter(({ quantity }) => quantity > 0)
}
