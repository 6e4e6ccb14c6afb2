import type { Currency } from '@splot/kernel'

export type WordsLocale = 'pl' | 'en'

/** Digits behind the point where they are not two (ISO 4217). */
const DIGITS: Readonly<Record<Currency, number>> = {
  JPY: 0,
  KRW: 0,
  ISK: 0,
  CLP: 0,
  VND: 0,
  BHD: 3,
  KWD: 3,
  TND: 3,
}

/** How people write a currency; others stand with their code. */
const SIGNS: Readonly<Record<Currency, string>> = { PLN: 'zł', EUR: '€', USD: '$', GBP: '£', CZK: 'Kč' }

const NO_BREAK = '\u00a0'

/**
 * An amount of minor units as people read it: "1 234,50 zł", "PLN 1,234.50", "€12.01". Plain code instead of the runtime's tables of languages,
 * which differ between browsers, so that every runtime writes the same bytes.
 */
export function amountText(minor: number, currency: Currency, locale: WordsLocale): string {
  const digits = DIGITS[currency] ?? 2
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, locale === 'pl' ? NO_BREAK : ',')
  const behind = digits === 0 ? '' : `${locale === 'pl' ? ',' : '.'}${text.slice(-digits)}`
  const sign = minor < 0 ? '−' : ''
  if (locale === 'pl') return `${sign}${grouped}${behind}${NO_BREAK}${SIGNS[currency] ?? currency}`
  const before = currency === 'EUR' || currency === 'USD' || currency === 'GBP'
  return `${sign}${before ? SIGNS[currency] : `${currency}${NO_BREAK}`}${grouped}${behind}`
}
