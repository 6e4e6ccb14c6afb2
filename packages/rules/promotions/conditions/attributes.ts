import type { BasketLine, LineCondition } from '../types.ts'

/** A line without the attribute does not match; turned around it does. */
export function attributes(condition: Extract<LineCondition, { kind: 'attributes' }>) {
  const wanted = new Set(condition.anyOf)
  const { attribute } = condition
  return (line: BasketLine): boolean => {
    const value = Object.hasOwn(line.attributes, attribute) ? line.attributes[attribute] : undefined
    return value !== undefined && wanted.has(value)
  }
}
