import { DAY_MS } from '@splot/kernel'
import { momentField, momentOf } from '../promotions/moments.ts'

/** From null: always was; until null: open. A moment begins and ends at once. */
type Stretch = Readonly<{ from: string | null; until: string | null }>

/** Days that the calendar shows. */
export const SHOWN_DAYS = 28

/** Midnight of the Monday at or before that day, by the clock of the retailer; `day` is `YYYY-MM-DD`, today without one. */
export function firstDay(day: string | undefined, now: number): number {
  const text = day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : momentField(now).slice(0, 10)
  const back = (new Date(`${text}T00:00:00Z`).getUTCDay() + 6) % 7
  return midnight(addDays(text, -back))
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
const midnight = (day: string): number => momentOf(`${day}T00:00`) ?? 0

/** The midnights of the shown days, and the one after them: a day of a change of clocks has 23 or 25 hours. */
export function daysFrom(first: number): readonly number[] {
  const day = momentField(first).slice(0, 10)
  return Array.from({ length: SHOWN_DAYS + 1 }, (_, index) => midnight(addDays(day, index)))
}

/** `YYYY-MM-DD` so many days away from the first one. */
export const dayAway = (first: number, days: number): string => addDays(momentField(first).slice(0, 10), days)

/** The grid columns of a stretch, 1 for the first day, `end` exclusive; null when it lies outside. */
export function columnsOf({ from, until }: Stretch, days: readonly number[]) {
  const begin = from === null ? -Infinity : Date.parse(from)
  // A moment fills the day in which it lies.
  const end = until === null ? Infinity : Math.max(Date.parse(until), begin + 1)
  const first = days[0] ?? 0
  const last = days.at(-1) ?? 0
  if (begin >= last || end <= first) return null
  const inside = days.slice(0, -1)
  const start = Math.max(
    0,
    inside.findLastIndex((day) => day <= begin),
  )
  const stop = inside.findLastIndex((day) => day < end)
  return { start: start + 1, end: stop + 2 }
}
