import { runGolden, type GoldenCase } from '@splot/rules/golden/run'
import { expect, test } from 'vitest'
import { compareCounted } from './compare.ts'

const basketOf = (name: string): GoldenCase => ({
  name,
  shows: 'One shirt costs what it costs.',
  lines: [{ sku: 'A' }],
  rules: [],
  expect: { total: 10_000 },
})
const cases = ['first', 'second', 'third'].map(basketOf)
const { text } = runGolden(cases)

test('a till that counts the same bytes is right about every basket', () => {
  expect(compareCounted(cases, text, text)).toEqual({ same: 3, all: 3, differing: [] })
})

test('one other byte names its basket, and an answer that is too short names all that are missing', () => {
  const [, second = ''] = text.split('\n')
  const other = text.replace(second, second.replace('10000', '10001'))
  expect(compareCounted(cases, other, text)).toEqual({ same: 2, all: 3, differing: ['second'] })
  expect(compareCounted(cases, '', text)).toEqual({
    same: 0,
    all: 3,
    differing: ['first', 'second', 'third'],
  })
})
