import { expect, test } from 'vitest'
import {
  cancellableIn,
  finalStates,
  mayMove,
  orderStateNames,
  orderStates,
  payableIn,
  pickableIn,
  returnableIn,
  statesBefore,
} from './states.ts'

test('every move of the table leads to a state of the table, and none leads nowhere', () => {
  for (const state of orderStateNames) {
    for (const next of orderStates[state].next) expect(orderStateNames).toContain(next)
    expect(orderStates[state].next).not.toContain(state)
  }
})

test('every state can be reached from placed, and every order can end', () => {
  const reached = new Set(['placed'])
  for (const state of reached) for (const next of orderStates[state as 'placed'].next) reached.add(next)
  expect([...reached].sort()).toEqual([...orderStateNames].sort())
  const ends = new Set<string>(finalStates)
  for (let grew = true; grew;) {
    const more = orderStateNames.filter(
      (state) => !ends.has(state) && orderStates[state].next.some((next) => ends.has(next)),
    )
    for (const state of more) ends.add(state)
    grew = more.length > 0
  }
  expect(ends.size).toBe(orderStateNames.length)
})

test('the guard of a move is the table read backwards', () => {
  for (const to of orderStateNames) {
    expect(statesBefore(to)).toEqual(orderStateNames.filter((from) => mayMove(from, to)))
  }
  expect(statesBefore('placed')).toEqual([])
})

test('what may be done in a state fits the moves it makes', () => {
  expect(statesBefore('cancelled')).toEqual([...cancellableIn])
  for (const state of payableIn) expect(mayMove(state, 'confirmed')).toBe(true)
  for (const state of pickableIn) expect(state === 'picking' || mayMove(state, 'picking')).toBe(true)
  for (const state of returnableIn) expect([...cancellableIn]).not.toContain(state)
})

test('every state has words in both languages', () => {
  for (const { words } of Object.values(orderStates)) {
    expect(words.pl).toMatch(/\S/)
    expect(words.en).toMatch(/\S/)
  }
})
