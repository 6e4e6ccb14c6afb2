import { expect, test } from 'vitest'
import { isCard, partsOf, restAfter, restOf } from './gift-cards.ts'

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const card = (lastFour: string, minor: number) => ({
  number: `980000000000${lastFour}`,
  pin: '123456',
  lastFour,
  balance: pln(minor),
})

test('cards pay one after the other, and no more than the total', () => {
  const parts = partsOf(pln(10_000), [card('0001', 3000), card('0002', 9000), card('0003', 500)])
  expect(parts.map(({ lastFour, amount }) => [lastFour, amount.minor])).toEqual([
    ['0001', 3000],
    ['0002', 7000],
  ])
  expect(restAfter(pln(10_000), parts)).toEqual(pln(0))
  expect(restAfter(pln(10_000), partsOf(pln(10_000), [card('0001', 3000)]))).toEqual(pln(7000))
})

test('a number may be typed in groups; a bank card is none of ours', () => {
  expect(isCard('9800 0000 0000 0001', '12 34 56')).toBe(true)
  expect(isCard('4242 4242 4242 4242', '123456')).toBe(false)
  expect(isCard('9800000000000001', '12345')).toBe(false)
})

test('what is paid again is the rest that a card does not hold for the order', () => {
  const payment = (method: string, state: string, minor: number) => ({
    id: method,
    method,
    state,
    amount: pln(minor),
    refunded: pln(0),
  })
  const totals = { gross: pln(5000), goods: pln(5000), vat: [], shipping: pln(0), discount: pln(0) }
  const payments = [payment('gift_card', 'initiated', 2000), payment('card', 'declined', 3000)]
  expect(restOf({ totals, payments })).toEqual(pln(3000))
  expect(restOf({ totals, payments: [payment('gift_card', 'released', 2000)] })).toEqual(pln(5000))
})
