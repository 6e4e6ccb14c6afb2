import { expect, test } from 'vitest'
import { emptyDraft, type PromotionDraft } from './draft.ts'
import { fitting, questionOf, wishesOf, worldOf } from './fitting.ts'
import { tryOut, type Article, type Example } from './preview.ts'

const article = (sku: string, category: string, minor: number): Article => ({
  sku,
  name: sku,
  handle: sku.toLowerCase(),
  categories: [category],
  attributes: {},
  price: { minor, currency: 'PLN' },
  taxRate: 'A',
  taxPpm: 230_000,
})
const hat = article('HAT', 'hats', 9_900)
const scarf = article('SCARF', 'scarves', 12_900)
const sock = article('SOCK', 'socks', 2_500)
const example: Example = { lines: [], channel: 'web', location: null, fulfilment: 'ship', fits: true }
const tried = (draft: PromotionDraft, candidates: readonly (readonly Article[])[]) => {
  const lines = fitting(draft, candidates) ?? []
  return tryOut(draft, { ...example, lines }, candidates.flat(), 0)
}

test('a set is shown with a piece of each of its parts', () => {
  const set: PromotionDraft = {
    ...emptyDraft,
    action: {
      kind: 'bundle',
      parts: [
        { of: [{ kind: 'categories', anyOf: ['hats'] }], quantity: 1 },
        { of: [{ kind: 'categories', anyOf: ['scarves'] }], quantity: 1 },
      ],
      minor: 12_900,
    },
  }
  expect(wishesOf(set).map(questionOf)).toEqual([{ category: 'hats' }, { category: 'scarves' }])
  expect(tried(set, [[hat], [sock, scarf]])?.discountMinor).toBe(9_900)
  // Goods that it is not about show nothing.
  expect(fitting(set, [[hat], [sock]])).toBeNull()
})

test('as many pieces as the promotion asks for, in number and in value', () => {
  const three: PromotionDraft = {
    ...emptyDraft,
    conditions: [{ kind: 'categories', anyOf: ['socks'] }],
    action: { kind: 'cheapest_free', every: 3, free: 1 },
  }
  expect(tried(three, [[hat, sock]])?.discountMinor).toBe(2_500)
  const tiers: PromotionDraft = {
    ...emptyDraft,
    action: { kind: 'value_tiers', tiers: [{ atLeastMinor: 20_000, minor: 3_000 }] },
  }
  expect(fitting(tiers, [[scarf]])).toEqual([{ sku: 'SCARF', quantity: 2 }])
  expect(tried(tiers, [[scarf]])?.discountMinor).toBe(3_000)
})

test('a gift lies beside what it is given for', () => {
  const gift: PromotionDraft = {
    ...emptyDraft,
    conditions: [{ kind: 'products', anyOf: ['HAT'] }],
    action: { kind: 'gift', sku: 'SCARF', quantity: 1 },
  }
  expect(wishesOf(gift).map(questionOf)).toEqual([{ q: 'HAT' }, { q: 'SCARF' }])
  expect(tried(gift, [[hat], [scarf]])?.discountMinor).toBe(12_900)
})

test('the example goes to the channel and leaves in the way that the promotion is for', () => {
  const inStores: PromotionDraft = {
    ...emptyDraft,
    conditions: [
      { kind: 'channel', anyOf: ['store'] },
      { kind: 'fulfilment', anyOf: ['counter'] },
    ],
  }
  expect(worldOf(inStores, example)).toEqual({ channel: 'store', location: null, fulfilment: 'counter' })
  expect(worldOf(emptyDraft, example)).toEqual({})
})
