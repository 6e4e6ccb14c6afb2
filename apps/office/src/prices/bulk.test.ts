import { expect, test } from 'vitest'
import { bulkOf, type BulkDraft } from './bulk.ts'

const draft: BulkDraft = {
  list: 'standard',
  from: null,
  goods: 'all',
  category: null,
  sku: '',
  adjust: 'percent',
  typed: '-10',
  rounding: 'ending99',
  terms: { note: 'season', when: 'now', at: '' },
  until: '',
}
const NOW = Date.parse('2026-11-22T10:00:00Z')

test('a form becomes a bulk edit', () => {
  expect(bulkOf(draft, NOW)).toEqual({
    body: {
      note: 'season',
      effectiveAt: null,
      until: null,
      list: 'standard',
      from: null,
      adjust: { kind: 'percent', ppm: -100_000 },
      rounding: { to: 100, ending: 99 },
    },
  })
  expect(
    bulkOf({ ...draft, goods: 'category', category: 'shoes', adjust: 'amount', typed: '-5' }, NOW),
  ).toMatchObject({
    body: { categories: ['shoes'], adjust: { kind: 'amount', minor: -500 } },
  })
})

test('a price that is set, or taken away, is not rounded', () => {
  expect(bulkOf({ ...draft, adjust: 'set', typed: '39' }, NOW)).toMatchObject({
    body: { adjust: { kind: 'set', minor: 3_900 }, rounding: null },
  })
  expect(bulkOf({ ...draft, adjust: 'withdraw', typed: '' }, NOW)).toMatchObject({
    body: { adjust: { kind: 'withdraw' }, rounding: null },
  })
})

test('what is missing is named', () => {
  const terms = { note: '', when: 'later', at: '' } as const
  expect(bulkOf({ ...draft, goods: 'sku', typed: 'less', terms }, NOW)).toEqual({
    flaws: { scope: true, value: true, until: false, note: true, at: true },
  })
})

test('a sale ends after it begins, and a list may be filled with the prices of another as they are', () => {
  const until = '2026-11-30T20:00'
  expect(bulkOf({ ...draft, until }, NOW)).toMatchObject({ body: { until: '2026-11-30T19:00:00.000Z' } })
  expect(bulkOf({ ...draft, until: '2026-11-20T20:00' }, NOW)).toMatchObject({ flaws: { until: true } })
  const terms = { note: 'season', when: 'later', at: '2026-12-01T06:00' } as const
  expect(bulkOf({ ...draft, until, terms }, NOW)).toMatchObject({ flaws: { until: true } })
  expect(bulkOf({ ...draft, typed: '0' }, NOW)).toMatchObject({ flaws: { value: true } })
  expect(bulkOf({ ...draft, typed: '0', from: 'web' }, NOW)).toMatchObject({
    body: { from: 'web', adjust: { kind: 'percent', ppm: 0 } },
  })
})
