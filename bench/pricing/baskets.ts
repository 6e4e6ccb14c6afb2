import { compileRules, priceBasket } from '@splot/rules'
import type { Action, Basket, BasketLine, Condition, Promotion, PricingContext, RuleSet } from '@splot/rules'

const PROMOTIONS = 500
const LINES = 20
const BASKETS = 400
const WARM_UP = 3_000
const RUNS = 20_000
const CATEGORIES = 100
const PRODUCTS = 5_000
const BRANDS = 60

/** A small generator of known numbers (mulberry32), so that every run measures the same baskets. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Next = (below: number) => number

const context: PricingContext = {
  at: Date.UTC(2026, 10, 22, 11),
  weekday: 7,
  minutes: 720,
  channel: 'web',
  location: null,
  segments: ['s1', 's2'],
  groups: ['club'],
  firstOrder: false,
  tender: null,
}

/** Actions of every kind; those on the whole basket are as rare as they are in a real shop. */
function actionOf(index: number, next: Next): Action {
  const amount = 100 * (1 + next(40))
  const kinds: readonly Action[] = [
    { kind: 'line_percent', ppm: 10_000 * (5 + next(40)) },
    { kind: 'line_amount', minor: amount },
    { kind: 'fixed_price', minor: 2_000 + amount },
    { kind: 'cheapest_free', every: 3, free: 1 },
    { kind: 'buy_get', buy: 2, get: 1, ppm: 500_000 },
    {
      kind: 'quantity_tiers',
      tiers: [
        { atLeast: 2, ppm: 100_000 },
        { atLeast: 5, ppm: 200_000 },
      ],
    },
    { kind: 'value_tiers', tiers: [{ atLeastMinor: 20_000, minor: 3_000 }] },
    { kind: 'basket_percent', ppm: 50_000 },
    { kind: 'basket_amount', minor: 1_000 },
    {
      kind: 'bundle',
      minor: 12_000,
      parts: [
        { of: [{ kind: 'categories', anyOf: [`c${next(CATEGORIES)}`] }], quantity: 1 },
        { of: [{ kind: 'categories', anyOf: [`c${next(CATEGORIES)}`] }], quantity: 1 },
      ],
    },
    { kind: 'gift', sku: `p${next(PRODUCTS)}-m`, quantity: 1 },
    { kind: 'shipping_percent', ppm: 1_000_000 },
    { kind: 'shipping_price', minor: 499 },
  ]
  return kinds[index % kinds.length] ?? { kind: 'line_percent', ppm: 100_000 }
}

/** What a promotion is about: products, a category, a brand; a few on everything from some value on. */
function conditionsOf(index: number, next: Next): Condition[] {
  const goods: Condition =
    index % 5 < 2
      ? { kind: 'products', anyOf: Array.from({ length: 12 }, () => `p${next(PRODUCTS)}`) }
      : index % 5 < 4
        ? { kind: 'categories', anyOf: [`c${next(CATEGORIES)}`] }
        : { kind: 'attributes', attribute: 'brand', anyOf: [`b${next(BRANDS)}`] }
  const world: Condition[] = [
    { kind: 'channel', anyOf: index % 3 === 0 ? ['web', 'app'] : ['web', 'store'] },
    ...(index % 7 === 0 ? [{ kind: 'segment', anyOf: ['s2', 's9'] } as const] : []),
    ...(index % 9 === 0 ? [{ kind: 'value', atLeastMinor: 10_000 } as const] : []),
  ]
  return index % 50 === 0 ? [...world, { kind: 'value', atLeastMinor: 30_000 }] : [goods, ...world]
}

export function rulesToMeasure(): RuleSet {
  const next = numbers(1)
  const promotions = Array.from({ length: PROMOTIONS }, (_, index): Promotion => ({
    id: `promotion-${String(index).padStart(3, '0')}`,
    version: 1,
    name: `Promotion ${index}`,
    label: { pl: `Promocja ${index}`, en: `Offer ${index}` },
    priority: next(10),
    // Half of them stand against others of their group, one in twenty-five against everything.
    group: index % 2 === 0 ? `g${next(8)}` : null,
    exclusive: index % 25 === 0,
    validFrom: Date.UTC(2026, 0, 1),
    validUntil: Date.UTC(2027, 0, 1),
    audience: 'public',
    returns: 'keep',
    currency: 'PLN',
    ...(index % 11 === 0 ? { atMostMinor: 5_000 } : {}),
    conditions: conditionsOf(index, next),
    action: actionOf(index, next),
  }))
  return { version: 1, promotions }
}

export function basketsToMeasure(): Basket[] {
  const next = numbers(2)
  return Array.from({ length: BASKETS }, (_, basket): Basket => ({
    currency: 'PLN',
    lines: Array.from({ length: LINES }, (_line, index): BasketLine => {
      const product = next(PRODUCTS)
      return {
        lineId: `${basket}-${index}`,
        sku: `p${product}-${['s', 'm', 'l'][next(3)]}`,
        product: `p${product}`,
        categories: [`c${product % CATEGORIES}`, `d${product % 8}`, 'all'],
        attributes: { brand: `b${product % BRANDS}`, colour: `k${next(12)}`, size: 'm' },
        quantity: 1 + next(3),
        unitMinor: 999 + 100 * next(250),
        taxLetter: 'A',
        taxPpm: 230_000,
        fulfilment: 'ship',
      }
    }),
    shipping: { minor: 1_499, taxLetter: 'A', taxPpm: 230_000 },
    coupons: [],
  }))
}

/** Milliseconds to price one basket of 20 lines against 500 active promotions of all kinds, on one core. */
export function priceBaskets(note: (line: string) => void): { basket_p50_ms: number; basket_p99_ms: number } {
  const rules = compileRules(rulesToMeasure())
  const baskets = basketsToMeasure()
  const basketAt = (run: number) => baskets[run % baskets.length] as Basket // there is always one
  for (let run = 0; run < WARM_UP; run += 1) priceBasket(basketAt(run), rules, context)
  const times: number[] = []
  let counted = 0
  for (let run = 0; run < RUNS; run += 1) {
    const before = performance.now()
    const priced = priceBasket(basketAt(run), rules, context)
    times.push(performance.now() - before)
    if (run < baskets.length) counted += priced.applied.length
  }
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(part * (times.length - 1))] ?? Number.NaN
  note(
    `  ${RUNS} baskets of ${LINES} lines, ${PROMOTIONS} promotions; ${counted / baskets.length} count in a basket`,
  )
  return { basket_p50_ms: at(0.5), basket_p99_ms: at(0.99) }
}
