import type { BasketCondition, Obstacle } from '../types.ts'
import type { Measure } from './measure.ts'

/** What those lines cost after the promotions that were taken before. */
export function value(condition: Extract<BasketCondition, { kind: 'value' }>) {
  const wanted = condition.atLeastMinor
  return ({ minor }: Measure): Obstacle | undefined =>
    minor < wanted ? { reason: 'value', wanted, had: minor } : undefined
}
