import { expect, test } from 'vitest'
import { couponOf, emptyCoupon, formOf, termsOf } from './coupon.ts'
import type { Coupon } from './queries.ts'

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

test('a coupon that is opened for a change and sent as it is stays as it was', () => {
  const coupon: Coupon = {
    id: '019b0000-0000-7000-8000-000000000002',
    promotionId,
    kind: 'unique',
    name: 'Lato',
    code: null,
    limits: { total: 100, perCode: 2, perCustomer: null, period: { days: 7, total: null, perCustomer: 3 } },
    validFrom: '2026-06-01T08:00:00.000Z',
    validUntil: null,
    channels: ['web', 'app'],
    state: 'active',
    words: { pl: 'czynny', en: 'active' },
    used: 4,
    codes: 50,
    version: 3,
  }
  const { name, limits, validFrom, validUntil, channels } = coupon
  expect(termsOf(formOf(coupon))).toEqual({ sent: { name, limits, validFrom, validUntil, channels } })
})

test('days without a count, and an end before the beginning, are told', () => {
  expect(termsOf({ ...form, days: 7 })).toEqual({ flaws: new Set(['period']) })
  expect(termsOf({ ...form, validFrom: 2, validUntil: 1 })).toEqual({ flaws: new Set(['dates']) })
})
