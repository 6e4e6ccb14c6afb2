import { expect, test } from 'vitest'
import { isFiltered, parseSearch, stringifySearch, textFilters } from './filters.ts'

const ofOrders = textFilters('state', 'q')

test('an order number with a leading zero survives the address', () => {
  const address = stringifySearch({ state: 'placed', q: '012345674' })
  expect(address).toBe('?state=placed&q=012345674')
  expect(ofOrders(parseSearch(address))).toEqual({ state: 'placed', q: '012345674' })
})

test('Polish letters and signs survive the address', () => {
  const filters = { q: 'świeca & łyżka +1' }
  expect(parseSearch(stringifySearch(filters))).toEqual(filters)
})

test('what is not a filter of the page, or not text, or absurdly long, is dropped', () => {
  expect(ofOrders({ q: 12, state: '', other: 'x' })).toEqual({})
  expect(ofOrders({ q: 'x'.repeat(201) })).toEqual({})
})

test('filters that are not set leave no trace', () => {
  expect(stringifySearch({ q: undefined, state: '' })).toBe('')
})

test('an open peek panel is not a filter', () => {
  expect(isFiltered({ peek: 'some-order' })).toBe(false)
  expect(isFiltered({ peek: 'some-order', q: '1' })).toBe(true)
})
