import { expect, test } from 'vitest'
import { compileRules, priceBasket, type Basket, type Promotion } from '../index.ts'
import { basket, context, line, promotion } from '../test/basket-of.ts'
import { SEARCH_LINES } from './search.ts'
import type { Turn } from './turn.ts'

const price = (of: Basket, promotions: readonly Promotion[], given = {}) =>
  priceBasket(of, compileRules({ version: 7, promotions }), context(given), { explain: true })

test('a basket without promotions costs what its lines cost', () => {
  const priced = price(basket([line({ sku: 'A', quantity: 3 })]), [])
  expect(priced).toMatchObject({ listMinor: 30_000, discountMinor: 0, grossMinor: 30_000, applied: [] })
  expect(priced.vat).toEqual([
    { letter: 'A', ppm: 230_000, grossMinor: 30_000, netMinor: 24_390, vatMinor: 5_610 },
  ])
})

test('ten per cent of tops leaves socks alone, and says so', () => {
  const tops = promotion({
    id: 'tops',
    action: { kind: 'line_percent', ppm: 100_000 },
    conditions: [{ kind: 'categories', anyOf: ['tops'] }],
  })
  const socks = promotion({
    id: 'socks',
    action: { kind: 'line_percent', ppm: 100_000 },
    conditions: [{ kind: 'categories', anyOf: ['socks'] }],
  })
  const priced = price(basket([line({ sku: 'A', unitMinor: 999, quantity: 3 })]), [tops, socks])
  expect(priced.lines[0]).toMatchObject({
    grossMinor: 2_697,
    discounts: [{ promotionId: 'tops', minor: 300, pieces: 3 }],
  })
  expect(priced.rejected).toEqual([
    { promotionId: 'socks', version: 1, minor: 0, obstacle: { reason: 'no_matching_goods' } },
  ])
})

test('four shirts: three for two takes three of them, and ten per cent of the same group the fourth', () => {
  const percent = promotion({
    id: 'percent',
    priority: 1,
    group: 'sale',
    action: { kind: 'line_percent', ppm: 100_000 },
  })
  const three = promotion({
    id: 'three',
    priority: 2,
    group: 'sale',
    action: { kind: 'cheapest_free', every: 3, free: 1 },
  })
  const priced = price(basket([line({ sku: 'A', quantity: 4 })]), [percent, three])
  expect(priced.grossMinor).toBe(20_000 + 9_000)
  expect(priced.applied.map(({ promotionId }) => promotionId)).toEqual(['three', 'percent'])
})

test('of two promotions of a group each line gets the one that is better for it', () => {
  const percent = promotion({
    id: 'percent',
    group: 'sale',
    action: { kind: 'line_percent', ppm: 200_000 },
  })
  const fixed = promotion({
    id: 'price',
    group: 'sale',
    action: { kind: 'fixed_price', minor: 5_000 },
  })
  const priced = price(
    basket([line({ sku: 'A', unitMinor: 20_000 }), line({ sku: 'B', unitMinor: 5_500 })]),
    [percent, fixed],
  )
  expect(priced.lines.map(({ grossMinor }) => grossMinor)).toEqual([5_000, 4_400])
})

test('a set of a shirt, a tie and any third piece costs one price, split by what the pieces cost', () => {
  const set = promotion({
    id: 'set',
    action: {
      kind: 'bundle',
      minor: 15_000,
      parts: [
        { of: [], quantity: 1 },
        { of: [{ kind: 'categories', anyOf: ['shirts'] }], quantity: 1 },
      ],
    },
  })
  const priced = price(
    basket([
      line({ sku: 'shirt', categories: ['shirts'], unitMinor: 12_000 }),
      line({ sku: 'tie', categories: ['ties'], unitMinor: 8_000 }),
    ]),
    [set],
  )
  expect(priced.lines.map(({ grossMinor }) => grossMinor)).toEqual([9_000, 6_000])
})

test('buy two get one at half price, free delivery and a gift', () => {
  const priced = price(
    basket(
      [
        line({ sku: 'A', quantity: 3 }),
        line({ sku: 'mug', categories: ['home'], unitMinor: 3_000, quantity: 2 }),
      ],
      { shipping: { minor: 1_499, taxLetter: 'A', taxPpm: 230_000 } },
    ),
    [
      promotion({
        id: 'b2g1',
        conditions: [{ kind: 'products', anyOf: ['A'] }],
        action: { kind: 'buy_get', buy: 2, get: 1, ppm: 500_000 },
      }),
      promotion({ id: 'gift', action: { kind: 'gift', sku: 'mug', quantity: 1 } }),
      promotion({
        id: 'send',
        conditions: [{ kind: 'value', atLeastMinor: 20_000 }],
        action: { kind: 'shipping_percent', ppm: 1_000_000 },
      }),
    ],
  )
  expect(priced).toMatchObject({ grossMinor: 25_000 + 3_000, shippingMinor: 0, gifts: [] })
  expect(priced.shipping?.discounts).toMatchObject([{ promotionId: 'send', minor: 1_499, pieces: 0 }])
})

test('pieces of which a set would save nothing stay out of it', () => {
  const set = promotion({
    id: 'set',
    action: { kind: 'bundle', minor: 20_000, parts: [{ quantity: 2, of: [] }] },
  })
  const [dear, cheap] = [
    line({ sku: 'A', unitMinor: 15_000, quantity: 2 }),
    line({ sku: 'B', unitMinor: 10_000, quantity: 2 }),
  ]
  // The second set would cost what its pieces cost; what the first one saves is not spread over them.
  const priced = price(basket([dear, cheap]), [set])
  expect(priced.lines.map(({ grossMinor }) => grossMinor)).toEqual([20_000, 20_000])
})

test('the odd grosz goes by what the goods are, not by what their lines are called', () => {
  const one = promotion({ id: 'one', action: { kind: 'basket_amount', minor: 1 } })
  const discountOf = (dear: string, cheap: string): number[] =>
    price(
      basket([
        line({ sku: 'A', lineId: dear, unitMinor: 10_000 }),
        line({ sku: 'A', lineId: cheap, unitMinor: 5_000, quantity: 2 }),
      ]),
      [one],
    ).lines.map(({ listMinor, grossMinor }) => listMinor - grossMinor)
  expect(discountOf('1', '2')).toEqual([0, 1])
  expect(discountOf('2', '1')).toEqual([0, 1])
})

test('the search is bounded by what it looks at, not only by turns: a large basket keeps nobody busy', () => {
  const lines = Array.from({ length: 200 }, (_, at) =>
    line({ lineId: `l${at}`, sku: `S${at}`, unitMinor: 1_000 + at * 37, quantity: 1 + (at % 9) }),
  )
  const rival = (at: number) =>
    promotion({
      id: `r${at}`,
      group: 'g',
      priority: at,
      action: { kind: 'cheapest_free', every: 2 + at, free: 1 },
    })
  const compiled = compileRules({ version: 1, promotions: Array.from({ length: 6 }, (_, at) => rival(at)) })
  let looked = 0
  const counting = {
    ...compiled,
    promotions: compiled.promotions.map((one) => ({
      ...one,
      action: {
        ...one.action,
        take: (turn: Turn) => {
          looked += turn.lines.length
          return one.action.take(turn)
        },
      },
    })),
  }
  priceBasket(basket(lines), counting, context())
  // The greedy way, the trials, and the last of them with its count in full.
  const inFull = 6 * 200
  expect(looked).toBeGreaterThan(inFull)
  expect(looked).toBeLessThanOrEqual(inFull + SEARCH_LINES + 2 * inFull)
})
