import { addDays, DAY_MS, instantAt, localDate, MINUTE_MS, wallClock } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowestPriceBefore, omnibusRules, reductionOf, strictestRule, type PresentedPrice } from '../index.ts'

const poland = omnibusRules['PL'] ?? strictestRule('Europe/Warsaw')
const germany = omnibusRules['DE'] ?? strictestRule('Europe/Berlin')
const day = (text: string, minutes = 0) => instantAt(localDate(text), minutes, 'Europe/Warsaw').getTime()
const shown = (at: number, minor: number | null, reduced = false): PresentedPrice => ({ at, minor, reduced })

test('the lowest price of the 30 days before the reduction, not of the last 30 days', () => {
  const history = [
    shown(day('2026-01-01'), 10_000),
    shown(day('2026-10-20'), 8_000, true),
    shown(day('2026-10-25'), 10_000),
    shown(day('2026-11-20'), 9_000, true),
  ]
  // The sale of October lies in the 30 days before 20 November, and long after the start it is still what counts.
  expect(reductionOf(history, day('2026-11-21'), poland)).toMatchObject({ lowestMinor: 8_000, percent: null })
  expect(reductionOf(history, day('2026-12-19'), poland)).toMatchObject({ lowestMinor: 8_000, percent: null })
  // A day later in November the sale of October would have been 30 days past.
  const later = history.map((one) =>
    one.at === day('2026-11-20') ? shown(day('2026-11-25'), 9_000, true) : one,
  )
  expect(reductionOf(later, day('2026-11-26'), poland)).toMatchObject({ lowestMinor: 10_000, percent: 10 })
})

test('a price that ended as the window began is outside, one that ended a minute later is inside', () => {
  const reduction = day('2026-11-20')
  const until = (at: number) => [
    shown(day('2026-01-01'), 8_000),
    shown(at, 10_000),
    shown(reduction, 9_000, true),
  ]
  // 30 days before 20 November.
  const begins = day('2026-10-21')
  expect(lowestPriceBefore(until(begins), reduction, poland)).toBe(10_000)
  expect(lowestPriceBefore(until(begins + MINUTE_MS), reduction, poland)).toBe(8_000)
})

test('a price that was replaced in the instant in which it came was never presented', () => {
  const [noon, reduction] = [day('2026-11-10', 720), day('2026-11-20')]
  const history = [shown(day('2026-01-01'), 10_000), shown(noon, 5_000), shown(noon, 9_500)]
  expect(lowestPriceBefore(history, reduction, poland)).toBe(9_500)
})

test('C-330/23: the percentage counts from the lowest price of 30 days and is rounded down, never up', () => {
  const history = [shown(day('2026-01-01'), 29_900), shown(day('2026-11-20'), 19_999, true)]
  // 33.11 %
  expect(reductionOf(history, day('2026-11-20'), poland)).toEqual({
    minor: 19_999,
    lowestMinor: 29_900,
    beforeFirst: false,
    since: day('2026-11-20'),
    percent: 33,
  })
  const hardly = [shown(day('2026-01-01'), 29_900), shown(day('2026-11-20'), 29_800, true)]
  expect(reductionOf(hardly, day('2026-11-20'), poland)?.percent).toBeNull()
})

test('a public code counts for the lowest price, and is neither shown nor the start of a reduction', () => {
  const withCode = (at: number, minor: number, shownMinor: number, reduced: boolean): PresentedPrice => ({
    at,
    minor,
    shownMinor,
    reduced,
  })
  const history = [
    shown(day('2026-01-01'), 10_000),
    withCode(day('2026-11-01'), 7_500, 10_000, false),
    withCode(day('2026-11-05'), 6_000, 8_000, true),
    withCode(day('2026-11-08'), 5_000, 8_000, true),
  ]
  expect(reductionOf(history, day('2026-11-04'), poland)).toBeUndefined()
  // The better code of the 8th comes upon what is shown as it was: the reduction is still that of the 5th.
  expect(reductionOf(history, day('2026-11-10'), poland)).toEqual({
    minor: 8_000,
    lowestMinor: 7_500,
    beforeFirst: false,
    since: day('2026-11-05'),
    percent: null,
  })
})

test('in Poland a deeper reduction looks back 30 days of its own, in Germany to the first of the series', () => {
  const history = [
    shown(day('2026-01-01'), 10_000),
    shown(day('2026-11-01'), 8_000, true),
    shown(day('2026-11-10'), 7_000, true),
  ]
  expect(reductionOf(history, day('2026-11-12'), poland)).toMatchObject({ lowestMinor: 8_000, percent: 12 })
  expect(reductionOf(history, day('2026-11-12'), germany)).toMatchObject({ lowestMinor: 10_000, percent: 30 })
})

test('a rise inside a reduction begins no reduction of its own', () => {
  const history = [
    shown(day('2026-01-01'), 10_000),
    shown(day('2026-11-01'), 8_000, true),
    shown(day('2026-11-10'), 8_500, true),
  ]
  expect(reductionOf(history, day('2026-11-12'), poland)).toMatchObject({ lowestMinor: 10_000, percent: 15 })
})

test('goods that spoil are compared with the price before the first reduction', () => {
  const history = [
    shown(day('2026-11-01'), 500),
    shown(day('2026-11-03'), 900),
    shown(day('2026-11-20'), 700, true),
    shown(day('2026-11-20', 600), 450, true),
  ]
  expect(reductionOf(history, day('2026-11-20', 700), poland, { perishable: true })).toMatchObject({
    lowestMinor: 900,
    beforeFirst: true,
    since: day('2026-11-20'),
    percent: 50,
  })
  expect(reductionOf(history, day('2026-11-20', 700), poland)).toMatchObject({
    lowestMinor: 500,
    beforeFirst: false,
    percent: 10,
  })
})

test('a younger article looks back to its launch, and one that was launched reduced has nothing to compare', () => {
  expect(lowestPriceBefore([shown(day('2026-11-15'), 5_000)], day('2026-11-20'), poland)).toBe(5_000)
  expect(reductionOf([shown(day('2026-11-20'), 4_000, true)], day('2026-11-21'), poland)).toBeUndefined()
})

test('what is not reduced, or not on sale, is no reduction', () => {
  const history = [shown(day('2026-01-01'), 10_000), shown(day('2026-11-01'), 8_000)]
  expect(reductionOf(history, day('2026-11-02'), poland)).toBeUndefined()
  expect(reductionOf([...history, shown(day('2026-11-03'), null)], day('2026-11-04'), poland)).toBeUndefined()
  expect(reductionOf([], day('2026-11-04'), poland)).toBeUndefined()
})

/** Prices that change at odd minutes around the change of clocks of October. */
const anyHistory = fc
  .array(
    fc.record({
      minute: fc.oneof(
        fc.integer({ min: 0, max: 80 * 1440 }),
        fc.integer({ min: 0, max: 80 }).map((days) => days * 1440),
      ),
      minor: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 500 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      reduced: fc.boolean(),
    }),
    { maxLength: 14 },
  )
  .map((changes) =>
    [...new Map(changes.map((one) => [one.minute, one])).values()].map(({ minute, minor, reduced }) =>
      shown(day('2026-09-20') + minute * MINUTE_MS, minor, reduced),
    ),
  )

test('the lowest price agrees with looking at every minute of the window', () => {
  fc.assert(
    fc.property(anyHistory, fc.integer({ min: 0, max: 85 * 1440 }), (history, minute) => {
      const start = day('2026-09-20') + minute * MINUTE_MS
      const from = instantAt(
        addDays(wallClock(new Date(start), 'Europe/Warsaw').date, -30),
        0,
        'Europe/Warsaw',
      ).getTime()
      const inOrder = history.toSorted((a, b) => a.at - b.at)
      let lowest: number | undefined
      let index = -1
      for (let at = from; at < start; at += MINUTE_MS) {
        while ((inOrder[index + 1]?.at ?? Infinity) <= at) index += 1
        const minor = inOrder[index]?.minor ?? null
        if (minor !== null && (lowest === undefined || minor < lowest)) lowest = minor
      }
      expect(lowestPriceBefore(history.toReversed(), start, poland)).toBe(lowest)
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('a reduction agrees with walking back day by day, and its percentage is never more than true', () => {
  fc.assert(
    fc.property(anyHistory, fc.integer({ min: 0, max: 85 }), (history, days) => {
      const at = day('2026-09-20') + days * DAY_MS
      const past = history.filter((one) => one.at <= at).sort((a, b) => a.at - b.at)
      const current = past.at(-1)
      const reduction = reductionOf(history, at, poland)
      if (!current?.reduced || current.minor === null) {
        expect(reduction).toBeUndefined()
        return
      }
      // The start: the latest change at which the price fell or a reduction began.
      const starts = past.filter((one, index) => {
        const before = past[index - 1]
        return (
          one.reduced &&
          one.minor !== null &&
          (!before?.reduced || before.minor === null || one.minor < before.minor)
        )
      })
      const since = starts.at(-1)?.at ?? 0
      const lowest = lowestPriceBefore(history, since, poland)
      if (lowest === undefined) {
        expect(reduction).toBeUndefined()
        return
      }
      expect(reduction).toMatchObject({ lowestMinor: lowest, since, minor: current.minor })
      if (reduction?.percent)
        expect(lowest * (100 - reduction.percent)).toBeGreaterThanOrEqual(current.minor * 100)
      else expect(current.minor * 100).toBeGreaterThan(lowest * 99)
    }),
    { numRuns: 300 },
  )
}, 120_000)
