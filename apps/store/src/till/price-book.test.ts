import { compileRules } from '@splot/rules'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { priceSale } from './price-sale.ts'
import {
  fromShelves,
  priceIn,
  shelvesOf,
  versionAt,
  withBrought,
  type Brought,
  type PackedRow,
  type PriceBook,
  type PriceTerms,
} from './price-book.ts'

const NOON = Date.parse('2026-11-22T12:00:00Z')
const list = (code: string, more: Partial<PriceTerms['lists'][number]> = {}) => ({
  code,
  currency: 'PLN',
  channel: null,
  location: null,
  group: null,
  validFrom: null,
  validUntil: null,
  ...more,
})
const terms = (more: Partial<PriceTerms> = {}): PriceTerms => ({
  channel: 'store',
  location: 'here',
  seq: 1,
  lists: [list('standard'), list('here', { location: 'here' }), list('there', { location: 'there' })],
  exceptions: [],
  rates: [{ from: 0, ppm: { A: 230_000, B: 80_000 } }],
  versions: [{ version: 1, effectiveAt: 0 }],
  wholeAt: 0,
  ...more,
})
const row = (
  sku: string,
  minor: number | null,
  {
    of = 'standard',
    from = 1,
    version = 1,
    at = 0,
    until = null as number | null,
    letter = 'A',
  }: {
    of?: string
    from?: number
    version?: number
    at?: number
    until?: number | null
    letter?: string
  } = {},
) => ({ sku, row: [of, from, version, at, until, minor, letter] satisfies PackedRow })
const brought = (rows: Brought['rows'], more: Partial<Brought> = {}): Brought => ({
  terms: terms(),
  rows,
  cancelled: [],
  whole: true,
  ...more,
})
const bookOf = (rows: Brought['rows'], more: Partial<PriceTerms> = {}): PriceBook =>
  withBrought(null, brought(rows, { terms: terms(more) }), NOON).book
const article = (sku: string, minor = 1) => ({
  sku,
  gtin: '5900000000008',
  name: sku,
  options: '',
  price: { minor, currency: 'PLN' },
  picture: null,
  product: 'koszulka',
  categories: ['koszulki'],
  attributes: {},
  taxLetter: 'A',
  taxPpm: 230_000,
})
const at = (book: PriceBook, sku: string, instant: number, quantity = 1) =>
  priceIn(book, article(sku), quantity, instant)?.unitMinor

test('a price that is published for noon flips at noon by itself, and back when it ends', () => {
  const book = bookOf([row('A', 5_000), row('A', 4_000, { version: 2, at: NOON, until: NOON + 60_000 })])
  expect([NOON - 1, NOON, NOON + 59_999, NOON + 60_000].map((instant) => at(book, 'A', instant))).toEqual([
    5_000, 4_000, 4_000, 5_000,
  ])
  const sale = (instant: number) =>
    priceSale([{ article: article('A', 9_999), quantity: 2 }], [], {
      rules: compileRules({ version: 1, promotions: [] }),
      priceOf: (one, quantity) => priceIn(book, one, quantity, instant),
      locationId: 'here',
      at: new Date(instant),
    })
  expect(sale(NOON - 1)?.grossMinor).toBe(10_000)
  expect(sale(NOON)).toMatchObject({
    grossMinor: 8_000,
    lines: [{ price: { list: 'standard', version: 2 } }],
  })
})

test('the list of this store wins here, more pieces cost less, another store’s list is not ours', () => {
  const book = bookOf([
    row('A', 5_000),
    row('A', 4_500, { from: 3 }),
    row('B', 100),
    row('B', 90, { of: 'here' }),
    row('B', 10, { of: 'there' }),
  ])
  expect([1, 2, 3, 9].map((quantity) => at(book, 'A', NOON, quantity))).toEqual([5_000, 5_000, 4_500, 4_500])
  expect(at(book, 'B', NOON)).toBe(90)
  expect(at(book, 'C', NOON)).toBeUndefined()
})

test('an exception counts from its instant with its reason, and so does a new rate of VAT', () => {
  const book = bookOf([row('A', 10_000)], {
    exceptions: [
      {
        id: 'five',
        version: 2,
        startsAt: NOON,
        endsAt: null,
        terms: {
          reason: { pl: '5 % taniej', en: '5 % less' },
          priority: 1,
          effect: { kind: 'percent', ppm: -50_000 },
          channels: ['store'],
          locations: null,
          groups: null,
          skus: null,
          categories: ['koszulki'],
        },
      },
    ],
    rates: [
      { from: 0, ppm: { A: 230_000 } },
      { from: NOON, ppm: { A: 220_000 } },
    ],
  })
  expect(priceIn(book, article('A'), 1, NOON - 1)).toMatchObject({ unitMinor: 10_000, taxPpm: 230_000 })
  expect(priceIn(book, article('A'), 1, NOON)).toMatchObject({
    unitMinor: 9_500,
    taxPpm: 220_000,
    source: { exceptions: [{ id: 'five', minor: -500, reason: { en: '5 % less' } }] },
  })
})

test('what is published later is laid over what is known; what is taken back goes, and the price before it comes back', () => {
  const first = bookOf([row('A', 5_000), row('B', 700)])
  const planned = withBrought(
    first,
    brought([row('A', 6_000, { version: 2, at: NOON + 1_000 })], { whole: false, terms: terms({ seq: 2 }) }),
    NOON,
  )
  expect(planned.changed.size).toBe(1)
  expect(at(planned.book, 'A', NOON + 1_000)).toBe(6_000)
  expect(at(planned.book, 'B', NOON)).toBe(700)
  const cancelled = withBrought(planned.book, brought([], { whole: false, cancelled: [2] }), NOON)
  expect(at(cancelled.book, 'A', NOON + 1_000)).toBe(5_000)
  const gone = withBrought(first, brought([row('A', null, { version: 3, at: NOON })], { whole: false }), NOON)
  expect(at(gone.book, 'A', NOON)).toBeUndefined()
})

test('years of changes do not pile up: what nothing can bring back is left out', () => {
  let book = bookOf([row('A', 1)])
  for (let version = 2; version <= 50; version += 1) {
    const instant = NOON + version
    book = withBrought(
      book,
      brought([row('A', version, { version, at: instant })], { whole: false }),
      instant,
    ).book
  }
  expect(book.rows.get('A')).toHaveLength(1)
  expect(at(book, 'A', NOON + 50)).toBe(50)
})

test('what is kept in parts is what was known, and only changed parts are written', () => {
  const rows = Array.from({ length: 500 }, (_, index) => row(`SKU-${index}`, index + 1, { until: NOON * 2 }))
  const book = bookOf(rows)
  const shelves = shelvesOf(book)
  expect(shelves.length).toBeGreaterThan(50)
  // As IndexedDB gives it back.
  expect(fromShelves(book.terms, structuredClone(shelves))).toEqual(book)
  const { book: next, changed } = withBrought(book, brought([row('SKU-7', 9)], { whole: false }), NOON)
  expect(shelvesOf(next, changed)).toHaveLength(1)
  const byHand = new Map(shelves.map((shelf) => [shelf.id, shelf]))
  for (const shelf of shelvesOf(next, changed)) byHand.set(shelf.id, shelf)
  expect(at(fromShelves(next.terms, [...byHand.values()]), 'SKU-7', NOON)).toBe(9)
})

test('the version in force is the last whose instant has come', () => {
  const known = terms({
    versions: [
      { version: 4, effectiveAt: NOON - 10 },
      { version: 9, effectiveAt: NOON },
    ],
  })
  expect([NOON - 11, NOON - 1, NOON].map((instant) => versionAt(known, instant))).toEqual([0, 4, 9])
})

test('however publications are cut into walks, a till that followed each knows what one that read everything knows', () => {
  const anyRow = fc.record({
    sku: fc.constantFrom('A', 'B'),
    minor: fc.option(fc.integer({ min: 1, max: 99 }), { nil: null }),
    of: fc.constantFrom('standard', 'here'),
    from: fc.constantFrom(1, 3),
    start: fc.integer({ min: -5, max: 5 }),
    until: fc.option(fc.integer({ min: 6, max: 9 }), { nil: null }),
  })
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 12 }),
      fc.array(fc.boolean(), { maxLength: 12 }),
      (given, cuts) => {
        const rows = given.map(({ sku, minor, of, from, start, until }, index) =>
          row(sku, minor, {
            of,
            from,
            version: index + 1,
            at: NOON + start,
            until: until === null ? null : NOON + until,
          }),
        )
        let followed = bookOf([])
        let waiting: typeof rows = []
        rows.forEach((one, index) => {
          waiting.push(one)
          if (!cuts[index]) return
          followed = withBrought(followed, brought(waiting, { whole: false }), NOON).book
          waiting = []
        })
        followed = withBrought(followed, brought(waiting, { whole: false }), NOON).book
        const whole = bookOf(rows)
        for (const sku of ['A', 'B'])
          for (const quantity of [1, 3])
            for (let after = 0; after < 10; after += 1)
              expect(at(followed, sku, NOON + after, quantity)).toBe(at(whole, sku, NOON + after, quantity))
      },
    ),
  )
})
