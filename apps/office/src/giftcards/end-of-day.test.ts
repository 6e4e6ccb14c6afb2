import { expect, test } from 'vitest'
import { endOfDay } from './end-of-day.ts'

test('a card pays until the last moment of its day in Poland, also on the day that the clocks change', () => {
  expect(endOfDay('2027-12-31')).toBe('2027-12-31T22:59:59.999Z')
  expect(endOfDay('2027-07-01')).toBe('2027-07-01T21:59:59.999Z')
  expect(endOfDay('2026-10-25')).toBe('2026-10-25T22:59:59.999Z')
})
