import type { Action, Condition, LineCondition, Promotion } from '@splot/rules'
import { MAX_CONFLICTS } from './limits.ts'
import type { Conflict, Range } from './types.ts'

type Goods = Pick<Range, 'categoryWithin' | 'productOf'>

/**
 * Pairs of promotions that can both take something off the same piece at the same time and place, while nothing says who comes first:
 * equal priority and not in one group. Errs on the side of telling: what cannot be ruled out by channels, places, hours, times, currency
 * and goods is told. At most `MAX_CONFLICTS`.
 */
export function conflictsAmong(promotions: readonly Promotion[], goods: Goods): Conflict[] {
  const conflicts: Conflict[] = []
  const byPriority = Map.groupBy(promotions, ({ priority }) => priority)
  for (const peers of byPriority.values()) {
    const sorted = peers.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const [index, one] of sorted.entries()) {
      for (const other of sorted.slice(index + 1)) {
        if (!meet(one, other, goods)) continue
        conflicts.push(conflictOf(one, other))
        if (conflicts.length >= MAX_CONFLICTS) return conflicts
      }
    }
  }
  return conflicts
}

const conflictOf = (one: Promotion, other: Promotion): Conflict => ({
  promotions: [
    { id: one.id, name: one.name },
    { id: other.id, name: other.name },
  ],
  words: {
    pl: `„${one.name}” i „${other.name}” mogą zadziałać na ten sam artykuł, a mają ten sam priorytet i nie są w jednej grupie. Nadaj im różne priorytety albo wspólną grupę.`,
    en: `“${one.name}” and “${other.name}” can both apply to one article, with the same priority and not in one group. Give them different priorities, or one group.`,
  },
})

function meet(one: Promotion, other: Promotion, goods: Goods): boolean {
  if (one.currency !== other.currency) return false
  if (one.group !== null && one.group === other.group) return false
  if (isOfShipping(one.action) !== isOfShipping(other.action)) return false
  return (
    sameTime(one, other) &&
    sameWorld(one.conditions, other.conditions) &&
    (isOfShipping(one.action) || sameGoods(one.conditions, other.conditions, goods))
  )
}

const isOfShipping = (action: Action): boolean =>
  action.kind === 'shipping_percent' || action.kind === 'shipping_price'

const sameTime = (one: Promotion, other: Promotion): boolean =>
  (one.validFrom ?? -Infinity) < (other.validUntil ?? Infinity) &&
  (other.validFrom ?? -Infinity) < (one.validUntil ?? Infinity)

/** Conditions of which both must hold, and that cannot: different channels, places, tenders, hours. */
function sameWorld(ones: readonly Condition[], others: readonly Condition[]): boolean {
  return ones.every((one) =>
    others.every((other) => {
      if (one.kind !== other.kind) return true
      switch (one.kind) {
        case 'channel':
        case 'location':
        case 'tender':
          return other.kind !== one.kind || one.anyOf.some((name) => other.anyOf.includes(name))
        case 'fulfilment':
          return other.kind !== one.kind || one.not || other.not
            ? true
            : one.anyOf.some((kind) => other.anyOf.includes(kind))
        case 'hours':
          return other.kind !== 'hours' || hoursMeet(one, other)
        default:
          return true
      }
    }),
  )
}

type Hours = Extract<Condition, { kind: 'hours' }>

const MINUTES_A_DAY = 1_440
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY

/** Windows as minutes of the week; one over midnight belongs to the day on which it begins, and may run into Monday. */
const windows = ({ weekdays, from, until }: Hours): (readonly [number, number])[] =>
  weekdays.flatMap((day) => {
    const begin = (day - 1) * MINUTES_A_DAY + from
    const end = (day - 1) * MINUTES_A_DAY + until + (until <= from ? MINUTES_A_DAY : 0)
    return end > MINUTES_A_WEEK
      ? [[begin, MINUTES_A_WEEK] as const, [0, end - MINUTES_A_WEEK] as const]
      : [[begin, end] as const]
  })

const hoursMeet = (one: Hours, other: Hours): boolean =>
  windows(one).some(([from, until]) => windows(other).some(([start, end]) => from < end && start < until))

/** Whether a piece can be among the goods of both. */
function sameGoods(ones: readonly Condition[], others: readonly Condition[], goods: Goods): boolean {
  return ones.every((one) => others.every((other) => !exclude(one, other, goods)))
}

type Naming = Extract<LineCondition, { kind: 'products' | 'categories' | 'attributes' }>

const naming = (condition: Condition): Naming | undefined =>
  (condition.kind === 'products' || condition.kind === 'categories' || condition.kind === 'attributes') &&
  condition.not !== true
    ? condition
    : undefined

function exclude(a: Condition, b: Condition, goods: Goods): boolean {
  const one = naming(a)
  const other = naming(b)
  if (!one || !other) return false
  if (one.kind === 'attributes' || other.kind === 'attributes') {
    return (
      one.kind === 'attributes' &&
      other.kind === 'attributes' &&
      one.attribute === other.attribute &&
      !one.anyOf.some((value) => other.anyOf.includes(value))
    )
  }
  if (one.kind === 'products' && other.kind === 'products')
    return !productsMeet(one.anyOf, other.anyOf, goods)
  if (one.kind === 'categories' && other.kind === 'categories')
    return !one.anyOf.some((left) => other.anyOf.some((right) => touching(left, right, goods)))
  const [products, categories] = one.kind === 'products' ? [one, other] : [other, one]
  return !products.anyOf.some((name) => {
    const category = goods.productOf(name)?.category
    return (
      category === undefined ||
      categories.anyOf.some((above) => goods.categoryWithin(above)?.has(category) === true)
    )
  })
}

const touching = (left: string, right: string, goods: Goods): boolean =>
  left === right ||
  goods.categoryWithin(left)?.has(right) === true ||
  goods.categoryWithin(right)?.has(left) === true

/** A SKU and the handle of its product name the same piece; two SKUs of one product do not. */
const productsMeet = (ones: readonly string[], others: readonly string[], goods: Goods): boolean =>
  ones.some((one) =>
    others.some(
      (other) =>
        one === other || goods.productOf(one)?.handle === other || goods.productOf(other)?.handle === one,
    ),
  )
