import { expect, test } from 'vitest'
import type { OrderFact } from '../api/types.ts'
import { channelOf, customerIn, moneyIn, piecesIn } from './life.ts'

const fact = (over: Partial<OrderFact>): OrderFact => ({
  at: '2026-11-21T10:00:00Z',
  type: 'orders.placed',
  words: { pl: '', en: '' },
  actor: { kind: 'visitor', id: 'visitor', staffId: null },
  channelId: 'web-id',
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

test('the order names its customer, its amount and its pieces', () => {
  expect(customerIn([placed])).toBe('anna')
  expect(moneyIn(placed.data)).toEqual({ minor: 15_800, currency: 'PLN' })
  expect(piecesIn(placed.data)).toEqual([{ sku: 'NIDA-WHT-S', quantity: 2 }])
})

test('a web order that a store prepares shows both channels', () => {
  const picked = fact({
    type: 'fulfilment.line_picked',
    channelId: 'store-id',
    actor: { kind: 'staff', id: 'ola', staffId: 'ola' },
    data: { sku: 'NIDA-WHT-S', quantity: 1 },
  })
  expect(channelOf(placed, [placed, picked])).toBe('web')
  expect(channelOf(picked, [placed, picked])).toBe('store')
  expect(piecesIn(picked.data)).toEqual([{ sku: 'NIDA-WHT-S', quantity: 1 }])
})

test('somebody who calls the order off at her desk is in the office; the API’s own word wins', () => {
  const actor = { kind: 'staff', id: 'ola', staffId: 'ola' }
  const cancelled = fact({ type: 'orders.cancelled', channelId: 'office-id', actor })
  expect(channelOf(cancelled, [placed, cancelled])).toBe('office')
  expect(channelOf({ ...cancelled, channel: 'call-centre' }, [placed, cancelled])).toBe('call-centre')
})

test('what the system does by itself is nobody’s channel', () => {
  const sent = fact({
    type: 'messages.sent',
    channelId: 'none',
    actor: { kind: 'system', id: 'worker', staffId: null },
  })
  expect(channelOf(sent, [placed, sent])).toBe('system')
})

test('a fact without amounts or pieces has none', () => {
  expect(moneyIn({ amountMinor: 5 })).toBeNull()
  expect(piecesIn({ lines: [null, { sku: 1 }] })).toEqual([])
})
