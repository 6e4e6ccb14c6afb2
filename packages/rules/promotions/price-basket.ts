import { invariant } from '@splot/kernel'
import { answerOf } from './answer.ts'
import { linesByRank, type CompiledPromotion, type CompiledRules } from './compile.ts'
import type { Candidate, Table } from './evaluate.ts'
import { untouched } from './pieces.ts'
import { cheapestWay } from './search.ts'
import type { Basket, BasketLine, Obstacle, PricedBasket, PricingContext } from './types.ts'

/**
 * Prices a basket: what each line costs, what took how much off it, and why. Pure: the same basket, rules and context give the same bytes in
 * every runtime, in whatever order the lines stand. Amounts are gross, whole minor units. With `explain` it also says of every promotion
 * of the set what kept it from counting.
 */
export function priceBasket(
  basket: Basket,
  rules: CompiledRules,
  context: PricingContext,
  { explain = false }: { readonly explain?: boolean } = {},
): PricedBasket {
  const { table, codes, shut } = layOut(basket, rules, context)
  const outcome = cheapestWay(table)
  const obstacleOf = (compiled: CompiledPromotion): Obstacle =>
    shut.get(compiled.rank) ?? closedBy(compiled, basket, codes, context) ?? { reason: 'no_matching_goods' }
  return answerOf({ basket, rules, table, outcome, codes, obstacleOf, explain })
}

/** Lays a basket out: lines in canonical order, and the promotions that may have a turn with the lines that they are about. */
export function layOut(
  basket: Basket,
  rules: CompiledRules,
  context: PricingContext,
): {
  readonly table: Table
  readonly codes: ReadonlyMap<string, string>
  /** Why promotions of these goods get no turn, by rank. */
  readonly shut: ReadonlyMap<number, Obstacle>
} {
  for (const line of basket.lines) check(line)
  const lines = basket.lines.toSorted(canonically)
  const codes = codesByPromotion(basket)
  const found = linesByRank(rules, lines)
  const ranks = [...found.keys(), ...rules.rest].sort((a, b) => a - b)
  const candidates: Candidate[] = []
  const shut = new Map<number, Obstacle>()
  for (const rank of ranks) {
    const compiled = rules.promotions[rank]
    if (!compiled) continue
    const candidate =
      closedBy(compiled, basket, codes, context) ?? candidateOf(compiled, lines, found.get(rank))
    if ('reason' in candidate) shut.set(rank, candidate)
    else candidates.push(candidate)
  }
  const shippingMinor = basket.shipping?.minor ?? null
  return { table: { lines, shippingMinor, candidates, untouched: untouched() }, codes, shut }
}

function check(line: BasketLine): void {
  invariant(Number.isSafeInteger(line.quantity) && line.quantity >= 1, 'a line has at least one piece')
  invariant(Number.isSafeInteger(line.unitMinor) && line.unitMinor >= 0, 'a piece costs whole minor units')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** SKU, unit price, fulfilment, line id: by code units, never by a language's rules, so that it is the same everywhere. */
export const canonically = (a: BasketLine, b: BasketLine): number =>
  compare(a.sku, b.sku) ||
  a.unitMinor - b.unitMinor ||
  compare(a.fulfilment, b.fulfilment) ||
  compare(a.lineId, b.lineId)

/** The first code, in the order of codes, that opens each promotion: a second one for the same opens nothing more. */
function codesByPromotion(basket: Basket): ReadonlyMap<string, string> {
  const codes = new Map<string, string>()
  for (const { code, promotionId } of basket.coupons.toSorted((a, b) => compare(a.code, b.code))) {
    if (!codes.has(promotionId)) codes.set(promotionId, code)
  }
  return codes
}

/** What keeps a promotion away whatever the goods are: the first of currency, time, code, and its conditions on the world. */
function closedBy(
  { promotion, needsCode, world }: CompiledPromotion,
  basket: Basket,
  codes: ReadonlyMap<string, string>,
  context: PricingContext,
): Obstacle | undefined {
  if (promotion.currency !== basket.currency) return { reason: 'other_currency' }
  if (promotion.validFrom !== null && context.at < promotion.validFrom) return { reason: 'not_yet' }
  if (promotion.validUntil !== null && context.at >= promotion.validUntil) return { reason: 'over' }
  if (needsCode && !codes.has(promotion.id)) return { reason: 'needs_code' }
  for (const test of world) {
    const obstacle = test(context)
    if (obstacle) return obstacle
  }
  return undefined
}

function candidateOf(
  compiled: CompiledPromotion,
  lines: readonly BasketLine[],
  found: readonly number[] | undefined,
): Candidate | Obstacle {
  const { aside, onShipping } = compiled.action
  const matching = found ?? indicesOf(lines, compiled.matches)
  const own = aside === undefined ? matching : matching.filter((index) => lines[index]?.sku !== aside)
  if (own.length === 0) return { reason: 'no_matching_goods' }
  const pools = compiled.action.pools.map((test) => indicesOf(lines, test))
  const behind = onShipping ? [lines.length] : []
  const reads = pools.length + behind.length === 0 ? own : [...new Set([...own, ...pools.flat(), ...behind])]
  return {
    compiled,
    lines: own,
    pools,
    reads,
    pieces: own.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0), 0),
  }
}

const indicesOf = (lines: readonly BasketLine[], test: (line: BasketLine) => boolean): number[] =>
  lines.flatMap((line, index) => (test(line) ? [index] : []))
