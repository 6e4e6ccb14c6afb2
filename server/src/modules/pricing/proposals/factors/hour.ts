import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'

/** The wall clock of the retailer; a window over midnight has `until` before `from` and belongs to the day on which it began. */
export function hour(
  { weekdays, from, until, ppm }: Extract<Factor, { kind: 'hour' }>,
  { weekday, minutes }: FactorInputs,
): FactorAnswer {
  const overMidnight = until < from && minutes < until
  const day = overMidnight ? ((weekday + 5) % 7) + 1 : weekday
  const isOpen = until < from ? minutes >= from || overMidnight : minutes >= from && minutes < until
  return isOpen && weekdays.includes(day) ? { ppm, why: { weekday: day, minutes } } : undefined
}
