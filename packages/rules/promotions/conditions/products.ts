import type { BasketLine, LineCondition } from '../types.ts'

/** SKUs and handles of products. */
export function products(condition: Extract<LineCondition, { kind: 'products' }>) {
  const wanted = new Set(condition.anyOf)
  return (line: BasketLine): boolean => wanted.has(line.sku) || wanted.has(line.product)
}
