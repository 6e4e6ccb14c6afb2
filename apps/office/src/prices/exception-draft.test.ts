import { expect, test } from 'vitest'
import { exceptionOf, type ExceptionDraft } from './exception-draft.ts'

const draft: ExceptionDraft = {
  pl: 'Taniej w aplikacji',
  en: 'Cheaper in the app',
  effect: 'percent',
  typed: '-5',
  channelId: 'app',
  locationId: null,
  goods: 'all',
  category: null,
  sku: '',
  terms: { note: 'programme', when: 'now', at: '' },
  until: '',
}

test('a form becomes an exception; what it leaves open is everything', () => {
  expect(exceptionOf(draft, 'PLN')).toEqual({
    body: {
      reason: { pl: 'Taniej w aplikacji', en: 'Cheaper in the app' },
      effect: { kind: 'percent', ppm: -50_000 },
      note: 'programme',
      validFrom: null,
      validUntil: null,
      channels: ['app'],
      locations: null,
      categories: null,
      skus: null,
    },
  })
  expect(
    exceptionOf({ ...draft, effect: 'amount', typed: '2,50', goods: 'sku', sku: 'SHIRT' }, 'EUR'),
  ).toMatchObject({
    body: { effect: { kind: 'amount', minor: 250, currency: 'EUR' }, skus: ['SHIRT'] },
  })
})

test('an exception without a reason in both languages is none', () => {
  const missing = exceptionOf({ ...draft, en: ' ', typed: '', goods: 'category' }, 'PLN')
  expect(missing).toMatchObject({ flaws: { pl: false, en: true, value: true, scope: true } })
})
