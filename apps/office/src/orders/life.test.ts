import { expect, test } from 'vitest'
import type { OrderFact } from '../api/types.ts'
import { moneyIn, piecesIn } from './life.ts'

const fact = (over: Partial<OrderFact>): OrderFact => ({
  at: '2026-11-21T10:00:00Z',
  type: 'orders.placed',
  words: { pl: '', en: '' },
  actor: { kind: 'visitor', id: 'visitor', staffId: null },
  channel: 'web',
  locationId: null,
  data: {},
  ...over,
})

const placed = fact({
  data: {
    channel: 'web',
    customerId: 'anna',
    grossMinor: 15_800,
    currency: 'PLN',
    lines: [{ sku: 'NIDA-WHT-S', quantity: 2 }],
  },
})

test('a fact names its amount and its pieces', () => {
  expect(moneyIn(placed.data)).toEqual({ minor: 15_800, currency: 'PLN' })
  expect(piecesIn(placed.data)).toEqual([{ sku: 'NIDA-WHT-S', quantity: 2 }])
})

test('a fact without amounts or pieces has none', () => {
  expect(moneyIn({ amountMinor: 5 })).toBeNull()
  expect(piecesIn({ lines: [null, { sku: 1 }] })).toEqual([])
})
