import type { PricingContext } from '../types.ts'

/** Nobody counts as new while nobody knows who she is. */
export const firstOrder =
  () =>
  (context: PricingContext): boolean =>
    context.firstOrder === true
