import { ProblemError } from '@splot/client'
import type { Locale } from '@splot/ui'
import type { useT } from './index.ts'

type ProblemWords = ReturnType<typeof useT<'problems'>>

/** The API's "no" in the visitor's language, by its stable code. */
export function problemWords(t: ProblemWords, error: unknown, locale: Locale = 'pl'): string {
  if (!(error instanceof ProblemError)) return t('offline')
  const { code, facts, status } = error.problem
  switch (code) {
    case 'carts.sold_out':
      return t('soldOut', { left: numberOf(facts?.['available']) })
    case 'checkout.sold_out':
      return t('soldOut', { left: 0 })
    case 'carts.hold_limit':
      return t('holdLimit')
    case 'carts.country_not_served':
      return t('notServed')
    case 'carts.no_pickup':
      return t('noPickup')
    case 'carts.inactive_sku':
    case 'carts.unknown_sku':
    case 'carts.no_price':
      return t('inactive')
    case 'carts.too_many_lines':
    case 'carts.quantity':
      return t('tooMany')
    case 'carts.too_many_coupons':
      return t('tooManyCoupons')
    case 'carts.too_many_holders':
      return t('tooManyHolders')
    case 'checkout.coupon_gone':
      return t('couponGone')
    case 'carts.stale':
    case 'carts.no_such_delivery':
    case 'orders.not_first':
      return t('stale')
    case 'carts.already_ordered':
      return t('ordered')
    case 'orders.not_awaited':
      return t('hasCome')
    case 'orders.not_paid':
      return t('notPaidYet')
    case 'storedvalue.not_recognised':
      return t('cardUnknown')
    case 'storedvalue.locked':
      return t('cardLocked')
    case 'storedvalue.short':
    case 'storedvalue.blocked':
    case 'storedvalue.expired':
      return t('cardShort')
    case 'payments.in_progress':
      return t('inProgress')
    default:
      if (status === TOO_MANY_REQUESTS) return t('tooOften')
      if (code.startsWith('coupons.')) return wordsOf(facts?.['words'], locale) ?? t('coupon')
      return code.startsWith('payments.') ? t('payment') : t('other')
  }
}

const TOO_MANY_REQUESTS = 429

/** Words for the shopper that the server chose itself. */
const wordsOf = (fact: unknown, locale: Locale): string | undefined => {
  const words = fact as Partial<Record<Locale, unknown>> | undefined
  const text = words?.[locale]
  return typeof text === 'string' ? text : undefined
}

const numberOf = (fact: unknown): number => (typeof fact === 'number' ? fact : 0)
