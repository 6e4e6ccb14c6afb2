import { expect, test } from 'vitest'
import { emptyDraft, type PromotionDraft } from './draft.ts'
import { EXAMPLE_SHIPPING_MINOR, tryOut, type Article, type Example } from './preview.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const articles: Article[] = ['jacket', 'scarf'].map((sku, index) => ({
  sku,
  name: sku,
  handle: sku,
  categories: [index === 0 ? 'kurtki' : 'dodatki'],
  attributes: {},
  price: { minor: index === 0 ? 30_000 : 5_000, currency: 'PLN' },
  taxRate: 'A',
  taxPpm: 230_000,
}))
const example: Example = {
  lines: [
    { sku: 'jacket', quantity: 1 },
    { sku: 'scarf', quantity: 2 },
  ],
  channel: 'web',
  location: null,
  fulfilment: 'ship',
  fits: true,
}
const draft: PromotionDraft = {
  ...emptyDraft,
  conditions: [{ kind: 'categories', anyOf: ['kurtki'] }],
  action: { kind: 'line_percent', ppm: 200_000 },
}

test('a draft without a name is tried on the example: what it takes off which line', () => {
  const priced = tryOut(draft, example, articles, now)
  expect(priced?.lines.map(({ grossMinor }) => grossMinor)).toEqual([24_000, 10_000])
  expect(priced?.grossMinor).toBe(34_000 + EXAMPLE_SHIPPING_MINOR)
  expect(priced?.rejected).toEqual([])
})

test('while a field is empty nothing is counted', () => {
  const unfinished = { ...draft, action: { kind: 'line_percent', ppm: Number.NaN } } as const
  expect(tryOut(unfinished, example, articles, now)).toBeNull()
})

test('what keeps it from counting is told', () => {
  const dear: PromotionDraft = {
    ...draft,
    conditions: [...draft.conditions, { kind: 'value', atLeastMinor: 40_000 }],
  }
  expect(tryOut(dear, example, articles, now)?.rejected?.[0]?.obstacle).toEqual({
    reason: 'value',
    wanted: 40_000,
    had: 30_000,
  })
})

test('the customer of the example has the code, or has not', () => {
  const coded: PromotionDraft = { ...draft, audience: 'code' }
  expect(tryOut(coded, example, articles, now)?.discountMinor).toBe(6_000)
  const without = tryOut(coded, { ...example, fits: false }, articles, now)
  expect(without?.rejected?.[0]?.obstacle?.reason).toBe('needs_code')
})

test('what begins next week can be tried today', () => {
  const later = { ...draft, validFrom: now + 7 * 86_400_000 }
  expect(tryOut(later, example, articles, now)?.discountMinor).toBe(6_000)
  const over = { ...draft, validUntil: now - 86_400_000 }
  expect(tryOut(over, example, articles, now)?.discountMinor).toBe(6_000)
})
