import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolvePrice, type PriceEntry, type PriceException, type PriceScope } from '../index.ts'

const entry = (given: Partial<PriceEntry>): PriceEntry => ({
  list: 'base',
  version: 1,
  currency: 'PLN',
  sku: 'A',
  channel: null,
  location: null,
  group: null,
  fromQuantity: 1,
  minor: 10_000,
  validFrom: null,
  validUntil: null,
  ...given,
})
const exception = (given: Partial<PriceException>): PriceException => ({
  id: 'app',
  reason: { pl: '5 % taniej w aplikacji', en: '5 % less in the app' },
  priority: 1,
  effect: { kind: 'percent', ppm: -50_000 },
  channels: null,
  locations: null,
  groups: null,
  skus: null,
  categories: null,
  validFrom: null,
  validUntil: null,
  ...given,
})
const scope = (given: Partial<PriceScope> = {}): PriceScope => ({
  sku: 'A',
  categories: ['tops'],
  currency: 'PLN',
  channel: 'web',
  location: null,
  groups: [],
  quantity: 1,
  at: 1_000,
  ...given,
})
const price = (
  entries: readonly PriceEntry[],
  given: Partial<PriceScope> = {},
  exceptions: readonly PriceException[] = [],
) => resolvePrice(entries, exceptions, scope(given))?.unitMinor

test('the list of a store wins over that of a channel, that over a group’s, that over everybody’s', () => {
  const lists = [
    entry({ minor: 4 }),
    entry({ list: 'club', group: 'club', minor: 3 }),
    entry({ list: 'web', channel: 'web', minor: 2 }),
    entry({ list: 'gdansk', location: 'gdansk', minor: 1 }),
  ]
  const everything = { location: 'gdansk', groups: ['club'] }
  expect(price(lists, everything)).toBe(1)
  expect(price(lists, { groups: ['club'] })).toBe(2)
  expect(price(lists, { groups: ['club'], channel: 'store' })).toBe(3)
  expect(price(lists, { channel: 'store' })).toBe(4)
  expect(price(lists, { channel: 'store', currency: 'EUR' })).toBeUndefined()
})

test('equally specific lists go by their codes, and a list without the article does not count', () => {
  const lists = [
    entry({ list: 'b', channel: 'web', minor: 2 }),
    entry({ list: 'a', channel: 'web', minor: 3 }),
  ]
  expect(price(lists)).toBe(3)
  expect(
    price([...lists, entry({ list: 'shop', location: 'gdansk', sku: 'B', minor: 1 })], {
      location: 'gdansk',
    }),
  ).toBe(3)
})

test('the highest quantity break that is reached counts, of the winning list', () => {
  const lists = [
    entry({ minor: 100 }),
    entry({ fromQuantity: 10, minor: 90 }),
    entry({ fromQuantity: 50, minor: 80 }),
  ]
  expect([1, 9, 10, 49, 50].map((quantity) => price(lists, { quantity }))).toEqual([100, 100, 90, 90, 80])
})

test('validity is half-open, and of overlapping rows the youngest counts', () => {
  const lists = [entry({ minor: 100 }), entry({ validFrom: 1_000, validUntil: 2_000, minor: 70 })]
  expect([999, 1_000, 1_999, 2_000].map((at) => price(lists, { at }))).toEqual([100, 70, 70, 100])
})

test('exceptions are taken in order, each rounded half up and told with its reason', () => {
  const resolved = resolvePrice(
    [entry({ minor: 9_990, version: 12 })],
    [
      exception({
        id: 'b',
        priority: 2,
        effect: { kind: 'amount', minor: 100, currency: 'PLN' },
        locations: ['gdansk'],
      }),
      exception({ channels: ['app'] }),
      exception({ id: 'euro', effect: { kind: 'amount', minor: -500, currency: 'EUR' } }),
      exception({ id: 'shoes', categories: ['shoes'] }),
    ],
    scope({ channel: 'app', location: 'gdansk' }),
  )
  // 99.90 × 0.95 = 94.905, rounded to 94.91; then one zloty more in that store.
  expect(resolved).toEqual({
    unitMinor: 9_591,
    source: {
      list: 'base',
      version: 12,
      fromQuantity: 1,
      listMinor: 9_990,
      exceptions: [
        { id: 'app', reason: { pl: '5 % taniej w aplikacji', en: '5 % less in the app' }, minor: -499 },
        { id: 'b', reason: { pl: '5 % taniej w aplikacji', en: '5 % less in the app' }, minor: 100 },
      ],
    },
  })
})

test('what is for a place, for a group or for a category counts for nobody without one', () => {
  const named = { locations: ['gdansk'], groups: ['club'], categories: ['tops'] } as const
  for (const kind of ['locations', 'groups', 'categories'] as const) {
    const only = [exception({ [kind]: named[kind] })]
    const nowhere = { location: null, groups: [], categories: [] }
    const there = { location: 'gdansk', groups: ['club'], categories: ['tops'] }
    const elsewhere = { location: 'lodz', groups: ['staff'], categories: ['shoes'] }
    expect([nowhere, elsewhere, there].map((where) => price([entry({})], where, only))).toEqual([
      10_000, 10_000, 9_500,
    ])
  }
  // Named nobody, it is for nobody: an empty list is not everybody.
  expect(price([entry({})], { location: 'gdansk' }, [exception({ locations: [] })])).toBe(10_000)
  expect(price([entry({ location: 'gdansk', minor: 1 })], { location: null })).toBeUndefined()
})

test('no exception makes a price negative', () => {
  expect(
    price([entry({ minor: 300 })], {}, [
      exception({ effect: { kind: 'amount', minor: -500, currency: 'PLN' } }),
    ]),
  ).toBe(0)
})

test('the order of rows and exceptions is immaterial, and the steps sum to the price', () => {
  const some = fc.constantFrom(null, 'x', 'y')
  const anyEntry = fc
    .record({
      list: fc.constantFrom('a', 'b'),
      channel: some,
      location: some,
      group: some,
      fromQuantity: fc.integer({ min: 1, max: 3 }),
      minor: fc.nat({ max: 999 }),
      validFrom: fc.constantFrom(null, 1, 5),
      version: fc.integer({ min: 1, max: 3 }),
    })
    .map(entry)
  const anyException = fc
    .record({
      id: fc.string({ maxLength: 2 }),
      priority: fc.integer({ min: 1, max: 2 }),
      effect: fc.oneof(
        fc.record({
          kind: fc.constant('percent' as const),
          ppm: fc.integer({ min: -1_000_000, max: 500_000 }),
        }),
        fc.record({
          kind: fc.constant('amount' as const),
          minor: fc.integer({ min: -500, max: 500 }),
          currency: fc.constant('PLN'),
        }),
      ),
    })
    .map(exception)
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 8 }),
      fc.uniqueArray(anyException, { maxLength: 4, selector: ({ id }) => id }),
      (entries, exceptions) => {
        const where = scope({ channel: 'x', location: 'y', groups: ['x', 'y'], quantity: 2 })
        const resolved = resolvePrice(entries, exceptions, where)
        expect(resolvePrice(entries.toReversed(), exceptions.toReversed(), where)).toEqual(resolved)
        if (!resolved) return
        const { source, unitMinor } = resolved
        expect(unitMinor).toBeGreaterThanOrEqual(0)
        expect(source.exceptions.reduce((sum, { minor }) => sum + minor, source.listMinor)).toBe(unitMinor)
      },
    ),
  )
})
