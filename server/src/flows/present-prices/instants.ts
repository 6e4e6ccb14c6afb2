import {
  addDays,
  DAY_MS,
  HOME_ZONE,
  instantAt,
  MINUTE_MS,
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
      instants.push(...turnsAt(day, opens, zone))
      instants.push(...turnsAt(closes > opens ? day : addDays(day, 1), closes, zone))
    }
  }
  return within(instants, from, until)
}

/**
 * Where the clock comes to those minutes of a day. When clocks go back it comes to some of them twice, and behind the first time is before them once more;
 * when they go forward it may leap over them. So the change itself is one of these instants: one too many is looked at for nothing, one too few is missed.
 */
function turnsAt(day: LocalDate, minutes: number, zone: TimeZone): number[] {
  const at = instantAt(day, minutes, zone).getTime()
  const [begins, ends] = [day, addDays(day, 1)].map((one) => instantAt(one, 0, zone).getTime())
  if (begins === undefined || ends === undefined || ends - begins === DAY_MS) return [at]
  return [at, at + ends - begins - DAY_MS, changeOfClocks(begins, ends, zone)]
}

/** The first minute of a day that is told by other clocks than its beginning. */
function changeOfClocks(begins: number, ends: number, zone: TimeZone): number {
  const aheadAt = (at: number): number => {
    const { date, minutes } = wallClock(new Date(at), zone)
    return Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS - at
  }
  let [low, high] = [0, (ends - begins) / MINUTE_MS]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (aheadAt(begins + middle * MINUTE_MS) === aheadAt(begins)) low = middle
    else high = middle
  }
  return begins + high * MINUTE_MS
}

const within = (instants: readonly number[], from: Date, until: Date): Date[] =>
  [...new Set(instants)]
    .filter((at) => at >= from.getTime() && at < until.getTime())
    .sort((a, b) => a - b)
    .map((at) => new Date(at))
