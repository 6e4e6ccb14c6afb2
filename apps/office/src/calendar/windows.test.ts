import { expect, test } from 'vitest'
import { sayHours } from '../promotions/say.ts'
import { countsOn, idleColumns } from './windows.ts'

const quiet = { weekdays: [1, 2, 3, 4], from: 14 * 60, until: 17 * 60 }
const night = { weekdays: [5], from: 22 * 60, until: 2 * 60 }
const everyDay = [1, 2, 3, 4, 5, 6, 7]

test('hours are said with the days that follow each other as one', () => {
  expect(sayHours(quiet, 'en')).toBe('Mon–Thu 14:00–17:00')
  expect(sayHours({ ...quiet, weekdays: [7, 6, 1] }, 'pl')).toBe('pn, sb–nd 14:00–17:00')
  expect(sayHours({ ...quiet, weekdays: everyDay }, 'pl')).toBe('codziennie 14:00–17:00')
  expect(sayHours({ ...quiet, until: 24 * 60 }, 'en')).toBe('Mon–Thu 14:00–24:00')
})

test('a bar leaves out the days on which its hours never come, and a night counts on the next day too', () => {
  expect(everyDay.filter((day) => countsOn([quiet], day))).toEqual([1, 2, 3, 4])
  expect(everyDay.filter((day) => countsOn([night], day))).toEqual([5, 6])
  expect(everyDay.filter((day) => countsOn([{ ...night, weekdays: [7], until: 0 }], day))).toEqual([7])
  expect(everyDay.filter((day) => countsOn([quiet, night], day))).toEqual([])
  // Column 1 is a Monday: from Wednesday of the first week to Monday of the third.
  expect(idleColumns([quiet], { start: 3, end: 16 })).toEqual([5, 6, 7, 12, 13, 14])
  expect(idleColumns([], { start: 1, end: 29 })).toEqual([])
})
