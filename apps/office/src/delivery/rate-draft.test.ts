import { expect, test } from 'vitest'
import { firstDay, rateOf, readRate } from './rate-draft.ts'

const NOW = Date.parse('2026-11-22T23:30:00Z')
const draft = { country: 'PL', letter: 'B', rate: '8,5 %', validFrom: '2027-01-01' } as const

test('a rate is read as people type it, nothing and all included', () => {
  expect(['23', '5,5', '8.125 %', '0', '100'].map(readRate)).toEqual([230_000, 55_000, 81_250, 0, 1_000_000])
  expect(['', '-5', '101', '2,12345', 'VAT', '1e1'].map(readRate)).toEqual(Array(6).fill(undefined))
})

test('a rate begins tomorrow at the earliest, by the clock of the retailer', () => {
  // In Warsaw it is the 23rd already.
  expect(firstDay(NOW)).toBe('2026-11-24')
  expect(rateOf({ ...draft, validFrom: '2026-11-23' }, NOW)).toMatchObject({
    wanted: null,
    flaws: { early: true, noDay: false },
  })
  expect(rateOf({ ...draft, validFrom: '2026-11-24' }, NOW).wanted).toMatchObject({ ppm: 85_000 })
})

test('what is missing or wrong is named field by field, and nothing is sent', () => {
  expect(rateOf({ country: null, letter: 'A', rate: '230', validFrom: '' }, NOW)).toEqual({
    flaws: { country: true, rate: true, noDay: true, early: false },
    wanted: null,
  })
})
