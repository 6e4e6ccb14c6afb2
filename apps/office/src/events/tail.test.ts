import { expect, test } from 'vitest'
import type { Fact } from '../api/types.ts'
import { fits, isOrderFact, summary, withNew } from './tail.ts'

const fact = (id: string, type = 'orders.placed', subject = 'order-1'): Fact => ({
  id,
  type,
  version: 1,
  subject,
  at: '2026-11-21T10:00:00Z',
  channelId: 'c',
  locationId: null,
  actor: { kind: 'system', id: 'x', staffId: null },
  data: {},
})

test('the newest fact stands on top, and a repeated one stands once', () => {
  const two = withNew(withNew([], fact('a')), fact('b'))
  expect(two.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(withNew(two, fact('a'))).toBe(two)
})

test('the tail asks what the list asks: a module, a type, a subject', () => {
  expect(fits(fact('a'), { type: 'orders' })).toBe(true)
  expect(fits(fact('a'), { type: 'order' })).toBe(false)
  expect(fits(fact('a'), { type: 'orders.placed', subject: 'order-1' })).toBe(true)
  expect(fits(fact('a'), { subject: 'order-2' })).toBe(false)
})

test('facts of other modules about an order lead to it', () => {
  expect(isOrderFact(fact('a'))).toBe(true)
  expect(isOrderFact({ ...fact('a', 'payments.captured'), data: { orderId: 'order-1' } })).toBe(true)
  expect(isOrderFact({ ...fact('a', 'inventory.moved', 'stock'), data: {} })).toBe(false)
})

test('data on one line names what it holds', () => {
  const data = {
    number: '100000009',
    lines: [1, 2],
    to: null,
    paymentId: '0192d3a4-0000-7000-8000-00000000abcd',
  }
  expect(summary(data)).toBe('number: 100000009 · lines: [2] · to: null · paymentId: …00abcd')
})
