import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Fact } from '../api/follow-facts.ts'

const queries = new QueryClient()
// The page's storage and network stand behind this import; what is old is decided without them.
vi.mock('../house.ts', () => ({ queries, api: {}, ask: () => {}, kept: {}, signedInPerson: () => null }))
vi.mock('../use-house.ts', () => ({ useHere: () => ({}) }))
const { readPapersAgain } = await import('./papers.ts')

const keys = [
  ['stock', 'tasks', 'here'],
  ['stock', 'counts', 'I1'],
  ['stock', 'counts', 'I1', 'lines', 'all'],
  ['stock', 'transfers', 'T1'],
  ['stock', 'places'],
]
beforeEach(() => {
  queries.clear()
  for (const key of keys) queries.setQueryData(key, {})
})

const step = (subject: string, verb: string): Fact => ({
  type: 'stockwork.step_done',
  subject,
  data: { verb },
})
const old = () =>
  keys.filter((key) => queries.getQueryState(key)?.isInvalidated).map((key) => key.slice(1).join('/'))

test('a step on a paper makes that paper and the tasks old, and no other paper', () => {
  readPapersAgain([step('T1', 'transfer.ship')])
  expect(old()).toEqual(['tasks/here', 'transfers/T1'])
})

test('while colleagues scan a count, only its figures are read again', () => {
  readPapersAgain([step('I1', 'count.scan')])
  expect(old()).toEqual(['counts/I1'])
})

test('a count that is handed in makes its lines old too', () => {
  readPapersAgain([step('I1', 'count.scan'), step('I1', 'count.submit')])
  expect(old()).toEqual(['tasks/here', 'counts/I1', 'counts/I1/lines/all'])
})

test('facts of orders concern no paper; a stream that begins anew concerns all', () => {
  readPapersAgain([{ type: 'orders.placed', subject: 'T1', data: {} }])
  expect(old()).toEqual([])
  readPapersAgain([null])
  expect(old()).toHaveLength(keys.length)
})
