import { type Locale, regionOf } from './locale.ts'

/** An amount in the smallest unit of its currency: grosze for PLN. The same shape as the kernel's money. */
export type MoneyValue = Readonly<{ minor: number; currency: string }>

/** A moment: ISO text as the API sends it, milliseconds, or a Date. */
export type Instant = string | number | Date

/**
 * Shop hours, promises and receipts are told in the shop's own time, wherever the browser thinks it is: the kernel's `HOME_ZONE`, written again
 * because the first page of the shop loads nothing else of the kernel. A test holds them together.
 */
export const SHOP_TIME_ZONE = 'Europe/Warsaw'

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  let format = numberFormats.get(key)
  if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(regionOf[locale], options)))
  return format
}

/**
 * Money for people: `1 234,50 zł` with no-break spaces, `PLN 1,234.50` in English.
 * Grouping is forced because Polish defaults leave four-digit amounts ungrouped and columns then do not line up.
 * The decimal is built as text: dividing by 100 would let a float decide the last grosz of a large sum.
 */
export function formatMoney(
  money: MoneyValue,
  locale: Locale,
  options?: { sign?: 'auto' | 'always' },
): string {
  const format = numberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    useGrouping: 'always',
    signDisplay: options?.sign === 'always' ? 'exceptZero' : 'auto',
  })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return withMinus(format.format(decimalOf(money.minor, digits)))
}

/** Intl writes a hyphen, which breaks from its figure at the end of a line and is half as wide as a plus. */
const withMinus = (figure: string): string => figure.replace('-', '−')

function decimalOf(minor: number, digits: number): `${number}` {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const part = digits > 0 ? `.${text.slice(text.length - digits)}` : ''
  // The parts are decimal digits by construction, which the template type cannot see.
  return `${minor < 0 ? '-' : ''}${whole}${part}` as `${number}`
}

/** A plain number, always grouped: `12 345`, `0,5`. */
export function formatNumber(value: number, locale: Locale, options?: Intl.NumberFormatOptions): string {
  return withMinus(numberFormat(locale, { useGrouping: 'always', ...options }).format(value))
}

/** A share as per cent: `0.125` is `12,5%`. */
export function formatPercent(share: number, locale: Locale, maximumFractionDigits = 1): string {
  return withMinus(numberFormat(locale, { style: 'percent', maximumFractionDigits }).format(share))
}

const dateStyles = {
  /** 21.11.2026, 17:05 */
  datetime: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  /** 21.11.2026 */
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
  /** 17:05 */
  time: { hour: '2-digit', minute: '2-digit' },
  /** 17:05:09 */
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  /** sobota, 21 listopada */
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  /** sob., 21 lis, 17:05 */
  short: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

export type DateStyle = keyof typeof dateStyles

/** A moment for people, always in the shop's time zone. */
export function formatDate(
  at: Instant,
  locale: Locale,
  style: DateStyle = 'datetime',
  timeZone = SHOP_TIME_ZONE,
): string {
  const key = `${locale} ${style} ${timeZone}`
  let format = dateFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(regionOf[locale], { ...dateStyles[style], timeZone, hourCycle: 'h23' })
    dateFormats.set(key, format)
  }
  return format.format(new Date(at))
}

/** The calendar day of a moment in the shop's zone, as `2026-11-21`. */
export function dayOf(at: Instant, timeZone = SHOP_TIME_ZONE): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(at))
}

const relativeDays = { pl: ['dziś', 'jutro', 'wczoraj'], en: ['today', 'tomorrow', 'yesterday'] } as const
const DAY_IN_MS = 24 * 60 * 60 * 1000

/** How a promise is said aloud: `dziś, 17:30`, `jutro, 10:00`, else `pon., 23 lis, 10:00`. */
export function formatSoon(at: Instant, now: Instant, locale: Locale): string {
  const [today, tomorrow, yesterday] = relativeDays[locale]
  const day = Date.parse(dayOf(at))
  const apart = Math.round((day - Date.parse(dayOf(now))) / DAY_IN_MS)
  const time = formatDate(at, locale, 'time')
  if (apart === 0) return `${today}, ${time}`
  if (apart === 1) return `${tomorrow}, ${time}`
  if (apart === -1) return `${yesterday}, ${time}`
  return formatDate(at, locale, 'short')
}

/** Orders text as a Polish reader expects: ą after a, ł after l. */
export function compareText(locale: Locale): (a: string, b: string) => number {
  return new Intl.Collator(locale, { numeric: true }).compare
}
