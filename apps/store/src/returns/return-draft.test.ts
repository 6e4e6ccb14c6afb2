import { expect, test } from 'vitest'
import type { Order, OrderLine } from '../api/types.ts'
import {
  splitRefund,
  describe,
  emptyReturn,
  leftOf,
  lineFor,
  refundOf,
  requestOf,
  setReturned,
  takenOf,
  tenderOf,
} from './return-draft.ts'

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const line = (lineId: number, sku: string, quantity: number, total: number, returned = 0): OrderLine => ({
  lineId,
  sku,
  name: { pl: sku, en: sku },
  options: {},
  quantity,
  returned,
  cancelled: 0,
  awaited: null,
  insteadOf: null,
  unitPrice: pln(Math.round(total / quantity)),
  total: pln(total),
  discounts: [],
  taxLetter: 'A',
  taxPpm: 230_000,
  taxCountry: 'PL',
})
const order = (lines: OrderLine[], shipping = 0): Order => ({
  id: '0199a000-0000-7000-8000-000000000001',
  number: '100000009',
  state: 'collected',
  words: { pl: 'Odebrane', en: 'Collected' },
  channel: 'web',
  locationId: null,
  delivery: null,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'PLN',
  lines,
  totals: {
    gross: pln(lines.reduce((sum, { total }) => sum + total.minor, shipping)),
    vat: [],
    shipping: pln(shipping),
    goods: pln(lines.reduce((sum, { total }) => sum + total.minor, 0)),
    discount: pln(0),
  },
  fulfilments: [],
  payments: [{ id: '1', method: 'card', state: 'captured', amount: pln(1), refunded: pln(0) }],
  returns: [],
})
const first = (of: Order): OrderLine => {
  const [found] = of.lines
  if (!found) throw new Error('the order has lines')
  return found
}

test('nobody returns more than is left, however often it is scanned', () => {
  const shirt = line(1, 'SHIRT', 3, 30_000, 1)
  expect(leftOf(shirt)).toBe(2)
  const draft = setReturned(emptyReturn, shirt, 9)
  expect(takenOf(draft, 1)).toBe(2)
  expect(lineFor(order([shirt]), draft, 'SHIRT')).toBeUndefined()
  expect(setReturned(draft, shirt, 0).items).toEqual({})
})

test('the same article on two lines fills the first, then the second', () => {
  const both = order([line(1, 'SHIRT', 1, 9_900), line(2, 'SHIRT', 1, 7_900)])
  const one = setReturned(emptyReturn, first(both), 1)
  expect(lineFor(both, emptyReturn, 'SHIRT')?.lineId).toBe(1)
  expect(lineFor(both, one, 'SHIRT')?.lineId).toBe(2)
  expect(lineFor(both, one, 'SOCKS')).toBeUndefined()
})

test('pieces returned one by one add up to what was paid, to the grosz', () => {
  const total = 10_000
  const amounts = [0, 1, 2].map((returned) => {
    const socks = order([line(1, 'SOCKS', 3, total, returned), line(2, 'KEPT', 1, 500)])
    return refundOf(socks, setReturned(emptyReturn, first(socks), 1)).amount.minor
  })
  expect(amounts).toEqual([3_334, 3_333, 3_333])
  expect(amounts.reduce((a, b) => a + b)).toBe(total)
})

test('the cost of sending comes back with the last piece only', () => {
  const parcel = order([line(1, 'SHIRT', 2, 20_000)], 1_490)
  expect(refundOf(parcel, setReturned(emptyReturn, first(parcel), 1))).toEqual({
    amount: pln(10_000),
    shipping: pln(0),
  })
  expect(refundOf(parcel, setReturned(emptyReturn, first(parcel), 2))).toEqual({
    amount: pln(21_490),
    shipping: pln(1_490),
  })
  expect(refundOf(parcel, emptyReturn).amount.minor).toBe(0)
})

test('without a reason for each line there is no return', () => {
  const two = order([line(1, 'A', 1, 100), line(2, 'B', 1, 100)])
  const chosen = two.lines.reduce((draft, each) => setReturned(draft, each, 1), emptyReturn)
  expect(requestOf(two, emptyReturn)).toBeNull()
  expect(requestOf(two, chosen)).toBeNull()
  const own = describe({ ...chosen, reason: 'too_small' }, 2, {
    reason: 'defective',
    disposition: 'quarantine',
  })
  expect(requestOf(two, own)).toEqual({
    orderId: two.id,
    lines: [
      { lineId: 1, quantity: 1, reason: 'too_small', disposition: 'sellable' },
      { lineId: 2, quantity: 1, reason: 'defective', disposition: 'quarantine' },
    ],
  })
})

test('money goes back to the tender that paid', () => {
  const paid = order([line(1, 'A', 1, 100)])
  expect(tenderOf(paid)).toBe('card')
  const declined = { ...paid, payments: paid.payments.map((payment) => ({ ...payment, state: 'declined' })) }
  expect(tenderOf(declined)).toBeNull()
})

test('money goes back first, as far as it was paid, and then to the gift card', () => {
  const payment = (method: string, paid: number, refunded: number) => ({
    id: method,
    method,
    state: refunded > 0 ? 'refunded_partly' : 'captured',
    amount: pln(paid),
    refunded: pln(refunded),
  })
  const payments = [payment('gift_card', 3000, 0), payment('cash', 2000, 500)]
  expect(splitRefund({ payments }, 4000)).toEqual([
    { method: 'cash', minor: 1500 },
    { method: 'gift_card', minor: 2500 },
  ])
  expect(splitRefund({ payments }, 1000)).toEqual([{ method: 'cash', minor: 1000 }])
})
