import type { BasketCondition, PricingContext } from '../types.ts'

/** The store at whose counter this happens; elsewhere it never holds. */
export function location(condition: Extract<BasketCondition, { kind: 'location' }>) {
  const wanted = new Set(condition.anyOf)
  return (context: PricingContext): boolean => context.location !== null && wanted.has(context.location)
}
