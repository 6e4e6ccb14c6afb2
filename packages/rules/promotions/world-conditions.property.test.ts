import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRules, priceBasket, type Condition, type PricingContext } from '../index.ts'
import { anyBasket, anyRules } from '../test/any.ts'
import { context } from '../test/basket-of.ts'

const names = fc.constantFrom('a', 'b', 'c')
const some = fc.uniqueArray(names, { minLength: 1, maxLength: 2 })
const weekday = fc.integer({ min: 1, max: 7 })
/** On the hour and beside it: what begins and ends there is decided by one minute. */
const minute = fc.oneof(
  fc.constantFrom(0, 1, 599, 600, 601, 1_319, 1_320, 1_439),
  fc.integer({ min: 0, max: 1_439 }),
)

/** Conditions on everything outside the basket. */
const worldly: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constantFrom('channel', 'location', 'segment', 'group', 'tender'), anyOf: some }),
  fc.constant({ kind: 'first_order' as const }),
  fc
    .record({
      kind: fc.constant('hours' as const),
      weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }),
      from: minute,
      until: minute,
    })
    .filter(({ from, until }) => from !== until),
)

const anyWorld: fc.Arbitrary<PricingContext> = fc
  .record({
    weekday,
    minutes: minute,
    channel: names,
    location: fc.option(names, { nil: null }),
    segments: fc.uniqueArray(names, { maxLength: 2 }),
    groups: fc.uniqueArray(names, { maxLength: 2 }),
    firstOrder: fc.constantFrom(true, false, null),
    tender: fc.oneof(fc.constant(null), names, fc.uniqueArray(names, { minLength: 1, maxLength: 2 })),
  })
  .map((given) => context(given))

/** As the contract says it, without a look at the real thing: hours are walked minute by minute. */
function holds(condition: Condition, world: PricingContext): boolean {
  if (condition.kind === 'first_order') return world.firstOrder === true
  if (condition.kind === 'hours') {
    const { weekdays, from, until } = condition
    const length = (until - from + 1_440) % 1_440
    const now = world.weekday * 1_440 + world.minutes
    const week = 7 * 1_440
    return weekdays.some((day) => (now - (day * 1_440 + from) + 2 * week) % week < length)
  }
  if (!('anyOf' in condition)) throw new Error('not a condition on the world')
  const { kind, anyOf } = condition
  const has = (name: string | null) => name !== null && (anyOf as readonly string[]).includes(name)
  if (kind === 'channel') return has(world.channel)
  if (kind === 'location') return has(world.location)
  if (kind === 'segment') return world.segments.some(has)
  if (kind === 'group') return world.groups.some(has)
  if (world.tender === null) return false
  return [world.tender].flat().every(has)
}

test('what a promotion asks of the world opens or shuts it, and changes nothing else', () => {
  fc.assert(
    fc.property(
      anyBasket,
      anyRules,
      fc.array(fc.array(worldly, { maxLength: 3 }), { minLength: 8, maxLength: 8 }),
      anyWorld,
      (basket, { version, promotions }, asked, world) => {
        const askedBy = (index: number) => asked[index] ?? []
        const price = (list: typeof promotions) =>
          priceBasket(basket, compileRules({ version, promotions: list }), world)
        const asking = price(
          promotions.map((one, index) => ({
            ...one,
            conditions: [...askedBy(index), ...one.conditions],
          })),
        )
        expect(asking).toEqual(
          price(promotions.filter((_, index) => askedBy(index).every((one) => holds(one, world)))),
        )
      },
    ),
    { numRuns: 2_000 },
  )
}, 120_000)

test('how goods reach her narrows lines like any other condition on them', () => {
  fc.assert(
    fc.property(
      anyBasket,
      anyRules,
      fc.constantFrom('ship' as const, 'pickup' as const),
      (basket, { version, promotions }, wanted) => {
        const price = (list: typeof promotions, lines = basket.lines) =>
          priceBasket({ ...basket, lines }, compileRules({ version, promotions: list }), context())
        const asking: Condition = { kind: 'fulfilment', anyOf: [wanted] }
        const tagged = basket.lines.map((one) => ({
          ...one,
          categories: [...one.categories, `by-${one.fulfilment}`],
        }))
        const byTag: Condition = { kind: 'categories', anyOf: [`by-${wanted}`] }
        const withCondition = (one: Condition) =>
          promotions.map((given) => ({ ...given, conditions: [one, ...given.conditions] }))
        expect(price(withCondition(asking), tagged)).toEqual(price(withCondition(byTag), tagged))
      },
    ),
    { numRuns: 200 },
  )
}, 120_000)
