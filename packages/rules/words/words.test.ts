import { expect, test } from 'vitest'
import { amountText, piecesText, wordsOf, type Obstacle } from '../index.ts'

/** Screens keep amounts together with no-break spaces; here they read better without. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const said = (obstacle: Obstacle, locale: 'pl' | 'en' = 'pl') => plain(wordsOf(obstacle, locale, 'PLN').short)

test('amounts are written by plain code, the same everywhere', () => {
  const texts = [1_201, 0, 5, 123_456_789, -1_201].map((minor) => plain(amountText(minor, 'PLN', 'pl')))
  expect(texts).toEqual(['12,01 zł', '0,00 zł', '0,05 zł', '1 234 567,89 zł', '−12,01 zł'])
  expect(plain(amountText(123_456, 'PLN', 'en'))).toBe('PLN 1,234.56')
  expect(plain(amountText(123_456, 'EUR', 'en'))).toBe('€1,234.56')
  expect(plain(amountText(123_456, 'EUR', 'pl'))).toBe('1 234,56 €')
  expect(plain(amountText(1_500, 'JPY', 'pl'))).toBe('1 500 JPY')
  expect(plain(amountText(100_000, 'PLN', 'pl'))).toBe('1 000,00 zł')
})

test('Polish counts pieces in three forms', () => {
  expect([1, 2, 4, 5, 12, 14, 22, 25, 112, 122].map((pieces) => piecesText(pieces, 'pl'))).toEqual([
    '1 sztukę',
    '2 sztuki',
    '4 sztuki',
    '5 sztuk',
    '12 sztuk',
    '14 sztuk',
    '22 sztuki',
    '25 sztuk',
    '112 sztuk',
    '122 sztuki',
  ])
})

test('a shopper reads what to do, staff read which condition failed', () => {
  expect(said({ reason: 'value', wanted: 20_000, had: 18_799 })).toBe('Dodaj jeszcze za 12,01 zł')
  expect(said({ reason: 'value', wanted: 20_000, had: 18_799 }, 'en')).toBe('Add PLN 12.01 more')
  expect(said({ reason: 'quantity', wanted: 3, had: 1 })).toBe('Dodaj jeszcze 2 sztuki')
  expect(said({ reason: 'quantity', wanted: 3, had: 2 })).toBe('Dodaj jeszcze 1 sztukę')
  expect(plain(wordsOf({ reason: 'value', wanted: 20_000, had: 18_799 }, 'pl', 'PLN').long)).toBe(
    'Towary promocji kosztują 187,99 zł, a potrzeba co najmniej 200,00 zł.',
  )
})

test('every obstacle has words in both languages, short and long', () => {
  const reasons: Record<Obstacle['reason'], true> = {
    not_yet: true,
    over: true,
    needs_code: true,
    other_currency: true,
    no_matching_goods: true,
    another_is_better: true,
    already_lower: true,
    gift_missing: true,
    nothing_to_send: true,
    channel: true,
    location: true,
    segment: true,
    group: true,
    first_order: true,
    hours: true,
    quantity: true,
    value: true,
    tender: true,
  }
  for (const reason of Object.keys(reasons) as Obstacle['reason'][]) {
    for (const locale of ['pl', 'en'] as const) {
      const { short, long } = wordsOf({ reason, wanted: 2, had: 1 }, locale, 'PLN')
      expect(short).toMatch(/[^.]$/)
      expect(long).toMatch(/\.$/)
    }
  }
})

test('a discount and a price say where they come from', () => {
  const label = { pl: 'Lato', en: 'Summer' }
  const discount = wordsOf({ promotionId: 'p1', label, minor: 1_201, pieces: 3, code: 'LATO' }, 'pl', 'PLN')
  expect(plain(discount.short)).toBe('Lato: −12,01 zł')
  expect(plain(discount.long)).toBe('Lato: −12,01 zł (za 3 sztuki, kod LATO, promocja p1)')
  const source = {
    list: 'gdansk',
    version: 12,
    fromQuantity: 10,
    listMinor: 10_000,
    exceptions: [
      { id: 'app', reason: { pl: '5 % taniej w aplikacji', en: '5 % less in the app' }, minor: -500 },
    ],
  }
  expect(plain(wordsOf(source, 'pl', 'PLN').short)).toBe('5 % taniej w aplikacji')
  expect(plain(wordsOf(source, 'pl', 'PLN').long)).toBe(
    'Cennik gdansk, wersja 12, od 10 sztuk: 100,00 zł; 5 % taniej w aplikacji (app): −5,00 zł',
  )
  expect(wordsOf({ ...source, exceptions: [] }, 'en', 'PLN').short).toBe('List price')
})
