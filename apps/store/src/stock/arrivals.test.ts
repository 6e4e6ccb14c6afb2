import { expect, test } from 'vitest'
import { arrivalsOf, differencesOf, type ExpectedLine, piecesOf } from './arrivals.ts'
import { add, emptyDraft } from './draft.ts'

const line = (sku: string, expected: number | null, received = 0, damaged = 0): ExpectedLine => ({
  sku,
  expected,
  received,
  damaged,
})
const announced = [line('TEE-M', 3, 1), line('TEE-L', 2)]
const asScanned = (code: string) => (code === '5901234123457' ? 'TEE-M' : code)

test('pieces that the server knows, that are on their way and that were just scanned add up', () => {
  const onTheWay = piecesOf({ lines: [{ code: 'TEE-M', quantity: 1 }] })
  const draft = add(emptyDraft, '5901234123457', 1)
  const [first] = arrivalsOf(announced, [...draft.pieces, ...onTheWay], asScanned, false)
  expect(first).toEqual({ sku: 'TEE-M', expected: 3, received: 3, damaged: 0, unsent: 2 })
})

test('what was touched last comes first, then what is missing, then what is complete', () => {
  const lines = [line('DONE', 1, 1), line('MISSING', 1), line('TOUCHED', 5)]
  const seen = arrivalsOf(lines, add(emptyDraft, 'TOUCHED', 1).pieces, asScanned, false)
  expect(seen.map(({ sku }) => sku)).toEqual(['TOUCHED', 'MISSING', 'DONE'])
})

test('every kind of difference is found, and no other', () => {
  const pieces = piecesOf({
    lines: [
      { code: 'TEE-M', quantity: 3 },
      { code: 'TEE-L', quantity: 1, condition: 'damaged' },
      { code: 'HAT', quantity: 1 },
    ],
  })
  expect(differencesOf(arrivalsOf(announced, pieces, asScanned, false))).toEqual([
    { sku: 'TEE-M', kind: 'over', quantity: 1 },
    { sku: 'TEE-L', kind: 'short', quantity: 1 },
    { sku: 'TEE-L', kind: 'damaged', quantity: 1 },
    { sku: 'HAT', kind: 'unexpected', quantity: 1 },
  ])
  expect(differencesOf([line('TEE-M', 2, 2)])).toEqual([])
})

test('a blind paper shows what was counted and nothing of what was announced', () => {
  const seen = arrivalsOf([], add(emptyDraft, 'TEE-M', 2).pieces, asScanned, true)
  expect(seen).toMatchObject([{ sku: 'TEE-M', expected: null, received: 2 }])
  expect(differencesOf(seen)).toEqual([])
})
