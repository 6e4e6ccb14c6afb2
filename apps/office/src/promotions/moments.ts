import { HOME_ZONE, instantAt, localDate, wallClock } from '@splot/kernel'

const MINUTES_AN_HOUR = 60

const two = (number: number): string => String(number).padStart(2, '0')

/** Minutes since midnight as a time field holds them: 90 → `01:30`. Midnight at the end of a day is `00:00`. */
export const timeField = (minutes: number): string => {
  const hour = Math.floor(minutes / MINUTES_AN_HOUR) % 24
  return `${two(hour)}:${two(minutes % MINUTES_AN_HOUR)}`
}

/** `01:30` → 90; NaN while the field is empty. */
export function minutesOf(time: string): number {
  const parts = /^(\d{2}):(\d{2})/.exec(time)
  return parts ? Number(parts[1]) * MINUTES_AN_HOUR + Number(parts[2]) : Number.NaN
}

/** Epoch milliseconds as a `datetime-local` field holds them, by the clock of the retailer; empty without one. */
export function momentField(at: number | null): string {
  if (at === null) return ''
  const { date, minutes } = wallClock(new Date(at), HOME_ZONE)
  return `${date}T${timeField(minutes)}`
}

/** The other way; null when the field is empty or half filled in. */
export function momentOf(text: string): number | null {
  const [day, time] = text.split('T')
  if (day === undefined || time === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const minutes = minutesOf(time)
  return Number.isNaN(minutes) ? null : instantAt(localDate(day), minutes, HOME_ZONE).getTime()
}
