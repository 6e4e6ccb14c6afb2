import { expect, test } from 'vitest'
import { scaled } from './scaled.ts'

test('an amount that people type is whole in its small unit', () => {
  expect(scaled(0.07, 100)).toBe(7)
  expect(scaled(1_234.56, 100)).toBe(123_456)
  expect(scaled(33.3333, 10_000)).toBe(333_333)
  expect(scaled(Number.NaN, 100)).toBeNaN()
})

test('what has too many decimals is not rounded into what nobody typed', () => {
  expect(Number.isInteger(scaled(12.345, 100))).toBe(false)
  expect(Number.isInteger(scaled(5.123_45, 10_000))).toBe(false)
})
