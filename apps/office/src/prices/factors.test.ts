import { expect, test } from 'vitest'
import { figuresOf } from './factors.ts'

test('the figures behind a proposal are read as the engine writes them', () => {
  const figures = figuresOf({
    said: [{ kind: 'stock_cover', ppm: -150_000, why: { available: 40, sold: 2, coverDays: null } }],
    regularMinor: 10_000,
    askedMinor: 8_500,
    held: [{ bound: 'daily', minor: 9_000 }],
    dayAgoMinor: 10_000,
    lowest30Minor: null,
    becomesLowest: false,
    unmet: ['channels'],
  })
  expect(figures.unmet).toEqual(['channels'])
  expect(figures).toMatchObject({ regularMinor: 10_000, lowest30Minor: null, held: [{ bound: 'daily' }] })
  expect(figures.said).toEqual([
    {
      kind: 'stock_cover',
      ppm: -150_000,
      why: [
        ['available', '40'],
        ['sold', '2'],
      ],
    },
  ])
})

test('figures of another engine are left out, not misread', () => {
  expect(figuresOf({ said: 'much', held: [{ bound: 'moon' }] })).toEqual({
    said: [],
    regularMinor: null,
    askedMinor: null,
    dayAgoMinor: null,
    lowest30Minor: null,
    costGrossMinor: null,
    becomesLowest: false,
    held: [],
    unmet: [],
  })
})
