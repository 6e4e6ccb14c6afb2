import * as fc from 'fast-check'
import type { Basket, BasketLine, Promotion, RuleSet } from '../index.ts'
import { line, promotion } from './basket-of.ts'

/** Few names, so that lines and promotions meet often. */
const product = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5')
const category = fc.constantFrom('tops', 'shoes', 'home')
const colour = fc.constantFrom('navy', 'red')
const amount = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 30_000 }))
const ppm = fc.oneof(
  fc.constantFrom(100_000, 333_333, 500_000, 1_000_000),
  fc.integer({ min: 1, max: 1_000_000 }),
)
const times = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })

const lineCondition = fc.oneof(
  fc.record({
    kind: fc.constant('products' as const),
    anyOf: fc.array(product, { minLength: 1, maxLength: 3 }),
    not: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('categories' as const),
    anyOf: fc.array(category, { minLength: 1, maxLength: 2 }),
    not: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('attributes' as const),
    attribute: fc.constant('colour'),
    anyOf: fc.array(colour, { minLength: 1, maxLength: 1 }),
    not: fc.boolean(),
  }),
)

const condition = fc.oneof(
  { weight: 5, arbitrary: lineCondition },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('quantity' as const), atLeast: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('value' as const), atLeastMinor: amount }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('channel' as const),
      anyOf: fc.constantFrom(['web'], ['store']),
    }),
  },
)

export const anyAction: fc.Arbitrary<Promotion['action']> = fc.oneof(
  fc.record({ kind: fc.constant('line_percent' as const), ppm }),
  fc.record({ kind: fc.constant('line_amount' as const), minor: amount }),
  fc.record({ kind: fc.constant('fixed_price' as const), minor: amount }),
  fc.record({ kind: fc.constant('basket_percent' as const), ppm }),
  fc.record({ kind: fc.constant('basket_amount' as const), minor: amount }),
  fc.record(
    {
      kind: fc.constant('buy_get' as const),
      buy: fc.integer({ min: 1, max: 4 }),
      get: fc.integer({ min: 1, max: 3 }),
      of: fc.array(lineCondition, { maxLength: 1 }),
      ppm,
      atMostTimes: times,
    },
    { requiredKeys: ['kind', 'buy', 'get', 'ppm'] },
  ),
  fc
    .record({
      free: fc.integer({ min: 1, max: 2 }),
      more: fc.integer({ min: 1, max: 3 }),
      atMostTimes: times,
    })
    .map(({ free, more, atMostTimes }) => ({
      kind: 'cheapest_free' as const,
      free,
      every: free + more,
      ...(atMostTimes === undefined ? {} : { atMostTimes }),
    })),
  fc.record(
    {
      kind: fc.constant('bundle' as const),
      minor: amount,
      parts: fc.array(
        fc.record({
          of: fc.array(lineCondition, { maxLength: 1 }),
          quantity: fc.integer({ min: 1, max: 2 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      atMostTimes: times,
    },
    { requiredKeys: ['kind', 'minor', 'parts'] },
  ),
  fc.record({
    kind: fc.constant('quantity_tiers' as const),
    tiers: fc.uniqueArray(fc.record({ atLeast: fc.integer({ min: 1, max: 6 }), ppm }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ atLeast }) => atLeast,
    }),
  }),
  fc.record({
    kind: fc.constant('value_tiers' as const),
    tiers: fc.uniqueArray(fc.record({ atLeastMinor: amount, minor: amount }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ atLeastMinor }) => atLeastMinor,
    }),
  }),
  fc.record({
    kind: fc.constant('gift' as const),
    sku: fc.constantFrom('p1-s', 'p2-s'),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('shipping_percent' as const), ppm }),
  fc.record({ kind: fc.constant('shipping_price' as const), minor: fc.integer({ min: 0, max: 2_000 }) }),
)

const anyPromotion = fc
  .record({
    priority: fc.integer({ min: 1, max: 3 }),
    group: fc.constantFrom(null, null, 'g1', 'g2'),
    exclusive: fc.constantFrom(false, false, false, false, true),
    returns: fc.constantFrom('keep' as const, 'recompute' as const),
    atMostMinor: fc.option(amount, { nil: undefined, freq: 5 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    action: anyAction,
  })
  .map(({ atMostMinor, ...rest }) => ({ ...rest, ...(atMostMinor === undefined ? {} : { atMostMinor }) }))

/** Up to eight promotions of all kinds that meet each other often. */
export const anyRules: fc.Arbitrary<RuleSet> = fc.array(anyPromotion, { maxLength: 8 }).map((list) => ({
  version: 1,
  promotions: list.map((given, index) => promotion({ id: `r${index}`, ...given })),
}))

const anyLine = fc
  .record({
    product,
    size: fc.constantFrom('s', 'm'),
    category,
    colour,
    unitMinor: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20_000 })),
    quantity: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) },
    ),
    tax: fc.constantFrom({ taxLetter: 'A', taxPpm: 230_000 }, { taxLetter: 'C', taxPpm: 50_000 }),
    fulfilment: fc.constantFrom('ship' as const, 'pickup' as const),
  })
  .map(({ size, category: of, colour: shade, tax, ...rest }): Omit<BasketLine, 'lineId'> => ({
    ...rest,
    ...tax,
    sku: `${rest.product}-${size}`,
    categories: [of, 'all'],
    attributes: { colour: shade },
  }))

/** Up to six lines; the same SKU may stand in several. */
export const anyBasket: fc.Arbitrary<Basket> = fc.record({
  currency: fc.constant('PLN'),
  lines: fc
    .array(anyLine, { maxLength: 6 })
    .map((lines) => lines.map((given, index) => line({ ...given, lineId: `l${index}` }))),
  shipping: fc.option(
    fc.record({
      minor: fc.integer({ min: 0, max: 2_000 }),
      taxLetter: fc.constant('A'),
      taxPpm: fc.constant(230_000),
    }),
    { nil: null },
  ),
  coupons: fc.constant([]),
})
