import { addDays, localDate, weekdayOf } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  easterSunday,
  isPublicHoliday,
  isTradingDay,
  publicHolidays,
  tradeEndsAt,
  tradingSundays,
} from './calendar.ts'

test('the trading Sundays of 2025 and 2026 are those of the official calendars', () => {
  expect(tradingSundays(2025)).toEqual([
    '2025-01-26',
    '2025-04-13',
    '2025-04-27',
    '2025-06-29',
    '2025-08-31',
    '2025-12-07',
    '2025-12-14',
    '2025-12-21',
  ])
  expect(tradingSundays(2026)).toEqual([
    '2026-01-25',
    '2026-03-29',
    '2026-04-26',
    '2026-06-28',
    '2026-08-30',
    '2026-12-06',
    '2026-12-13',
    '2026-12-20',
  ])
})

test('until 2024 two Sundays of Advent traded; in 2023, when the Eve was a Sunday, the two before it did', () => {
  expect(tradingSundays(2024).slice(-2)).toEqual(['2024-12-15', '2024-12-22'])
  expect(tradingSundays(2023).slice(-2)).toEqual(['2023-12-10', '2023-12-17'])
})

test('in 2038 Easter falls on the last Sunday of April, which therefore does not trade', () => {
  expect(easterSunday(2038)).toBe('2038-04-25')
  expect(tradingSundays(2038)).not.toContain('2038-04-25')
  expect(tradingSundays(2038)).toContain('2038-04-18')
})

test('the public holidays of 2026, moveable feasts and Christmas Eve included', () => {
  expect(publicHolidays(2026)).toEqual([
    '2026-01-01',
    '2026-01-06',
    '2026-04-05',
    '2026-04-06',
    '2026-05-01',
    '2026-05-03',
    '2026-05-24',
    '2026-06-04',
    '2026-08-15',
    '2026-11-01',
    '2026-11-11',
    '2026-12-24',
    '2026-12-25',
    '2026-12-26',
  ])
})

test('Christmas Eve became a day off in 2025; before, shops closed at two', () => {
  expect(isPublicHoliday(localDate('2024-12-24'))).toBe(false)
  expect(tradeEndsAt(localDate('2024-12-24'))).toBe(14 * 60)
  expect(isPublicHoliday(localDate('2025-12-24'))).toBe(true)
})

test('Holy Saturday trades until two', () => {
  expect(isTradingDay(localDate('2026-04-04'))).toBe(true)
  expect(tradeEndsAt(localDate('2026-04-04'))).toBe(14 * 60)
  expect(tradeEndsAt(localDate('2026-04-11'))).toBe(24 * 60)
})

const year = fc.integer({ min: 2020, max: 2099 })

test('in every year: Sundays only, seven or eight of them, never a holiday, and the one before Easter', () => {
  fc.assert(
    fc.property(year, (at) => {
      const sundays = tradingSundays(at)
      expect(sundays.every((date) => weekdayOf(date) === 7 && !isPublicHoliday(date))).toBe(true)
      expect(new Set(sundays).size).toBe(sundays.length)
      expect(sundays).toContain(addDays(easterSunday(at), -7))
      expect(sundays.length).toBeGreaterThanOrEqual(at < 2025 ? 6 : 7)
      expect(sundays.length).toBeLessThanOrEqual(at < 2025 ? 7 : 8)
    }),
  )
})

test('Easter is a Sunday between 22 March and 25 April', () => {
  fc.assert(
    fc.property(year, (at) => {
      const easter = easterSunday(at)
      expect(weekdayOf(easter)).toBe(7)
      expect(easter >= `${at}-03-22` && easter <= `${at}-04-25`).toBe(true)
    }),
  )
})
