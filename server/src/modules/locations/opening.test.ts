import { HOUR_MS, MINUTE_MS, Refusal, localDate, wallClock } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOpen, nextReady, openIntervals, readyBy } from './opening.ts'
import type { Timetable } from './types.ts'

type Place = Timetable & { pickupLeadMinutes: number }

const everyDay = (opens: number, closes: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }))

const store: Place = {
  kind: 'store',
  timeZone: 'Europe/Warsaw',
  country: 'PL',
  openingHours: everyDay(10 * 60, 20 * 60),
  exceptions: [],
  pickupLeadMinutes: 120,
}
const ready = (now: string, place: Place = store) => nextReady(place, new Date(now))?.toISOString()

test('an order at noon on a Wednesday is ready two hours later', () => {
  expect(ready('2026-02-11T11:00:00Z')).toBe('2026-02-11T13:00:00.000Z')
})

test('an order of the night waits for the opening', () => {
  expect(ready('2026-02-11T03:00:00Z')).toBe('2026-02-11T11:00:00.000Z')
})

test('an order that cannot be picked before closing is ready the next morning', () => {
  // Closing at 20:00 is 19:00 UTC in winter: 16:59 is in time, 17:00 is not, since at closing time nobody can collect.
  expect(ready('2026-02-11T16:59:00Z')).toBe('2026-02-11T18:59:00.000Z')
  expect(ready('2026-02-11T17:00:00Z')).toBe('2026-02-12T11:00:00.000Z')
})

test('a Saturday evening order waits for Monday, unless the Sunday trades', () => {
  expect(ready('2026-02-14T18:30:00Z')).toBe('2026-02-16T11:00:00.000Z')
  expect(ready('2026-01-24T18:30:00Z')).toBe('2026-01-25T11:00:00.000Z')
})

test('Christmas: the Eve, both days and the Sunday after are closed', () => {
  expect(ready('2026-12-23T18:30:00Z')).toBe('2026-12-28T11:00:00.000Z')
})

test('on Holy Saturday shops close at two, so an order after noon waits until Tuesday', () => {
  expect(ready('2026-04-04T10:30:00Z')).toBe('2026-04-07T10:00:00.000Z')
})

test('an exception wins over the week and over the statute', () => {
  const closed = {
    ...store,
    exceptions: [{ date: localDate('2026-02-11'), hours: null, reason: 'stock-taking' }],
  }
  expect(ready('2026-02-11T11:00:00Z', closed)).toBe('2026-02-12T11:00:00.000Z')
  const station = {
    ...store,
    exceptions: [
      { date: localDate('2026-12-25'), hours: { opens: 600, closes: 900 }, reason: 'railway station' },
    ],
  }
  expect(ready('2026-12-25T09:30:00Z', station)).toBe('2026-12-25T11:30:00.000Z')
})

test('a warehouse works on non-trading Sundays if its week says so, but not on holidays', () => {
  const warehouse: Place = { ...store, kind: 'warehouse' }
  expect(isOpen(warehouse, new Date('2026-02-15T12:00:00Z'))).toBe(true)
  expect(isOpen(store, new Date('2026-02-15T12:00:00Z'))).toBe(false)
  expect(isOpen(warehouse, new Date('2026-01-06T12:00:00Z'))).toBe(false)
})

test('a place that never opens promises nothing', () => {
  const shut: Place = { ...store, openingHours: [] }
  expect(nextReady(shut, new Date('2026-02-11T11:00:00Z'))).toBeNull()
  expect(() => readyBy(shut, new Date('2026-02-11T11:00:00Z'))).toThrow(Refusal)
})

// Days around both changes of the clock in Poland, and ordinary ones.
const instants = fc.oneof(
  fc.date({
    min: new Date('2026-03-28T00:00:00Z'),
    max: new Date('2026-03-30T00:00:00Z'),
    noInvalidDate: true,
  }),
  fc.date({
    min: new Date('2026-10-24T00:00:00Z'),
    max: new Date('2026-10-26T00:00:00Z'),
    noInvalidDate: true,
  }),
  fc.date({
    min: new Date('2025-01-01T00:00:00Z'),
    max: new Date('2030-01-01T00:00:00Z'),
    noInvalidDate: true,
  }),
)
const hours = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    opens: fc.integer({ min: 0, max: 1_200 }),
    length: fc.integer({ min: 30, max: 240 }),
  })
  .map(({ weekday, opens, length }) => ({ weekday, opens, closes: opens + length }))
const places: fc.Arbitrary<Place> = fc.record({
  kind: fc.constantFrom('store' as const, 'warehouse' as const),
  timeZone: fc.constantFrom('Europe/Warsaw', 'Europe/London', 'America/New_York'),
  country: fc.constantFrom('PL', 'GB'),
  openingHours: fc.uniqueArray(hours, { maxLength: 7, selector: ({ weekday }) => weekday }),
  exceptions: fc.constant([]),
  pickupLeadMinutes: fc.integer({ min: 0, max: 180 }),
})

test('whatever the week and the hour: ready while open, a whole lead after the order, and a whole lead after the opening', () => {
  fc.assert(
    fc.property(places, instants, (place, now) => {
      const at = nextReady(place, now)
      if (!at) return
      const lead = place.pickupLeadMinutes * MINUTE_MS
      expect(isOpen(place, at)).toBe(true)
      expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime() + lead)
      expect(at.getTime() % MINUTE_MS).toBe(0)
      const opening = [...openIntervals(place, at, 1)][0]
      expect(opening && at.getTime() - opening.from.getTime()).toBeGreaterThanOrEqual(lead)
    }),
    { numRuns: 500 },
  )
})

test('a later order is never ready earlier', () => {
  fc.assert(
    fc.property(places, instants, fc.integer({ min: 0, max: 48 }), (place, now, later) => {
      const first = nextReady(place, now)
      const second = nextReady(place, new Date(now.getTime() + later * HOUR_MS))
      if (first && second) expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime())
    }),
    { numRuns: 300 },
  )
})

test('local hours mean the wall clock on both days when it changes', () => {
  for (const now of ['2026-03-28T23:30:00Z', '2026-10-24T22:30:00Z']) {
    const place: Place = {
      ...store,
      kind: 'warehouse',
      openingHours: [{ weekday: 7, opens: 60, closes: 300 }],
    }
    const [opening] = [...openIntervals(place, new Date(now), 1)]
    expect(opening && wallClock(opening.from, place.timeZone).minutes).toBe(60)
    expect(opening && wallClock(opening.until, place.timeZone).minutes).toBe(300)
  }
})
