import { expect, test } from 'vitest'
import { context } from '../../test/basket-of.ts'
import { hours } from './hours.ts'

const [SATURDAY, SUNDAY, MONDAY] = [6, 7, 1]
const at = (weekday: number, hour: number, minute = 0) => context({ weekday, minutes: hour * 60 + minute })

test('a window of the day begins with its first minute and ends before its last', () => {
  const counts = hours({ kind: 'hours', weekdays: [SATURDAY], from: 600, until: 840 })
  expect([at(SATURDAY, 9, 59), at(SATURDAY, 10), at(SATURDAY, 13, 59), at(SATURDAY, 14)].map(counts)).toEqual(
    [false, true, true, false],
  )
  expect([at(SUNDAY, 10), at(MONDAY, 10)].map(counts)).toEqual([false, false])
})

test('a window over midnight begins with its first minute, and ends before its last on the next day', () => {
  const counts = hours({ kind: 'hours', weekdays: [SUNDAY], from: 1_320, until: 120 })
  expect([at(SUNDAY, 21, 59), at(SUNDAY, 22), at(SUNDAY, 23, 59)].map(counts)).toEqual([false, true, true])
  expect([at(MONDAY, 0), at(MONDAY, 1, 59), at(MONDAY, 2)].map(counts)).toEqual([true, true, false])
  // The hours after midnight belong to the evening before.
  expect([at(SUNDAY, 1), at(MONDAY, 22)].map(counts)).toEqual([false, false])
})
