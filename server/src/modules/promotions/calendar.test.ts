import type { Promotion } from '@splot/rules'
import { expect, test } from 'vitest'
import { activeBetween } from './calendar.ts'
import type { TimedRuleSet } from './types.ts'

const day = (at: number) => new Date(Date.UTC(2026, 10, at))
const promotion = (more: Partial<Promotion> = {}): Promotion => ({
  id: '019aa000-0000-7000-8000-000000000001',
  version: 1,
  name: 'Lato',
  label: { pl: 'Lato', en: 'Summer' },
  priority: 10,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  action: { kind: 'basket_percent', ppm: 100_000 },
  ...more,
})
const set = (version: number, startsAt: Date, ...promotions: Promotion[]): TimedRuleSet => ({
  version,
  startsAt,
  promotions,
})
const stretches = (sets: readonly TimedRuleSet[], from: Date, until: Date) =>
  activeBetween(sets, from, until).map((one) => ({
    revision: one.revision,
    from: one.from,
    until: one.until,
  }))

test('a promotion that stays through several rule sets is one stretch, from the first to the end of the last', () => {
  const sets = [set(1, day(1), promotion()), set(2, day(3), promotion()), set(3, day(6))]
  expect(stretches(sets, day(1), day(20))).toEqual([
    { revision: 1, from: day(1).toISOString(), until: day(6).toISOString() },
  ])
  // New words are a stretch of their own.
  const changed = [set(1, day(1), promotion()), set(2, day(3), promotion({ version: 2 }))]
  expect(stretches(changed, day(1), day(20))).toEqual([
    { revision: 1, from: day(1).toISOString(), until: day(3).toISOString() },
    { revision: 2, from: day(3).toISOString(), until: null },
  ])
})

test('what ends as the span begins, begins as it ends, or is over before it counts is not in it', () => {
  const sets = [set(1, day(1), promotion({ validUntil: day(5).getTime() }))]
  expect(stretches(sets, day(5), day(20))).toEqual([])
  expect(stretches(sets, day(4), day(20))).toHaveLength(1)
  const later = [set(1, day(10), promotion())]
  expect(stretches(later, day(1), day(10))).toEqual([])
  expect(stretches(later, day(1), day(11))).toHaveLength(1)
  // Its validity ends with the instant at which its rules begin.
  const never = [set(1, day(5), promotion({ validUntil: day(5).getTime() }))]
  expect(stretches(never, day(1), day(20))).toEqual([])
})

test('of several conditions on the place only what all of them name is left, perhaps nowhere', () => {
  const at = (...places: string[][]) =>
    activeBetween(
      [set(1, day(1), promotion({ conditions: places.map((anyOf) => ({ kind: 'location', anyOf })) }))],
      day(1),
      day(2),
    ).map(({ locations, channels }) => ({ locations, channels }))
  expect(at()).toEqual([{ locations: null, channels: null }])
  expect(at(['WAW1', 'KRK1'], ['KRK1', 'GDA1'])).toEqual([{ locations: ['KRK1'], channels: null }])
  expect(at(['WAW1'], ['KRK1'])).toEqual([{ locations: [], channels: null }])
})
