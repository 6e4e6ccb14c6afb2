import { expect, test } from 'vitest'
import { picturesOf } from './label-pictures.ts'

const shown = {
  gtin: '5900000000015',
  name: 'Koszula',
  currency: 'PLN',
  price: 19_900,
  regular: null,
  omnibusMin: null,
  perUnit: null,
  reasons: [],
}
const next = { ...shown, price: 14_990, version: 7, validFrom: '2026-11-23T05:00:00.000Z' }

test('a label flips to the picture that it holds at its instant, and not before', () => {
  const at = Date.parse(next.validFrom)
  expect(picturesOf({ shown, next }, at - 1)).toEqual({ current: shown, coming: next })
  expect(picturesOf({ shown, next }, at)).toEqual({ current: next, coming: null })
  expect(picturesOf({ shown: null, next: null }, at)).toEqual({ current: null, coming: null })
})
