import { compileRules, priceBasket } from '@splot/rules'
import type { Action, Basket, BasketLine, Condition, Promotion, PricingContext } from '@splot/rules'

const RUNS = 2_000
/** As many lines as a basket may have, fewer times: each takes a moment. */
const LARGE_LINES = 200
const LARGE_RUNS = 100

const context: PricingContext = {
  at: Date.UTC(2026, 10, 22, 11),
  weekday: 7,
  minutes: 720,
  channel: 'web',
  location: null,
  segments: [],
  groups: [],
  firstOrder: false,
  tender: null,
}

const of = (category: string): Condition[] => [{ kind: 'categories', anyOf: [category] }]

/** Four promotions of a choice group that are about all goods: the worst that an office makes without thinking, because each stands against each. */
function wideRules(): Promotion[] {
  const actions: readonly [Action, Condition[]][] = [
    [{ kind: 'cheapest_free', every: 3, free: 1 }, []],
    [
      {
        kind: 'bundle',
        minor: 1_500,
        parts: [
          { of: [{ kind: 'categories', anyOf: ['shirts'] }], quantity: 1 },
          { of: [{ kind: 'categories', anyOf: ['trousers'] }], quantity: 1 },
        ],
      },
      [],
    ],
    [{ kind: 'line_percent', ppm: 200_000 }, of('new')],
    [
      {
        kind: 'quantity_tiers',
        tiers: [
          { atLeast: 2, ppm: 50_000 },
          { atLeast: 10, ppm: 100_000 },
        ],
      },
      [],
    ],
  ]
  return actions.map(([action, conditions], index) => ({
    id: `wide-${index}`,
    version: 1,
    name: `Wide ${index}`,
    label: { pl: `Szeroka ${index}`, en: `Wide ${index}` },
    priority: index,
    group: 'choice',
    exclusive: false,
    validFrom: null,
    validUntil: null,
    audience: 'public',
    returns: 'keep',
    currency: 'PLN',
    conditions,
    action,
  }))
}

const basketOf = (count: number): Basket => ({
  currency: 'PLN',
  lines: Array.from({ length: count }, (_, index): BasketLine => ({
    lineId: `${index}`,
    sku: `s${index}`,
    product: `s${index}`,
    categories: [index % 2 ? 'shirts' : 'trousers', ...(index % 5 === 0 ? ['new'] : [])],
    attributes: {},
    quantity: 1 + (index % 3),
    unitMinor: 1_000 + index * 37,
    taxLetter: 'A',
    taxPpm: 230_000,
    fulfilment: 'ship',
  })),
  shipping: null,
  coupons: [],
})

/** Milliseconds to price a basket against promotions that are all about all of it; the median, because it is the same one each time. */
export function priceWide(): { wide_basket_p50_ms: number; wide_200_lines_p50_ms: number } {
  const rules = compileRules({ version: 1, promotions: wideRules() })
  const median = (basket: Basket, runs: number): number => {
    const times: number[] = []
    // A fifth of the runs warms up.
    for (let run = -runs / 5; run < runs; run += 1) {
      const before = performance.now()
      priceBasket(basket, rules, context)
      if (run >= 0) times.push(performance.now() - before)
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
  }
  return {
    wide_basket_p50_ms: median(basketOf(20), RUNS),
    wide_200_lines_p50_ms: median(basketOf(LARGE_LINES), LARGE_RUNS),
  }
}
