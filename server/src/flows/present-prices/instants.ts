import {
  addDays,
  DAY_MS,
  HOME_ZONE,
  instantAt,
  wallClock,
  weekdayOf,
  type LocalDate,
  type TimeZone,
} from '@splot/kernel'
import type { Promotion } from '@splot/rules'

/** Instants within `[from, until)` at which a promotion of the set begins or ends to be valid. */
export const instantsOfValidity = (promotions: readonly Promotion[], from: Date, until: Date): Date[] =>
  within(
    promotions.flatMap(({ validFrom, validUntil }) => [validFrom ?? [], validUntil ?? []].flat()),
    from,
    until,
  )

/** Instants within `[from, until)` at which a promotion that keeps hours ("Friday 17 to 19") opens or closes, by the clocks of a zone. */
export function instantsOfHours(
  promotions: readonly Promotion[],
  from: Date,
  until: Date,
  zone: TimeZone = HOME_ZONE,
): Date[] {
  const windows = promotions.flatMap(({ conditions }) =>
    conditions.flatMap((condition) => (condition.kind === 'hours' ? condition : [])),
  )
  if (windows.length === 0) return []
  const instants: number[] = []
  // A window over midnight belongs to the day before, too.
  let day: LocalDate = addDays(wallClock(from, zone).date, -1)
  for (; instantAt(day, 0, zone).getTime() < until.getTime() + DAY_MS; day = addDays(day, 1)) {
    for (const { weekdays, from: opens, until: closes } of windows) {
      if (!weekdays.includes(weekdayOf(day))) continue
      instants.push(instantAt(day, opens, zone).getTime())
      instants.push(instantAt(closes > opens ? day : addDays(day, 1), closes, zone).getTime())
    }
  }
  return within(instants, from, until)
}

const within = (instants: readonly number[], from: Date, until: Date): Date[] =>
  [...new Set(instants)]
    .filter((at) => at >= from.getTime() && at < until.getTime())
    .sort((a, b) => a - b)
    .map((at) => new Date(at))
