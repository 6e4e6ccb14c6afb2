import { expect, test } from 'vitest'
import { actionKinds, conditionKinds, newAction, newCondition } from './draft.ts'
import { sayAction, sayCondition, sayPromotion, type Saying } from './say.ts'

const names = {
  category: (handle: string) => (handle === 'kurtki' ? 'Kurtki' : handle),
  channel: (code: string) => code,
  place: (id: string) => id,
}
const pl: Saying = { locale: 'pl', currency: 'PLN', names }
const en: Saying = { ...pl, locale: 'en' }
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a promotion is one line: what it does, then its conditions', () => {
  const promotion = {
    action: { kind: 'line_percent', ppm: 125_000 },
    conditions: [
      { kind: 'categories', anyOf: ['kurtki'] },
      { kind: 'value', atLeastMinor: 20_000 },
    ],
  } as const
  expect(plain(sayPromotion(promotion, pl))).toBe('−12,5 % na każdą pozycję · Kurtki, od 200,00 zł')
  expect(plain(sayPromotion(promotion, en))).toBe('12.5% off every line · Kurtki, from PLN 200.00')
})

test('tiers, sets and gifts say their numbers', () => {
  const tiers = { kind: 'value_tiers', tiers: [{ atLeastMinor: 20_000, minor: 3_000 }] } as const
  expect(plain(sayAction(tiers, pl))).toBe('za 200,00 zł −30,00 zł')
  expect(plain(sayAction({ kind: 'cheapest_free', every: 3, free: 1 }, pl))).toBe(
    'z każdych 3 szt. najtańsze 1 gratis',
  )
  expect(sayAction({ kind: 'shipping_percent', ppm: 1_000_000 }, en)).toBe('free delivery')
})

test('a long list says its first names and counts the rest', () => {
  const condition = { kind: 'products', anyOf: ['A', 'B', 'C', 'D', 'E'], not: true } as const
  expect(sayCondition(condition, pl)).toBe('oprócz: A, B, C (+2)')
})

test('every kind has words in both languages', () => {
  for (const saying of [pl, en]) {
    for (const kind of actionKinds) expect(sayAction(newAction(kind), saying)).toMatch(/\S/)
    for (const kind of conditionKinds) expect(sayCondition(newCondition(kind), saying)).toMatch(/\S/)
  }
})
