import type { BasketCondition, Obstacle } from '../types.ts'
import type { Measure } from './measure.ts'

/** Pieces of the lines that the promotion's own line conditions leave. */
export function quantity(condition: Extract<BasketCondition, { kind: 'quantity' }>) {
  const wanted = condition.atLeast
  return ({ pieces }: Measure): Obstacle | undefined =>
    pieces < wanted ? { reason: 'quantity', wanted, had: pieces } : undefined
}
