import { expect, test } from 'vitest'
import { minutesUntil, readyWords } from './when.ts'

const now = '2026-11-21T14:05:00Z' // 15:05 in Warsaw

test('a promise is said as people say it', () => {
  expect(readyWords('2026-11-21T16:30:00Z', now, 'pl')).toBe('dziś od 17:30')
  expect(readyWords('2026-11-22T09:00:00Z', now, 'pl')).toBe('jutro od 10:00')
  expect(readyWords('2026-11-23T09:00:00Z', now, 'pl')).toBe('poniedziałek, 23 listopada, od 10:00')
  expect(readyWords('2026-11-21T16:30:00Z', now, 'en')).toBe('today from 17:30')
})

test('midnight in Warsaw decides, not in London', () => {
  expect(readyWords('2026-11-21T23:15:00Z', '2026-11-21T22:30:00Z', 'pl')).toBe('jutro od 00:15')
})

test('a page that lay open over night does not promise the past as the future', () => {
  expect(readyWords('2026-11-20T16:30:00Z', now, 'pl')).toBe('wczoraj, 17:30')
})

test('a hold counts down to nothing and not below', () => {
  expect(minutesUntil('2026-11-21T14:20:30Z', Date.parse(now))).toBe(15)
  expect(minutesUntil('2026-11-21T14:00:00Z', Date.parse(now))).toBe(0)
})
