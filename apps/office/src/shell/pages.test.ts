import { expect, test } from 'vitest'
import { pageAt, pages } from './pages.ts'

test('every page has a chord of its own', () => {
  const keys = pages.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('an address belongs to the most exact page', () => {
  expect(pageAt('/')?.id).toBe('home')
  expect(pageAt('/orders/0192')?.id).toBe('orders')
  expect(pageAt('/stock')?.id).toBe('stock')
  expect(pageAt('/stock/movements')?.id).toBe('movements')
  expect(pageAt('/nowhere')).toBeUndefined()
})
