import { expect, test } from 'vitest'
import { couponOf, emptyCoupon, wholeFile } from './coupon.ts'

const promotionId = '019b0000-0000-7000-8000-000000000001'
const form = { ...emptyCoupon, promotionId, code: ' LATO ', name: 'Lato' }

test('one code for many, with limits where they were typed', () => {
  const made = couponOf({ ...form, total: 100, perCustomer: 1 })
  expect(made).toMatchObject({
    sent: { promotionId, code: 'LATO', limits: { total: 100, perCustomer: 1, period: null } },
  })
})

test('unique codes have no code of their own, and count uses of each', () => {
  const made = couponOf({ ...form, kind: 'unique' })
  expect(made).toMatchObject({ sent: { limits: { perCode: 1, total: null } } })
  expect('sent' in made && 'code' in made.sent).toBe(false)
})

test('what is missing is named; a limit within a period needs its days', () => {
  expect(couponOf(emptyCoupon)).toEqual({ flaws: new Set(['promotion', 'code', 'name']) })
  expect(couponOf({ ...form, periodTotal: 5 })).toEqual({ flaws: new Set(['days']) })
  expect(couponOf({ ...form, periodTotal: 5, days: 7 })).toMatchObject({
    sent: { limits: { period: { days: 7, total: 5, perCustomer: null } } },
  })
})

test('a download comes in parts, and is kept as one file', async () => {
  const parts = [
    { csv: 'code\r\nA\r\n', filename: 'codes.csv', next: 1 },
    { csv: 'B\r\n', filename: 'codes.csv', next: null },
  ] as const
  const asked: number[] = []
  const file = await wholeFile((from) => {
    asked.push(from)
    return Promise.resolve(parts[asked.length - 1] ?? parts[1])
  })
  expect(file).toEqual({ filename: 'codes.csv', csv: 'code\r\nA\r\nB\r\n' })
  expect(asked).toEqual([0, 1])
})
