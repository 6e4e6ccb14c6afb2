import { addDays, localDate, weekdayOf, type LocalDate } from '@splot/kernel'

const SUNDAY = 7
/** Christmas Eve is a day off from 1 February 2025 (act of 6 December 2024, Dz.U. 2024 item 1965). */
const CHRISTMAS_EVE_FREE_SINCE = 2025
/** Epiphany came back in 2011 (act of 24 September 2010, Dz.U. 2010 item 1459). */
const EPIPHANY_FREE_SINCE = 2011
/** From then on three Sundays before Christmas Eve trade instead of two (same act of 6 December 2024). */
const THREE_ADVENT_SUNDAYS_SINCE = 2025
/** Shops close at 14:00 on Holy Saturday, and until 2024 did so on Christmas Eve: art. 8 of the Sunday trading act. */
export const EARLY_CLOSING_MINUTES = 14 * 60

const dateOf = (year: number, month: number, day: number): LocalDate =>
  localDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4))

/** Easter Sunday of the Gregorian calendar (anonymous algorithm: Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dateOf(year, Math.floor(n / 31), (n % 31) + 1)
}

/** The Sunday before `date`, a week earlier when `date` is a Sunday itself. */
const sundayBefore = (date: LocalDate): LocalDate => addDays(date, -(weekdayOf(date) % 7 || 7))

const lastSundayOf = (year: number, month: number): LocalDate =>
  sundayBefore(month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1))

/** Years in use are few; a year is worked out once. */
const years = new Map<number, { holidays: Set<LocalDate>; trading: Set<LocalDate> }>()
const MAX_YEARS = 200

function yearAt(year: number): { holidays: Set<LocalDate>; trading: Set<LocalDate> } {
  let known = years.get(year)
  if (!known) {
    if (years.size >= MAX_YEARS) years.clear()
    const holidays = holidaysOf(year)
    known = { holidays, trading: tradingSundaysOf(year, holidays) }
    years.set(year, known)
  }
  return known
}

/**
 * Days off by statute other than ordinary Sundays: act of 18 January 1951 on days off work (consolidated text Dz.U. 2020
 * item 1920), with Christmas Eve as amended in 2024.
 */
function holidaysOf(year: number): Set<LocalDate> {
  const easter = easterSunday(year)
  return new Set([
    dateOf(year, 1, 1),
    ...(year >= EPIPHANY_FREE_SINCE ? [dateOf(year, 1, 6)] : []),
    easter,
    addDays(easter, 1),
    dateOf(year, 5, 1),
    dateOf(year, 5, 3),
    addDays(easter, 49), // Pentecost
    addDays(easter, 60), // Corpus Christi
    dateOf(year, 8, 15),
    dateOf(year, 11, 1),
    dateOf(year, 11, 11),
    ...(year >= CHRISTMAS_EVE_FREE_SINCE ? [dateOf(year, 12, 24)] : []),
    dateOf(year, 12, 25),
    dateOf(year, 12, 26),
  ])
}

/**
 * The Sundays on which shops may open: act of 10 January 2018 on restricting trade on Sundays and holidays (Dz.U. 2018
 * item 305), art. 7, as amended in 2024: the last Sundays of January, April, June and August, the Sunday before Easter, and
 * the three (until 2024 two) Sundays before Christmas Eve; never one that is a public holiday (art. 7 par. 2). The easier
 * rules of 2018-2019 and the extra Sunday of the epidemic in December 2020 are left out: no promise is made for the past.
 */
function tradingSundaysOf(year: number, holidays: ReadonlySet<LocalDate>): Set<LocalDate> {
  const christmasEve = dateOf(year, 12, 24)
  const lastOfAdvent = sundayBefore(christmasEve)
  const advent = year >= THREE_ADVENT_SUNDAYS_SINCE ? 3 : 2
  const sundays = [
    ...[1, 4, 6, 8].map((month) => lastSundayOf(year, month)),
    sundayBefore(easterSunday(year)),
    ...Array.from({ length: advent }, (_, week) => addDays(lastOfAdvent, -7 * week)),
  ]
  return new Set(sundays.filter((date) => !holidays.has(date)).sort())
}

/** Public holidays of a year in Poland, in order. */
export const publicHolidays = (year: number): LocalDate[] => [...yearAt(year).holidays].sort()

/** Whether the day is a public holiday in Poland (an ordinary Sunday is not one). */
export const isPublicHoliday = (date: LocalDate): boolean => yearAt(yearOf(date)).holidays.has(date)

/** The trading Sundays of a year in Poland, in order. */
export const tradingSundays = (year: number): LocalDate[] => [...yearAt(year).trading]

/** Whether the statute lets a shop in Poland open on that day at all. */
export const isTradingDay = (date: LocalDate): boolean =>
  !isPublicHoliday(date) && (weekdayOf(date) !== SUNDAY || yearAt(yearOf(date)).trading.has(date))

/** Latest minute of the local day until which the statute lets a shop trade: 14:00 on the two eves, else midnight. */
export function tradeEndsAt(date: LocalDate): number {
  const year = yearOf(date)
  const isHolySaturday = date === addDays(easterSunday(year), -1)
  const isOldChristmasEve = year < CHRISTMAS_EVE_FREE_SINCE && date === dateOf(year, 12, 24)
  return isHolySaturday || isOldChristmasEve ? EARLY_CLOSING_MINUTES : 24 * 60
}
