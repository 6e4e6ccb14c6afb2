import type {
  BasketCondition,
  BasketLine,
  Condition,
  LineCondition,
  Obstacle,
  PricingContext,
} from '../types.ts'
import { attributes } from './attributes.ts'
import { categories } from './categories.ts'
import { channel } from './channel.ts'
import { firstOrder } from './first-order.ts'
import { fulfilment } from './fulfilment.ts'
import { group } from './group.ts'
import { hours } from './hours.ts'
import { location } from './location.ts'
import type { Measure } from './measure.ts'
import { products } from './products.ts'
import { quantity } from './quantity.ts'
import { segment } from './segment.ts'
import { tender } from './tender.ts'
import { value } from './value.ts'

export type { Measure } from './measure.ts'
export type LineTest = (line: BasketLine) => boolean
export type WorldTest = (context: PricingContext) => Obstacle | undefined
export type MeasureTest = (measure: Measure) => Obstacle | undefined

export const isLineCondition = (condition: Condition): condition is LineCondition =>
  condition.kind === 'products' ||
  condition.kind === 'categories' ||
  condition.kind === 'attributes' ||
  condition.kind === 'fulfilment'

function straight(condition: LineCondition): LineTest {
  switch (condition.kind) {
    case 'products':
      return products(condition)
    case 'categories':
      return categories(condition)
    case 'attributes':
      return attributes(condition)
    case 'fulfilment':
      return fulfilment(condition)
  }
}

/** Whether a line passes all the conditions; one that is turned around passes when it fails. */
export function lineTest(conditions: readonly LineCondition[]): LineTest {
  const tests = conditions.map((condition) => {
    const test = straight(condition)
    return condition.not === true ? (line: BasketLine) => !test(line) : test
  })
  const [first, second] = tests
  if (!first) return () => true
  if (!second) return first
  return (line) => tests.every((test) => test(line))
}

type WorldCondition = Exclude<BasketCondition, { kind: 'quantity' | 'value' }>

function holds(condition: WorldCondition): (context: PricingContext) => boolean {
  switch (condition.kind) {
    case 'channel':
      return channel(condition)
    case 'location':
      return location(condition)
    case 'segment':
      return segment(condition)
    case 'group':
      return group(condition)
    case 'first_order':
      return firstOrder()
    case 'hours':
      return hours(condition)
    case 'tender':
      return tender(condition)
  }
}

/** Sorts conditions into those that ask the lines, the world, and how much of the lines there is; each in the order given. */
export function sortConditions(conditions: readonly Condition[]): {
  readonly lines: readonly LineCondition[]
  readonly world: readonly WorldTest[]
  readonly measures: readonly MeasureTest[]
} {
  const lines: LineCondition[] = []
  const world: WorldTest[] = []
  const measures: MeasureTest[] = []
  for (const condition of conditions) {
    if (isLineCondition(condition)) lines.push(condition)
    else if (condition.kind === 'quantity') measures.push(quantity(condition))
    else if (condition.kind === 'value') measures.push(value(condition))
    else {
      const test = holds(condition)
      const obstacle: Obstacle = { reason: condition.kind }
      world.push((context) => (test(context) ? undefined : obstacle))
    }
  }
  return { lines, world, measures }
}
