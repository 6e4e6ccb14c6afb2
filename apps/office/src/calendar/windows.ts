import type { Got } from '../api/types.ts'

export type Window = Got<'/v1/promotions/calendar'>['items'][number]['windows'][number]

const SUNDAY = 7

/** Whether something that counts only within these hours counts at some time of an ISO weekday; what began late goes on behind midnight. */
export const countsOn = (windows: readonly Window[], weekday: number): boolean =>
  windows.every(
    ({ weekdays, from, until }) =>
      weekdays.includes(weekday) ||
      (until <= from && until > 0 && weekdays.includes(weekday === 1 ? SUNDAY : weekday - 1)),
  )

/** The columns (1 is Monday, as the calendar begins with one) within a bar in which it does not count. */
export const idleColumns = (
  windows: readonly Window[],
  { start, end }: Readonly<{ start: number; end: number }>,
): number[] =>
  windows.length === 0
    ? []
    : Array.from({ length: end - start }, (_, index) => start + index).filter(
        (column) => !countsOn(windows, ((column - 1) % SUNDAY) + 1),
      )
