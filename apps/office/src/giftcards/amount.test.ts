import { expect, test } from 'vitest'
import { readAmount } from './amount.ts'

test('an amount is read as people write it', () => {
  expect(readAmount('100')).toBe(10_000)
  expect(readAmount('49,99')).toBe(4_999)
  expect(readAmount('1 200,5 zł')).toBe(120_050)
  expect(readAmount('−8.29')).toBe(-829)
})

test('what is no amount is none', () => {
  for (const text of ['', 'sto', '1,234', '1.2.3', '12345678']) expect(readAmount(text)).toBeNull()
})
