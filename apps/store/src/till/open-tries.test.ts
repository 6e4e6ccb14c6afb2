import { expect, test } from 'vitest'
import { openTries } from './open-tries.ts'

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
  const fresh = () => `key-${(made += 1)}`
  expect(openTries(storage).keyOf('card 10000', fresh, 1)).toBe('key-1')
  expect(openTries(storage).keyOf('card 10000', fresh, 2)).toBe('key-1')
  expect(openTries(storage).keyOf('card 5000', fresh, 3)).toBe('key-2')
  expect(openTries(storage).keyOf('top-up 98 5000', fresh, 4)).toBe('key-3')
  expect(
    openTries(storage)
      .of('card')
      .map(({ wish, at }) => [wish, at]),
  ).toEqual([
    ['card 10000', 1],
    ['card 5000', 3],
  ])
})

test('an answer ends it: the same wish of the next customer is another try', () => {
  const tries = openTries(deviceStorage())
  tries.keyOf('card 10000', () => 'first', 1)
  tries.answered('card 10000')
  expect(tries.of('card')).toEqual([])
  expect(tries.keyOf('card 10000', () => 'second', 2)).toBe('second')
})
