import type { BasketLine, LineCondition } from '../types.ts'

/** A category counts for everything below it, since a line carries all the categories above its own. */
export function categories(condition: Extract<LineCondition, { kind: 'categories' }>) {
  const wanted = new Set(condition.anyOf)
  return (line: BasketLine): boolean => line.categories.some((category) => wanted.has(category))
}
