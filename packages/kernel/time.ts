import type { Branded } from './id.ts'
import { invariant } from './invariant.ts'

/** A business day in a shop's own zone, `YYYY-MM-DD`. */
export type LocalDate = Branded<string, 'local-date'>

/** IANA zone name, e.g. `Europe/Warsaw`. */
export type TimeZone = string

/**
 * The retailer's own, wherever a browser thinks it is: of its books, of the days of its taxes, of shop hours, promises and files, and of the hours and
 * weekdays of rules where no place has another one.
 */
export const HOME_ZONE: TimeZone = 'Europe/Warsaw'

/** Half-open: a moment equal to `until` is outside. */
export interface Interval {
  readonly from: Date
  readonly until: Date
}

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const localDate = (text: string): LocalDate => {
  invariant(/^\d{4}-\d{2}-\d{2}$/.test(text), `not a local date: ${text}`)
  return text as LocalDate
}

const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterFor = (zone: TimeZone): Intl.DateTimeFormat => {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** The wall clock of `zone` at `instant`: its date and its minutes since midnight. */
export function wallClock(instant: Date, zone: TimeZone): { date: LocalDate; minutes: number } {
  const parts: Record<string, string> = {}
  for (const part of formatterFor(zone).formatToParts(instant)) parts[part.type] = part.value
  return {
    date: localDate(`${parts['year']}-${parts['month']}-${parts['day']}`),
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
  }
}

/**
 * The instant at which the wall clock of `zone` shows `date` and `minutes` since midnight. A time skipped by a change
 * to summer time moves forward by the gap; a time that occurs twice means its first occurrence.
 */
export function instantAt(date: LocalDate, minutes: number, zone: TimeZone): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS
  const offsetAt = (instant: number): number => {
    const seen = wallClock(new Date(instant), zone)
    return Date.parse(`${seen.date}T00:00:00Z`) + seen.minutes * MINUTE_MS - instant
  }
  const before = wanted - offsetAt(wanted - DAY_MS / 2)
  const after = wanted - offsetAt(wanted + DAY_MS / 2)
  return new Date(
    before + offsetAt(before) === wanted ? before : after + offsetAt(after) === wanted ? after : before,
  )
}

export const addDays = (date: LocalDate, days: number): LocalDate =>
  localDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10))

/** ISO weekday: Monday 1 … Sunday 7. */
export const weekdayOf = (date: LocalDate): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7
