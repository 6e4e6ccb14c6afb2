import { expect, test } from 'vitest'
import { openTries } from './open-tries.ts'

const DAY_MS = 24 * 60 * 60_000

function deviceStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  }
}

test('a try without an answer keeps its key over a reload, another wish and another kind have their own', () => {
  const storage = deviceStorage()
  let made = 0
  const keyOf = (wish: string) => openTries(storage).keyOf(wish, () => `key-${(made += 1)}`)
  expect(keyOf('card 10000')).toBe('key-1')
  expect(keyOf('card 10000')).toBe('key-1')
  expect(keyOf('card 5000')).toBe('key-2')
  expect(keyOf('top-up 98 5000')).toBe('key-3')
  const cards = openTries(storage).of('card')
  expect(cards.map(({ wish }) => wish)).toEqual(['card 10000', 'card 5000'])
})

test('one that has ended is over: the same wish of the next customer is another try', () => {
  const tries = openTries(deviceStorage())
  tries.keyOf('card 10000', () => 'first')
  tries.end('card 10000')
  expect(tries.of('card')).toEqual([])
  expect(tries.keyOf('card 10000', () => 'second')).toBe('second')
})

test('what the server may have forgotten is another try, too', () => {
  const storage = deviceStorage()
  openTries(storage, () => 0).keyOf('card 10000', () => 'first')
  const later = openTries(storage, () => 26 * DAY_MS)
  expect(later.of('card')).toEqual([])
  expect(later.keyOf('card 10000', () => 'second')).toBe('second')
})
