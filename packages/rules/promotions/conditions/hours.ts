import type { BasketCondition, PricingContext } from '../types.ts'

/** Weekdays and minutes since midnight, `[from, until)`. Behind midnight a window still belongs to the day on which it began. */
export function hours(condition: Extract<BasketCondition, { kind: 'hours' }>) {
  const { from, until } = condition
  const days = new Set(condition.weekdays)
  return ({ weekday, minutes }: PricingContext): boolean => {
    if (from < until) return days.has(weekday) && minutes >= from && minutes < until
    const yesterday = weekday === 1 ? 7 : weekday - 1
    return (days.has(weekday) && minutes >= from) || (days.has(yesterday) && minutes < until)
  }
}
