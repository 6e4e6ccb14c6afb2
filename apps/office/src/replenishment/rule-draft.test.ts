import { expect, test } from 'vitest'
import { bodyOf, draftOf, isWhole, ruleKinds, termsOf } from './rule-draft.ts'

test('a new rule of each kind is whole with what is proposed', () => {
  for (const kind of ruleKinds) expect(isWhole({ ...draftOf(null), kind, terms: termsOf[kind] })).toBe(true)
})

test('a maximum that is not above its minimum, a missing figure or an open scope is not whole', () => {
  const draft = draftOf(null)
  expect(isWhole({ ...draft, terms: { min: 5, max: 5 } })).toBe(false)
  expect(isWhole({ ...draft, terms: { min: 5 } })).toBe(false)
  expect(isWhole({ ...draft, goods: 'category' })).toBe(false)
  expect(isWhole({ ...draft, where: 'place' })).toBe(false)
})

test('what a rule reaches is sent alone', () => {
  const draft = draftOf(null)
  expect(bodyOf(draft).scope).toEqual({})
  expect(bodyOf({ ...draft, goods: 'sku', sku: 'A', category: 'old' }).scope).toEqual({ sku: 'A' })
})
