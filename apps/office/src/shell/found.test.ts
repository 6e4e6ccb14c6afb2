import { expect, test } from 'vitest'
import { kindOf, matching, moved, plain } from './found.ts'

const lines = [{ label: 'Zamówienia' }, { label: 'Stany' }, { label: 'Osnowa Łódź', hint: 'LDZ1' }]

test('Polish marks need not be typed', () => {
  expect(plain('Łódź')).toBe('lodz')
  expect(matching('lodz', lines).map(({ label }) => label)).toEqual(['Osnowa Łódź'])
  expect(matching('zamow', lines).map(({ label }) => label)).toEqual(['Zamówienia'])
})

test('what begins with the query comes first; nothing typed means everything', () => {
  expect(matching('s', lines)[0]?.label).toBe('Stany')
  expect(matching('  ', lines)).toHaveLength(3)
})

test('digits are an order, dashes a SKU, the rest words', () => {
  expect(kindOf('1000')).toBe('order')
  expect(kindOf('#100000009')).toBe('order')
  expect(kindOf('100\u00a0000\u00a0009')).toBe('order')
  expect(kindOf('nida-wht-xs')).toBe('sku')
  expect(kindOf('koszula lniana')).toBe('words')
  expect(kindOf('5901234123457')).toBe('words')
})

test('the choice goes round the ends', () => {
  expect(moved(0, -1, 3)).toBe(2)
  expect(moved(2, 1, 3)).toBe(0)
  expect(moved(0, 1, 0)).toBe(0)
})
