import { expect, test } from 'vitest'
import {
  actionKinds,
  addable,
  conditionKinds,
  emptyDraft,
  errorAt,
  errorsFrom,
  errorsOf,
  isSame,
  newAction,
  newCondition,
  promisesTooMuch,
  type PromotionDraft,
} from './draft.ts'

const summer: PromotionDraft = {
  ...emptyDraft,
  name: 'Lato',
  label: { pl: 'Lato', en: 'Summer' },
  action: { kind: 'line_percent', ppm: 200_000 },
}
const pointers = (draft: PromotionDraft) => errorsOf(draft).map(({ pointer }) => pointer)

test('a new draft says which fields it needs, a complete one is fine', () => {
  expect(pointers(emptyDraft)).toEqual(['/name', '/label/pl', '/label/en', '/action/ppm'])
  expect(errorsOf(summer)).toEqual([])
})

test('whatever is added with empty fields is told, never sent', () => {
  for (const kind of conditionKinds) {
    const found = pointers({ ...summer, conditions: [newCondition(kind)] })
    if (kind === 'first_order') expect(found).toEqual([])
    else expect(found[0]).toMatch(/^\/conditions\/0\//)
  }
  // These are complete as they are proposed: free delivery, 3 for 2, one for one.
  const complete = new Set(['shipping_percent', 'cheapest_free', 'buy_get'])
  for (const kind of actionKinds) {
    const found = pointers({ ...summer, action: newAction(kind) })
    expect(found.length === 0, kind).toBe(complete.has(kind))
  }
})

test('of channel, store, value and their like a promotion has one, of goods as many as it needs', () => {
  const conditions = [newCondition('channel'), newCondition('products')]
  expect(addable(conditionKinds, conditions)).not.toContain('channel')
  expect(addable(conditionKinds, conditions)).toContain('products')
})

test('what the API says of a field is shown at it, also when it means one name of its list', () => {
  const errors = errorsFrom([
    { pointer: '/publish/0/conditions/1/anyOf/3', detail: 'unknown category' },
    { pointer: '/action/ppm', detail: 'too much' },
  ])
  expect(errorAt(errors, '/conditions/1')).toMatchObject({ text: 'unknown category' })
  expect(errorAt(errors, '/action/ppm')).toMatchObject({ text: 'too much' })
  expect(errorAt(errors, '/conditions/10')).toBeUndefined()
})

test('the order of keys is no change, and neither is a key without a value', () => {
  const { name, ...rest } = summer
  expect(isSame(summer, { ...rest, name })).toBe(true)
  expect(isSame(summer, { ...summer, priority: 7 })).toBe(false)
})

test('a public text that names a higher percentage than the promotion gives is told; digits before a % sign alone', () => {
  const told = (text: string, more: Partial<PromotionDraft> = {}) =>
    promisesTooMuch({ ...summer, audience: 'public', ...more }, text)
  expect(['Lato −20 %', 'Lato 20%, razem z kodem 5%', 'Lato 2026', 'Lato'].map((text) => told(text))).toEqual(
    [false, false, false, false],
  )
  expect(['Lato −21 %', 'Lato 20,5%', 'do 70\u00a0%'].map((text) => told(text))).toEqual([true, true, true])
  // Who has to show a code is promised what the code says.
  expect(told('Lato −30 %', { audience: 'code' })).toBe(false)
  const tiers = {
    kind: 'quantity_tiers',
    tiers: [
      { atLeast: 2, ppm: 100_000 },
      { atLeast: 3, ppm: 300_000 },
    ],
  } as const
  expect([told('do 30 %', { action: tiers }), told('do 31 %', { action: tiers })]).toEqual([false, true])
  expect(told('5 % taniej', { action: { kind: 'line_amount', minor: 500 } })).toBe(true)
})
