import type { BasketCondition, PricingContext } from '../types.ts'

/** The tender that was chosen; it does not hold before one is. */
export function tender(condition: Extract<BasketCondition, { kind: 'tender' }>) {
  const wanted = new Set(condition.anyOf)
  return (context: PricingContext): boolean => context.tender !== null && wanted.has(context.tender)
}
