import { expect, test } from 'vitest'
import { columnsOf, dayAway, daysFrom, firstDay, SHOWN_DAYS } from './days.ts'
import { momentField } from '../promotions/moments.ts'

const day = (at: number | undefined) => momentField(at ?? null)

test('the calendar begins on the Monday of the day that was asked for, or of today', () => {
  const first = firstDay('2026-11-22', 0)
  expect(day(first)).toBe('2026-11-16T00:00')
  expect(day(firstDay(undefined, Date.parse('2026-11-22T23:30:00Z')))).toBe('2026-11-23T00:00')
  expect(dayAway(first, SHOWN_DAYS)).toBe('2026-12-14')
})

test('a change of clocks moves no column: each begins at its midnight', () => {
  const days = daysFrom(firstDay('2026-10-20', 0))
  expect(days).toHaveLength(SHOWN_DAYS + 1)
  expect(days.every((at) => day(at).endsWith('T00:00'))).toBe(true)
  expect(day(days.at(-1))).toBe('2026-11-16T00:00')
})

test('a stretch covers every day that it touches, cut to what is shown', () => {
  const days = daysFrom(firstDay('2026-11-16', 0))
  const at = (text: string) => new Date(text).toISOString()
  const within = { from: at('2026-11-17T09:00:00Z'), until: at('2026-11-18T22:59:00Z') }
  expect(columnsOf(within, days)).toEqual({ start: 2, end: 4 })
  // It ends at midnight: the day that begins then is not touched.
  expect(columnsOf({ ...within, until: at('2026-11-17T23:00:00Z') }, days)).toEqual({ start: 2, end: 3 })
  expect(columnsOf({ from: at('2020-01-01T00:00:00Z'), until: null }, days)).toEqual({ start: 1, end: 29 })
  expect(columnsOf({ from: at('2027-01-01T00:00:00Z'), until: null }, days)).toBeNull()
  expect(columnsOf({ from: null, until: at('2026-11-17T23:00:00Z') }, days)).toEqual({ start: 1, end: 3 })
})

test('a moment is in the day in which it lies, midnight in the day that it begins', () => {
  const days = daysFrom(firstDay('2026-11-16', 0))
  const moment = (text: string) => ({ from: text, until: text })
  expect(columnsOf(moment('2026-11-18T05:00:00.000Z'), days)).toEqual({ start: 3, end: 4 })
  expect(columnsOf(moment('2026-11-15T23:00:00.000Z'), days)).toEqual({ start: 1, end: 2 })
  expect(columnsOf(moment('2026-11-15T22:59:00.000Z'), days)).toBeNull()
})
