import { expect, test } from 'vitest'
import { compileRules, priceBasket, publicRules, type Basket, type Promotion } from '../index.ts'
import { basket, context, line, promotion } from '../test/basket-of.ts'
import { layOut } from './price-basket.ts'

/** What broke elsewhere and concerns the arithmetic alone. More of them stand as golden baskets in golden/peers.json. */
const price = (of: Basket, promotions: readonly Promotion[], given = {}) =>
  priceBasket(of, compileRules({ version: 1, promotions }), context(given), { explain: true })

test('Medusa #15360: pricing twice adds nothing, for an answer never goes back in', () => {
  const tops = promotion({ id: 'tops', action: { kind: 'line_percent', ppm: 100_000 } })
  const shirts = basket([line({ sku: 'A' })])
  expect(price(shirts, [tops])).toEqual(price(shirts, [tops]))
  expect(price(shirts, [tops]).lines[0]?.discounts).toHaveLength(1)
})

test('Medusa #8829: buy ten get twenty with ten in the basket is no negative price', () => {
  const rule = promotion({ id: 'r', action: { kind: 'buy_get', buy: 10, get: 20, ppm: 1_000_000 } })
  for (let quantity = 1; quantity <= 60; quantity += 1) {
    const priced = price(basket([line({ sku: 'A', quantity })]), [rule])
    // Ten of every thirty are paid, and what begins the next set.
    const paid = Math.floor(quantity / 30) * 10 + Math.min(quantity % 30, 10)
    expect(priced.grossMinor).toBe(paid * 10_000)
  }
})

test('Medusa #13265: buy two get one counts for every three pieces, and no oftener than it may', () => {
  const rule = (atMostTimes?: number) =>
    promotion({
      id: 'r',
      action: {
        kind: 'buy_get',
        buy: 2,
        get: 1,
        ppm: 1_000_000,
        ...(atMostTimes === undefined ? {} : { atMostTimes }),
      },
    })
  const free = (quantity: number, atMostTimes?: number) =>
    price(basket([line({ sku: 'A', quantity })]), [rule(atMostTimes)]).discountMinor / 10_000
  expect([2, 3, 5, 6, 9, 10].map((quantity) => free(quantity))).toEqual([0, 1, 1, 2, 3, 3])
  expect([3, 6, 9, 30].map((quantity) => free(quantity, 2))).toEqual([1, 2, 2, 2])
})

test('Medusa #14432: pieces that are put in at once cost what they cost put in one by one', () => {
  const rule = promotion({ id: 'r', action: { kind: 'buy_get', buy: 1, get: 1, ppm: 1_000_000 } })
  for (let quantity = 1; quantity <= 20; quantity += 1) {
    const atOnce = price(basket([line({ sku: 'A', quantity })]), [rule])
    const oneByOne = Array.from({ length: quantity }, (_, at) => line({ sku: 'A', lineId: String(at) }))
    expect(atOnce.discountMinor).toBe(Math.floor(quantity / 2) * 10_000)
    const apart = price(basket(oneByOne), [rule])
    expect(apart.grossMinor).toBe(atOnce.grossMinor)
    // Nobody can bring the bought ones back and keep the free ones: each costs half, but the one without a partner.
    expect(apart.lines.map(({ grossMinor }) => grossMinor).filter((minor) => minor !== 5_000)).toEqual(
      quantity % 2 ? [10_000] : [],
    )
  }
})

test('Medusa #11258: two buy-get promotions of one article both count, each on pieces of its own', () => {
  const rules = [
    promotion({
      id: 'a',
      priority: 1,
      action: { kind: 'buy_get', buy: 1, get: 1, ppm: 1_000_000, atMostTimes: 1 },
    }),
    promotion({
      id: 'b',
      priority: 2,
      action: { kind: 'buy_get', buy: 2, get: 1, ppm: 500_000, atMostTimes: 1 },
    }),
  ].map((one) => ({ ...one, exclusive: true }))
  const priced = price(basket([line({ sku: 'A', quantity: 5 })]), rules)
  expect(priced.applied).toEqual([
    { promotionId: 'a', version: 1, minor: 10_000 },
    { promotionId: 'b', version: 1, minor: 5_000 },
  ])
  expect(priced.grossMinor).toBe(35_000)
  // With three pieces there is room for one of them.
  expect(price(basket([line({ sku: 'A', quantity: 3 })]), rules).grossMinor).toBe(20_000)
})

test('Saleor #13831: a voucher on top of a sale follows a change of quantity', () => {
  const rules = [
    promotion({ id: 'sale', priority: 1, action: { kind: 'line_percent', ppm: 500_000 } }),
    promotion({
      id: 'voucher',
      priority: 2,
      audience: 'code',
      action: { kind: 'basket_percent', ppm: 500_000 },
    }),
  ]
  const coupons = [{ code: 'HALF', promotionId: 'voucher' }]
  for (const quantity of [1, 2, 7]) {
    expect(price(basket([line({ sku: 'A', quantity })], { coupons }), rules).grossMinor).toBe(
      2_500 * quantity,
    )
  }
})

test('Vendure #4117: a promotion of one channel never reaches another, nor by its code', () => {
  const rule = promotion({
    id: 'r',
    audience: 'code',
    conditions: [{ kind: 'channel', anyOf: ['brand'] }],
    action: { kind: 'line_percent', ppm: 100_000 },
  })
  const order = basket([line({ sku: 'A' })], { coupons: [{ code: 'X', promotionId: 'r' }] })
  expect(price(order, [rule], { channel: 'eazy' })).toMatchObject({
    grossMinor: 10_000,
    coupons: [{ code: 'X', promotionId: 'r', minor: 0, obstacle: { reason: 'channel' } }],
  })
  expect(price(order, [rule], { channel: 'brand' }).grossMinor).toBe(9_000)
})

test('Vendure #3075: promotions of goods that the basket does not hold are never looked at', () => {
  const promotions = Array.from({ length: 5_000 }, (_, index) =>
    promotion({
      id: `r${index}`,
      conditions: [
        index % 3 === 0
          ? { kind: 'products', anyOf: [`p${index}`] }
          : index % 3 === 1
            ? { kind: 'categories', anyOf: [`c${index}`] }
            : { kind: 'attributes', attribute: 'brand', anyOf: [`b${index}`] },
      ],
      action: { kind: 'line_percent', ppm: 100_000 },
    }),
  )
  const one = line({ sku: 'p3-m', product: 'p3', categories: ['c4'], attributes: { brand: 'b5' } })
  const { table, shut } = layOut(basket([one]), compileRules({ version: 1, promotions }), context())
  expect(table.candidates.map(({ compiled }) => compiled.promotion.id)).toEqual(['r3', 'r4', 'r5'])
  expect(shut.size).toBe(0)
})

test('the presented price counts public promotions and public codes, never what is for single people', () => {
  const off = (id: string, given: Partial<Promotion>) =>
    promotion({ id, action: { kind: 'line_amount', minor: 100 }, ...given })
  const rules = publicRules({
    version: 1,
    promotions: [
      off('everybody', {}),
      off('lato', { audience: 'code', publicCode: true }),
      off('secret', { audience: 'code' }),
      off('birthday', { audience: 'individual' }),
      off('vip', { conditions: [{ kind: 'segment', anyOf: ['vip'] }] }),
    ],
  })
  const priced = priceBasket(basket([line({ sku: 'A' })]), compileRules(rules), context())
  expect(priced.applied.map(({ promotionId }) => promotionId)).toEqual(['everybody', 'lato'])
})
