import { expect, test } from 'vitest'
import { differencesOf } from './differences.ts'

const line = (sku: string, written: number, received: number, damaged = 0) => ({
  sku,
  written,
  received,
  damaged,
})

test('each way in which a line differs wants its own reason', () => {
  expect(
    differencesOf([line('A', 5, 5), line('B', 5, 3), line('C', 5, 6), line('D', 0, 2), line('E', 5, 4, 1)]),
  ).toEqual([
    { sku: 'B', kind: 'short', quantity: 2 },
    { sku: 'C', kind: 'over', quantity: 1 },
    { sku: 'D', kind: 'unexpected', quantity: 2 },
    { sku: 'E', kind: 'damaged', quantity: 1 },
  ])
  expect(differencesOf([line('F', 5, 2, 1)])).toEqual([
    { sku: 'F', kind: 'short', quantity: 2 },
    { sku: 'F', kind: 'damaged', quantity: 1 },
  ])
})
