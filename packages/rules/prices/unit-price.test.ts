import { expect, test } from 'vitest'
import { unitPrice } from '../index.ts'

test('coffee of 250 g for 19.99 costs 79.96 a kilogram, oil of 0.75 l for 24.99 costs 33.32 a litre', () => {
  expect(unitPrice(1_999, { unit: 'g', amount: 250 })).toEqual({ minor: 7_996, per: 'kg' })
  expect(unitPrice(1_999, { unit: 'kg', amount: 0.25 })).toEqual({ minor: 7_996, per: 'kg' })
  expect(unitPrice(2_499, { unit: 'l', amount: 0.75 })).toEqual({ minor: 3_332, per: 'l' })
  expect(unitPrice(2_499, { unit: 'ml', amount: 750 })).toEqual({ minor: 3_332, per: 'l' })
})

test('small packs are priced per kilogram and litre too', () => {
  expect(unitPrice(899, { unit: 'g', amount: 15 })).toEqual({ minor: 59_933, per: 'kg' })
  expect(unitPrice(4_900, { unit: 'l', amount: 0.05 })).toEqual({ minor: 98_000, per: 'l' })
  expect(unitPrice(90, { unit: 'g', amount: 3.5 })).toEqual({ minor: 25_714, per: 'kg' })
})

test('ribbon by the metre, cloth by the square metre, eggs by the piece', () => {
  expect(unitPrice(500, { unit: 'm', amount: 2.5 })).toEqual({ minor: 200, per: 'm' })
  expect(unitPrice(6_000, { unit: 'm2', amount: 1.5 })).toEqual({ minor: 4_000, per: 'm2' })
  expect(unitPrice(1_299, { unit: 'piece', amount: 10 })).toEqual({ minor: 130, per: 'piece' })
})

test('three packs for 10.00 are counted from what all of them cost, not from a rounded third', () => {
  expect(unitPrice(1_000, { unit: 'g', amount: 100 }, 3)).toEqual({ minor: 3_333, per: 'kg' })
})

test('what is sold by exactly one unit needs none', () => {
  expect(unitPrice(500, { unit: 'g', amount: 1_000 })).toBeUndefined()
  expect(unitPrice(500, { unit: 'l', amount: 1 })).toBeUndefined()
  expect(unitPrice(500, { unit: 'piece', amount: 1 })).toBeUndefined()
  expect(unitPrice(500, { unit: 'g', amount: 0 })).toBeUndefined()
})
