import { newId } from '@splot/kernel'
import { expect, test } from 'vitest'
import { isNotYours, obstacleOfLimits, obstacleOfTerms } from './coupons/judge.ts'
import type { Coupon, CouponLimits } from './types.ts'

const [from, until] = [new Date('2026-11-20T08:00:00Z'), new Date('2026-11-27T08:00:00Z')]
const coupon = (limits: Partial<CouponLimits> = {}): Coupon => ({
  couponId: newId<'coupon'>(),
  promotionId: newId<'promotion'>(),
  kind: 'generic',
  name: 'Test',
  code: 'TEST',
  limits: { total: null, perCode: 1, perCustomer: null, period: null, ...limits },
  validFrom: from,
  validUntil: until,
  channels: null,
  state: 'active',
  version: 1,
})
const later = (instant: Date, ms: number) => new Date(instant.getTime() + ms)

test('a code is good from its first instant on, and over at the instant at which it ends', () => {
  const told = (now: Date) => obstacleOfTerms(coupon(), { channel: 'web', customerId: null }, now)
  expect([later(from, -1), from, later(until, -1), until].map(told)).toEqual([
    'not_yet',
    undefined,
    undefined,
    'over',
  ])
})

test('each limit is reached with its last use, not after it', () => {
  const told = (limits: Partial<CouponLimits>, uses: number) =>
    obstacleOfLimits(coupon(limits), {
      used: uses,
      byCustomer: uses,
      inPeriod: uses,
      byCustomerInPeriod: uses,
    })
  const period = { days: 7, total: null, perCustomer: null }
  for (const [limits, reason] of [
    [{ total: 3 }, 'used_up'],
    [{ perCustomer: 3 }, 'customer_limit'],
    [{ period: { ...period, total: 3 } }, 'period_limit'],
    [{ period: { ...period, perCustomer: 3 } }, 'period_limit'],
  ] as const) {
    expect(told(limits, 2)).toBeUndefined()
    expect(told(limits, 3)).toBe(reason)
  }
})

test('a code of somebody is hers alone: neither a guest nor another customer has it', () => {
  const [owner, another] = [newId<'customer'>(), newId<'customer'>()]
  const isKept = (customerId: typeof owner | null, of: typeof owner | null) =>
    isNotYours(of, { channel: 'web', customerId })
  expect([isKept(owner, owner), isKept(another, owner), isKept(null, owner), isKept(null, null)]).toEqual([
    false,
    true,
    true,
    false,
  ])
})
