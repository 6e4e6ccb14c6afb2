import { expect, test } from 'vitest'
import { Attempts, endingOf } from './attempt.ts'

const wish = (total: number) => ({ contact: { name: 'Anna' }, expectedTotal: total })

test('a lost answer is asked for again under the same key', () => {
  const attempts = new Attempts()
  const key = attempts.keyFor(wish(100))
  attempts.ended(endingOf(undefined, undefined))
  expect(attempts.keyFor(wish(100))).toBe(key)
  attempts.ended(endingOf(503, 'unavailable'))
  expect(attempts.keyFor(wish(100))).toBe(key)
})

test('after a "no", and with another wish, it is a new try', () => {
  const attempts = new Attempts()
  const key = attempts.keyFor(wish(100))
  attempts.ended(endingOf(409, 'checkout.total_changed'))
  const next = attempts.keyFor(wish(100))
  expect(next).not.toBe(key)
  expect(attempts.keyFor(wish(120))).not.toBe(next)
})
