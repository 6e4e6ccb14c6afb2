import { expect, test } from 'vitest'
import { withdrawalEnds } from './withdrawal.ts'

test.each([
  ['2026-11-02T08:00:00Z', '2026-11-16T23:00:00Z'],
  ['2026-11-02T22:59:59Z', '2026-11-16T23:00:00Z'],
  // In Warsaw this is the next day already.
  ['2026-11-02T23:00:00Z', '2026-11-17T23:00:00Z'],
  // Over the night in which the clock goes back an hour.
  ['2026-10-20T10:00:00Z', '2026-11-03T23:00:00Z'],
])('what began at %s may be given up until %s, the end of the fourteenth day', (began, ends) => {
  expect(withdrawalEnds(new Date(began))).toEqual(new Date(ends))
})
