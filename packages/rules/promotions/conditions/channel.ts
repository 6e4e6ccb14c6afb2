import type { BasketCondition, PricingContext } from '../types.ts'

/** The code of the sales channel. Another channel's promotions never count. */
export function channel(condition: Extract<BasketCondition, { kind: 'channel' }>) {
  const wanted = new Set(condition.anyOf)
  return (context: PricingContext): boolean => wanted.has(context.channel)
}
