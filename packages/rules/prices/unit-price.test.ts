import { expect, test } from 'vitest'
import { unitPrice } from '../index.ts'

test('coffee of 250 g for 19.99 costs 79.96 a kilogram, oil of 0.75 l for 24.99 costs 33.32 a litre', () => {
  expect(unitPrice(1_999, { unit: 'g', amount: 250 })).toEqual({ minor: 7_996, per: 'kg' })
  expect(unitPrice(2_499, { unit: 'ml', amount: 750 })).toEqual({ minor: 3_332, per: 'l' })
})

test('small packs are priced per 100, unless the shop wants kilograms', () => {
  expect(unitPrice(899, { unit: 'g', amount: 15 })).toEqual({ minor: 5_993, per: '100g' })
  expect(unitPrice(899, { unit: 'g', amount: 15 }, { small: false })).toEqual({ minor: 59_933, per: 'kg' })
  expect(unitPrice(4_900, { unit: 'ml', amount: 50 })).toEqual({ minor: 9_800, per: '100ml' })
})

test('ribbon by the metre, cloth by the square metre, eggs by the piece', () => {
  expect(unitPrice(500, { unit: 'mm', amount: 2_500 })).toEqual({ minor: 200, per: 'm' })
  expect(unitPrice(6_000, { unit: 'cm2', amount: 15_000 })).toEqual({ minor: 4_000, per: 'm2' })
  expect(unitPrice(1_299, { unit: 'piece', amount: 10 })).toEqual({ minor: 130, per: 'piece' })
})

test('what is sold by exactly one unit, in sets or as medicine needs none', () => {
  expect(unitPrice(500, { unit: 'g', amount: 1_000 })).toBeUndefined()
  expect(unitPrice(500, { unit: 'piece', amount: 1 })).toBeUndefined()
  expect(unitPrice(500, { unit: 'g', amount: 200 }, { exempt: true })).toBeUndefined()
  expect(unitPrice(500, { unit: 'g', amount: 0 })).toBeUndefined()
})
