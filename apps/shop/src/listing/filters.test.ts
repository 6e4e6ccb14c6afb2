import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countConditions, minorOf, parseSearch, readFilters, stringifySearch, toggled } from './filters.ts'

test('an address says what the list holds, and reads back the same', () => {
  const filters = readFilters(parseSearch('?size=M&colour=red,navy&inStock=1&maxPrice=19900&sort=-price'))
  expect(filters).toEqual({
    colour: ['navy', 'red'],
    size: ['M'],
    inStock: true,
    maxPrice: 19900,
    sort: '-price',
  })
  expect(stringifySearch({ ...filters })).toBe('?colour=navy,red&inStock=1&maxPrice=19900&size=M&sort=-price')
  expect(countConditions(filters)).toBe(5)
})

test('nonsense in the address is left out instead of breaking the page', () => {
  expect(
    readFilters(parseSearch('?sort=cheapest&minPrice=-5&maxPrice=x&store=1&colour=,,&inStock=no')),
  ).toEqual({})
})

test('every set of filters survives the address', () => {
  const code = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
  const codes = fc.uniqueArray(code, { minLength: 1, maxLength: 5 })
  const filters = fc.record(
    {
      q: fc.stringMatching(/^[a-ząęłó&=+#%,]([a-z ąęłó&=+#%,]{0,20}[a-ząęłó&=+#%,])?$/),
      colour: codes,
      size: codes,
      minPrice: fc.nat(999_999),
      maxPrice: fc.nat(999_999),
      inStock: fc.constant(true),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(filters, (wanted) => {
      const once = readFilters(wanted)
      expect(readFilters(parseSearch(stringifySearch({ ...once })))).toEqual(once)
    }),
  )
})

test('a condition goes on and off, and prices are read as people type them', () => {
  expect(toggled(undefined, 'red')).toEqual(['red'])
  expect(toggled(['red'], 'blue')).toEqual(['blue', 'red'])
  expect(toggled(['red'], 'red')).toBeUndefined()
  expect(['120', ' 99,9 ', '99.95', '', '-1', '1,234'].map(minorOf)).toEqual([
    12000,
    9990,
    9995,
    undefined,
    undefined,
    undefined,
  ])
})
