import { expect, test } from 'vitest'
import { foreseenIn, type ComingBook } from './coming-book.ts'

const HOUR = 3_600_000
const one = (from: number, until: number | null, lowestMinor: number) => ({
  currency: 'PLN',
  from: from * HOUR,
  until: until === null ? null : until * HOUR,
  minor: 8_000,
  regularMinor: 10_000,
  lowestMinor,
})
const book: ComingBook = {
  location: 'here',
  bySku: { TOWEL: [one(1, 3, 9_000), one(5, null, 8_000)] },
}
const at = (hours: number, sku = 'TOWEL', currency = 'PLN') =>
  foreseenIn(book, { sku, currency }, hours * HOUR)?.lowestMinor

test('a foreseen reduction is shown from its instant until the next, with the figure of its own', () => {
  expect([0.9, 1, 2.9, 3, 4.9, 5, 500].map((hours) => at(hours))).toEqual([
    undefined,
    9_000,
    9_000,
    undefined,
    undefined,
    8_000,
    8_000,
  ])
  expect([at(2, 'SOAP'), at(2, 'TOWEL', 'EUR')]).toEqual([undefined, undefined])
})
