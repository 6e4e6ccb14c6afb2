import type { BasketCondition, PricingContext } from '../types.ts'

/** The customer is in one of the customer groups. */
export function group(condition: Extract<BasketCondition, { kind: 'group' }>) {
  const wanted = new Set(condition.anyOf)
  return (context: PricingContext): boolean => context.groups.some((code) => wanted.has(code))
}
