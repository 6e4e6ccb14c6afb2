import { expect, test } from 'vitest'
import { minutesOf, momentField, momentOf, timeField } from './moments.ts'

test('a moment is typed and shown by the clock of the retailer, in summer and in winter', () => {
  expect(momentOf('2026-07-01T10:00')).toBe(Date.parse('2026-07-01T08:00:00Z'))
  expect(momentOf('2026-12-01T10:00')).toBe(Date.parse('2026-12-01T09:00:00Z'))
  expect(momentField(Date.parse('2026-12-31T23:30:00Z'))).toBe('2027-01-01T00:30')
  expect(momentField(null)).toBe('')
})

test('an hour that a change to summer time skips moves forward', () => {
  expect(momentField(momentOf('2026-03-29T02:30'))).toBe('2026-03-29T03:30')
})

test('what is half filled in says nothing', () => {
  expect(momentOf('')).toBeNull()
  expect(momentOf('2026-07-01')).toBeNull()
  expect(momentOf('2026-07-01T')).toBeNull()
  expect(minutesOf('')).toBeNaN()
})

test('hours are minutes since midnight', () => {
  expect(minutesOf('01:30')).toBe(90)
  expect(timeField(90)).toBe('01:30')
  expect(timeField(1_440)).toBe('00:00')
})
