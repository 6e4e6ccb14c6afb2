import { expect, test } from 'vitest'
import { bulkOf, type BulkDraft } from './bulk.ts'

const draft: BulkDraft = {
  list: 'standard',
  goods: 'all',
  category: null,
  sku: '',
  adjust: 'percent',
  typed: '-10',
  rounding: 'ending99',
  terms: { note: 'season', when: 'now', at: '' },
}

test('a form becomes a bulk edit', () => {
  expect(bulkOf(draft)).toEqual({
    body: {
      note: 'season',
      effectiveAt: null,
      list: 'standard',
      adjust: { kind: 'percent', ppm: -100_000 },
      rounding: { to: 100, ending: 99 },
    },
  })
  expect(
    bulkOf({ ...draft, goods: 'category', category: 'shoes', adjust: 'amount', typed: '-5' }),
  ).toMatchObject({
    body: { categories: ['shoes'], adjust: { kind: 'amount', minor: -500 } },
  })
})

test('a price that is set, or taken away, is not rounded', () => {
  expect(bulkOf({ ...draft, adjust: 'set', typed: '39' })).toMatchObject({
    body: { adjust: { kind: 'set', minor: 3_900 }, rounding: null },
  })
  expect(bulkOf({ ...draft, adjust: 'withdraw', typed: '' })).toMatchObject({
    body: { adjust: { kind: 'withdraw' }, rounding: null },
  })
})

test('what is missing is named', () => {
  const terms = { note: '', when: 'later', at: '' } as const
  expect(bulkOf({ ...draft, goods: 'sku', typed: 'less', terms })).toEqual({
    flaws: { scope: true, value: true, note: true, at: true },
  })
})
