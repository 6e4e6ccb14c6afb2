import type { BasketCondition, PricingContext } from '../types.ts'

/** The customer is in one of the segments. */
export function segment(condition: Extract<BasketCondition, { kind: 'segment' }>) {
  const wanted = new Set(condition.anyOf)
  return (context: PricingContext): boolean => context.segments.some((id) => wanted.has(id))
}
