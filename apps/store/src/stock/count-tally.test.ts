import { expect, test } from 'vitest'
import { tallyOf } from './count-tally.ts'
import { add, counted, emptyDraft } from './draft.ts'

test('her own figures stand at once, those of others as they are heard of, and the rest is still to count', () => {
  const lines = [
    { sku: 'MINE', counted: 3 },
    { sku: 'OF-OTHERS', counted: 4 },
    { sku: 'LEFT', counted: null },
  ]
  const mine = counted(add(add(emptyDraft, '5901234123457', 2), 'FOUND-HERE', 1))
  const tally = tallyOf(lines, mine, (code) => (code === '5901234123457' ? 'MINE' : code))
  expect(tally.counted).toEqual([
    { sku: 'FOUND-HERE', mine: 1, all: null },
    { sku: 'MINE', mine: 2, all: 3 },
    { sku: 'OF-OTHERS', mine: null, all: 4 },
  ])
  expect(tally.left).toEqual(['LEFT'])
})
