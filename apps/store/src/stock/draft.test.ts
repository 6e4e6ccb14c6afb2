import { expect, test } from 'vitest'
import {
  add,
  arrivedLines,
  counted,
  countedLines,
  type Draft,
  emptyDraft,
  rename,
  seal,
  setWhole,
  takeBack,
} from './draft.ts'

const scanned = (...codes: readonly string[]): Draft =>
  codes.reduce((draft, code) => add(draft, code, 1), emptyDraft)

test('scans of one article are one line, and the article in hand stands on top', () => {
  const draft = scanned('TEE-M', 'TEE-L', 'TEE-M')
  expect(draft.pieces.map(({ code, good }) => [code, good])).toEqual([
    ['TEE-M', 2],
    ['TEE-L', 1],
  ])
})

test('damaged pieces go as lines of their own', () => {
  const draft = add(scanned('TEE-M'), 'TEE-M', 2, 'damaged')
  expect(arrivedLines(draft.pieces)).toEqual([
    { code: 'TEE-M', quantity: 1 },
    { code: 'TEE-M', quantity: 2, condition: 'damaged' },
  ])
})

test('a slip is taken back: good pieces first, then damaged ones, then the line is gone', () => {
  const draft = add(scanned('TEE-M'), 'TEE-M', 1, 'damaged')
  const once = takeBack(draft, 'TEE-M', 1)
  expect(once.pieces).toMatchObject([{ good: 0, damaged: 1 }])
  expect(takeBack(once, 'TEE-M', 1).pieces).toEqual([])
  expect(takeBack(once, 'NEVER-SCANNED', 1)).toBe(once)
})

test('a typed heap replaces what was scanned before it, and scans after it add up', () => {
  const draft = add(setWhole(scanned('TEE-M', 'TEE-M'), 'TEE-M', 40), 'TEE-M', 1)
  expect(countedLines(draft.pieces)).toEqual([{ code: 'TEE-M', quantity: 41, whole: true }])
})

test('none at all can be counted', () => {
  expect(countedLines(setWhole(emptyDraft, 'TEE-M', 0).pieces)).toEqual([
    { code: 'TEE-M', quantity: 0, whole: true },
  ])
})

test('what a counter sees does not change when her batches are sent', () => {
  const first = seal(scanned('TEE-M', 'TEE-M', 'TEE-L'))
  expect(first.pieces).toEqual([])
  const second = add(first, 'TEE-M', 3)
  const pieces = (draft: Draft) => counted(draft).map(({ code, good }) => `${code} ${good}`)
  expect(pieces(second)).toEqual(['TEE-M 5', 'TEE-L 1'])
  expect(pieces(seal(second))).toEqual(pieces(second))
  expect(pieces(setWhole(seal(second), 'TEE-L', 7))).toEqual(['TEE-L 7', 'TEE-M 5'])
})

test('a code that gets its name later joins the pieces of that article', () => {
  const draft = rename(scanned('TEE-M', '5901234123457'), '5901234123457', 'TEE-M')
  expect(draft.pieces).toEqual([{ code: 'TEE-M', good: 2, damaged: 0, whole: false }])
})
