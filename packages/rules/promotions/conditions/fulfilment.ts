import type { BasketLine, LineCondition } from '../types.ts'

/** How the line leaves: over the counter, collected, or sent. */
export function fulfilment(condition: Extract<LineCondition, { kind: 'fulfilment' }>) {
  return (line: BasketLine): boolean => condition.anyOf.includes(line.fulfilment)
}
