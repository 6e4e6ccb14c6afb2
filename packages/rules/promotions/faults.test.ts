import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf, promotionFaults, type Promotion } from '../index.ts'
import { anyRules } from '../test/any.ts'
import { promotion } from '../test/basket-of.ts'

const faulty = (given: Partial<Promotion>) =>
  promotionFaults(promotion({ id: 'r', action: { kind: 'line_percent', ppm: 100_000 }, ...given })).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  )

test('percent over 100, reversed dates and empty lists are named with a pointer', () => {
  expect(faulty({ action: { kind: 'line_percent', ppm: 1_000_001 } })).toEqual([
    '/action/ppm percent_out_of_range',
  ])
  expect(faulty({ validFrom: 5, validUntil: 5 })).toEqual(['/validUntil reversed_dates'])
  expect(faulty({ conditions: [{ kind: 'products', anyOf: [] }] })).toEqual(['/conditions/0/anyOf empty'])
  expect(faulty({ conditions: [{ kind: 'hours', weekdays: [0, 8], from: -1, until: 1_500 }] })).toEqual([
    '/conditions/0/weekdays outside_the_week',
    '/conditions/0/from outside_the_day',
    '/conditions/0/until outside_the_day',
  ])
  expect(faulty({ atMostMinor: 0.5 })).toEqual(['/atMostMinor not_a_whole_number'])
})

test('sets and tiers that can never work are named', () => {
  expect(faulty({ action: { kind: 'cheapest_free', every: 3, free: 3 } })).toEqual([
    '/action/free free_not_below_every',
  ])
  expect(faulty({ action: { kind: 'bundle', minor: 100, parts: [] } })).toEqual(['/action/parts empty'])
  expect(
    faulty({ action: { kind: 'buy_get', buy: 0, get: 1, ppm: 1, of: [{ kind: 'categories', anyOf: [] }] } }),
  ).toEqual(['/action/buy not_a_whole_number', '/action/of/0/anyOf empty'])
  const tiers = [
    { atLeast: 2, ppm: 100_000 },
    { atLeast: 2, ppm: 0 },
  ]
  expect(faulty({ action: { kind: 'quantity_tiers', tiers } })).toEqual([
    '/action/tiers/1/ppm percent_out_of_range',
    '/action/tiers/1 tiers_repeat',
  ])
})

test('an id that occurs twice is named, and rules of all kinds have no faults', () => {
  const one = promotion({ id: 'r', action: { kind: 'shipping_price', minor: 0 } })
  expect(faultsOf({ version: 1, promotions: [one, one] })).toEqual([
    { pointer: '/promotions/1/id', code: 'same_id' },
  ])
  fc.assert(
    fc.property(anyRules, (rules) => {
      expect(faultsOf(rules)).toEqual([])
    }),
  )
})
