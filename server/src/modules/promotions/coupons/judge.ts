import type { CustomerId } from '@splot/kernel'
import { asideWords, refusalWords } from '../words.ts'
import type { Asker, Coupon, CouponRefusal, RefusedCoupon } from '../types.ts'
import type { Standing } from './store.ts'

/** A "no" with its words for the shopper. */
export const refuse = (code: string, reason: CouponRefusal): RefusedCoupon => ({
  state: 'refused',
  code,
  reason,
  words: refusalWords[reason],
})

/** A unique code has no use left: it was used, or stands aside for a till until then. */
export const refuseFull = (code: string, asideUntil: Date | undefined): RefusedCoupon =>
  asideUntil ? { ...refuse(code, 'set_aside'), words: asideWords(asideUntil) } : refuse(code, 'used_up')

/** Whether uses of it may be set aside for a till of this channel: what counts people or periods it cannot judge alone. */
export const isLeasableBy = (coupon: Coupon, channel: string, now: Date): boolean =>
  coupon.limits.period === null && obstacleOfTerms(coupon, { channel, customerId: null }, now) === undefined

/** Why the terms of a coupon keep it from this asker; undefined when they do not. A paused one is as if it did not exist. */
export function obstacleOfTerms(coupon: Coupon, asker: Asker, now: Date): CouponRefusal | undefined {
  if (coupon.state !== 'active') return 'unknown'
  if (coupon.channels !== null && !coupon.channels.includes(asker.channel)) return 'other_channel'
  if (coupon.validFrom !== null && now < coupon.validFrom) return 'not_yet'
  if (coupon.validUntil !== null && now >= coupon.validUntil) return 'over'
  return asksWho(coupon) && asker.customerId === null ? 'customer_needed' : undefined
}

const asksWho = ({ limits }: Coupon): boolean =>
  limits.perCustomer !== null || (limits.period?.perCustomer ?? null) !== null

/** Whether what is out of a coupon leaves another use to the customer. */
export function obstacleOfLimits(coupon: Coupon, standing: Standing): CouponRefusal | undefined {
  const { total, perCustomer, period } = coupon.limits
  if (perCustomer !== null && standing.byCustomer >= perCustomer) return 'customer_limit'
  if (total !== null && standing.used >= total) return 'used_up'
  if (!period) return undefined
  const overall = period.total !== null && standing.inPeriod >= period.total
  const own = period.perCustomer !== null && standing.byCustomerInPeriod >= period.perCustomer
  return overall || own ? 'period_limit' : undefined
}

/** A unique code that belongs to somebody else is as if it did not exist. */
export const isNotYours = (owner: CustomerId | null, asker: Asker): boolean =>
  owner !== null && owner !== asker.customerId

/** Whether anything about the coupon is counted, so that the tables must be asked. */
export const isLimited = ({ kind, limits }: Coupon): boolean =>
  kind === 'unique' || limits.total !== null || limits.perCustomer !== null || limits.period !== null
