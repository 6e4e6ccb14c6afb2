import { regionOf, type Locale } from '../i18n/locale.ts'

/** What a number field takes; what is left out has no bound. `decimals`: how many digits after the point. */
export type Allowed = Readonly<{ min?: number | undefined; max?: number | undefined; decimals: number }>

/** How far a number is written out, so that no digit that was typed is left out. */
const EVERY_DIGIT = 20
/** A number, or the beginning of one; a point and a comma both begin the decimals, a space of any kind groups digits. */
const PARTLY = /^[+\-–−]?[\d\s\u00a0\u202f]*(?:[.,]\d*)?$/

/** Whether more typing can make a number of this text. */
export const isPartOfNumber = (text: string): boolean => PARTLY.test(text.trim())

/** What was typed ("12,50", "12.50", "1 234,5", "−5"). NaN: nothing, or a sign alone. */
export function readNumber(text: string): number {
  const plain = text
    .replace(/[\s\u00a0\u202f+]/g, '')
    .replace(/^[–−]/, '-')
    .replace(',', '.')
  return /\d/.test(plain) && PARTLY.test(plain) ? Number(plain) : Number.NaN
}

/**
 * A number as it stands in its field, with every digit that it has: a field that rounded would say something else than was typed. Groups are
 * parted by a space in each language, so that a comma can only begin decimals.
 */
export function writeNumber(value: number, locale: Locale, options: Intl.NumberFormatOptions = {}): string {
  if (Number.isNaN(value)) return ''
  return new Intl.NumberFormat(regionOf[locale], { ...options, maximumFractionDigits: EVERY_DIGIT })
    .formatToParts(value)
    .map(({ type, value: part }) => (type === 'group' ? '\u00a0' : part))
    .join('')
}

/** Why a number cannot be; null: it can, or there is none. */
export function faultOf(value: number, { min, max, decimals }: Allowed): 'bounds' | 'decimals' | null {
  if (Number.isNaN(value)) return null
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) return 'bounds'
  return Number(value.toFixed(decimals)) === value ? null : 'decimals'
}

const words = {
  pl: {
    between: 'Wpisz liczbę od {min} do {max}.',
    least: 'Wpisz liczbę nie mniejszą niż {min}.',
    most: 'Wpisz liczbę nie większą niż {max}.',
    whole: 'Wpisz liczbę całkowitą.',
    decimals: 'Cyfr po przecinku może być najwyżej {decimals}.',
  },
  en: {
    between: 'Enter a number from {min} to {max}.',
    least: 'Enter a number not below {min}.',
    most: 'Enter a number not above {max}.',
    whole: 'Enter a whole number.',
    decimals: 'At most {decimals} digits may follow the point.',
  },
} as const

/** What a field takes, said beside a number that it does not; null where the number is good. `unit` stands behind a bound: `%`. */
export function sayAllowed(value: number, allowed: Allowed, locale: Locale, unit = ''): string | null {
  const fault = faultOf(value, allowed)
  if (fault === null) return null
  const { min, max, decimals } = allowed
  const bounds = min === undefined ? 'most' : max === undefined ? 'least' : 'between'
  const said = words[locale][fault === 'bounds' ? bounds : decimals === 0 ? 'whole' : 'decimals']
  const bound = (number = Number.NaN, last = true) =>
    `${writeNumber(number, locale)}${last && unit ? `\u00a0${unit}` : ''}`
  return said
    .replace('{min}', bound(min, max === undefined))
    .replace('{max}', bound(max))
    .replace('{decimals}', String(decimals))
}
