import {
  MINUTE_MS,
  Refusal,
  addDays,
  instantAt,
  wallClock,
  weekdayOf,
  type Interval,
  type LocalDate,
} from '@splot/kernel'
import { isPublicHoliday, isTradingDay, tradeEndsAt } from './calendar.ts'
import type { Timetable } from './types.ts'

/** How far ahead an opening is looked for; a place closed longer than that promises nothing. */
export const HORIZON_DAYS = 60

type Hours = { readonly opens: number; readonly closes: number }

/**
 * Hours of one local day, in order: an exception wins over everything; then the statute (holidays for every place, the
 * Sunday ban and the early closing of eves for shops, since a warehouse does not trade); then the ordinary week.
 */
export function hoursOn(place: Timetable, date: LocalDate): Hours[] {
  const exception = place.exceptions.find((other) => other.date === date)
  if (exception) return exception.hours ? [exception.hours] : []
  const ordinary = place.openingHours.filter((hours) => hours.weekday === weekdayOf(date))
  if (place.country !== 'PL') return sorted(ordinary)
  if (isPublicHoliday(date)) return []
  if (place.kind !== 'store') return sorted(ordinary)
  if (!isTradingDay(date)) return []
  const end = tradeEndsAt(date)
  return sorted(ordinary).flatMap(({ opens, closes }) =>
    opens < end ? [{ opens, closes: Math.min(closes, end) }] : [],
  )
}

const sorted = (hours: readonly Hours[]): Hours[] => [...hours].sort((a, b) => a.opens - b.opens)

/**
 * Openings that end after `from`, in order, for at most `days` local days counted from the one of `from`. On a day whose
 * clock changes, local hours keep their meaning; an opening that the change swallows is left out.
 */
export function* openIntervals(place: Timetable, from: Date, days: number): Generator<Interval> {
  const first = wallClock(from, place.timeZone).date
  for (let day = 0; day < days; day += 1) {
    const date = addDays(first, day)
    for (const { opens, closes } of hoursOn(place, date)) {
      const interval = {
        from: instantAt(date, opens, place.timeZone),
        until: instantAt(date, closes, place.timeZone),
      }
      if (interval.until > from && interval.until > interval.from) yield interval
    }
  }
}

/** Whether the place is open at that instant. */
export function isOpen(place: Timetable, now: Date): boolean {
  for (const interval of openIntervals(place, now, 1)) return interval.from <= now
  return false
}

type Pickup = Timetable & { readonly pickupLeadMinutes: number }

/**
 * When an order placed now can be collected: the lead is worked within one opening, counted from now or from its start, and
 * ends before closing; an order that is too late for today is ready one lead after the next opening. Rounded up to the
 * whole minute. Null: the place opens nowhere within `HORIZON_DAYS`.
 */
export function nextReady(place: Pickup, now: Date): Date | null {
  const lead = place.pickupLeadMinutes * MINUTE_MS
  for (const interval of openIntervals(place, now, HORIZON_DAYS)) {
    const start = Math.max(interval.from.getTime(), now.getTime())
    const ready = Math.ceil((start + lead) / MINUTE_MS) * MINUTE_MS
    if (ready < interval.until.getTime()) return new Date(ready)
  }
  return null
}

/** Like `nextReady`, for a promise that must be given; refuses with `locations.closed` when there is none to give. */
export function readyBy(place: Pickup & { readonly name?: string }, now: Date): Date {
  const ready = nextReady(place, now)
  if (ready) return ready
  throw new Refusal(
    'conflict',
    'locations.closed',
    `${place.name ?? 'This place'} is closed for the next ${HORIZON_DAYS} days. Choose another store.`,
  )
}
