import { expect, test } from 'vitest'
import { buildRetailer, replayBaskets, replayOpeningStock, replayReturns } from '../index.ts'
import { matchingReturns, replayableSales, type SourceRow } from './filter.ts'

const row = (over: Partial<SourceRow>): SourceRow => ({
  invoice: '500001',
  code: '10001',
  quantity: 2,
  at: '2011-11-01T10:00:00Z',
  pence: 100,
  customer: '17850',
  ...over,
})
const range = new Set(['10001', '10002', ...Array.from({ length: 101 }, (_, n) => String(20000 + n))])

test('the filter lets in what a till could have sold', () => {
  const sales = replayableSales(
    [
      row({}),
      row({ quantity: 3, pence: 120 }),
      row({ code: '10002', pence: 0 }),
      row({ code: 'POST' }),
      row({ invoice: '500002', quantity: 1000 }),
      row({ invoice: '500003', quantity: -4 }),
      row({ invoice: 'A500004' }),
      ...Array.from({ length: 101 }, (_, n) => row({ invoice: '500005', code: String(20000 + n) })),
    ],
    range,
  )
  expect(sales.map(({ invoice, lines }) => [invoice, lines])).toEqual([
    ['500001', [{ code: '10001', quantity: 5, pence: 100 }]],
  ])
})

test('a return finds the latest sale that still has the goods, and nothing is returned twice', () => {
  const sales = replayableSales(
    [row({}), row({ invoice: '500002', at: '2011-11-02T10:00:00Z', quantity: 5 })],
    range,
  )
  const back = (over: Partial<SourceRow>) =>
    row({ invoice: 'C500009', at: '2011-11-03T10:00:00Z', quantity: -4, ...over })
  const returns = matchingReturns(
    [
      back({}),
      back({ invoice: 'C500010' }),
      back({ invoice: 'C500011', quantity: -2 }),
      back({ invoice: 'C500012', quantity: -1, customer: '999' }),
      back({ invoice: 'C500013', quantity: -1, at: '2011-10-01T10:00:00Z' }),
    ],
    sales,
  )
  expect(
    returns.map(({ invoice, originalInvoice, lines }) => [invoice, originalInvoice, lines[0]?.quantity]),
  ).toEqual([
    ['C500009', '500002', 4],
    ['C500011', '500001', 2],
  ])
})

test('the committed slice obeys the filter and names articles of the range', () => {
  const prices = new Map(
    buildRetailer().products.flatMap(({ variants }) =>
      variants.map(({ sku, priceMinor }) => [sku, priceMinor]),
    ),
  )
  const baskets = replayBaskets()
  expect(baskets.length).toBeGreaterThan(2000)
  expect(new Set(baskets.map(({ invoice }) => invoice)).size).toBe(baskets.length)
  for (const { lines, at } of baskets) {
    expect(Number.isNaN(Date.parse(at))).toBe(false)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThanOrEqual(100)
    expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length)
    for (const { sku, quantity, unitPriceMinor } of lines) {
      expect(prices.get(sku)).toBeGreaterThan(0)
      expect(unitPriceMinor).toBeGreaterThan(0)
      expect(Number.isInteger(quantity) && quantity >= 1 && quantity <= 999).toBe(true)
    }
  }
  expect(new Set(baskets.map(({ kind }) => kind))).toEqual(new Set(['till', 'web']))
})

test('no sale of the slice gets more back than it sold, and never before it', () => {
  const baskets = new Map(replayBaskets().map((basket) => [basket.invoice, basket]))
  const left = new Map(
    [...baskets.values()].flatMap(({ invoice, lines }) =>
      lines.map(({ sku, quantity }) => [`${invoice} ${sku}`, quantity]),
    ),
  )
  const returns = replayReturns()
  expect(returns.length).toBeGreaterThan(100)
  for (const { originalInvoice, at, lines } of returns) {
    const sold = baskets.get(originalInvoice)
    expect(sold && sold.at < at).toBe(true)
    for (const { sku, quantity } of lines) {
      const key = `${originalInvoice} ${sku}`
      left.set(key, (left.get(key) ?? 0) - quantity)
      expect(left.get(key)).toBeGreaterThanOrEqual(0)
    }
  }
})

test('the opening stock covers the whole replay without waiting for a return', () => {
  const onHand = new Map(
    buildRetailer().openingStock.map(({ sku, locationCode, quantity }) => [
      `${sku} ${locationCode}`,
      quantity,
    ]),
  )
  for (const { locationCode, lines } of replayBaskets()) {
    for (const { sku, quantity } of lines) {
      const key = `${sku} ${locationCode}`
      onHand.set(key, (onHand.get(key) ?? 0) - quantity)
      expect(onHand.get(key)).toBeGreaterThanOrEqual(0)
    }
  }
  expect(replayOpeningStock().length).toBeGreaterThan(1000)
})
