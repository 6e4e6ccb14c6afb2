import { ProblemError } from '@splot/client'
import { createI18n, defineMessages, type Locale } from '@splot/ui'
import { en } from './words/en.ts'
import { pl } from './words/pl.ts'

export const { useT, translator } = createI18n(defineMessages(pl, en))

const TOO_MANY_REQUESTS = 429

/** The API's "no" in the shopper's language, by its stable code. */
export function problemWords(error: unknown, locale: Locale): string {
  const t = translator(locale, 'problems')
  if (!(error instanceof ProblemError)) return t('offline')
  const { code, facts, status } = error.problem
  switch (code) {
    case 'carts.sold_out': {
      const left = facts?.['available']
      return t('soldOut', { left: typeof left === 'number' ? left : 0 })
    }
    case 'carts.hold_limit':
    case 'carts.too_many_holders':
      return t('holdLimit')
    case 'carts.too_many_lines':
    case 'carts.quantity':
    case 'carts.too_many_coupons':
      return t('tooMany')
    case 'storedvalue.not_recognised':
      return t('cardUnknown')
    case 'storedvalue.locked':
      return t('cardLocked')
    default:
      if (status === TOO_MANY_REQUESTS) return t('tooOften')
      if (code.startsWith('coupons.')) return saidBy(facts?.['words'], locale) ?? t('coupon')
      return t('other')
  }
}

/** Words for the shopper that the server chose itself. */
const saidBy = (fact: unknown, locale: Locale): string | undefined => {
  const text = (fact as Partial<Record<Locale, unknown>> | undefined)?.[locale]
  return typeof text === 'string' ? text : undefined
}
