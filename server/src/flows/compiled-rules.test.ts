import { expect, test } from 'vitest'
import { compiledRules, MAX_COMPILED } from './compiled-rules.ts'

const set = (version: number) => ({ version, promotions: [] })

test('the rules that sales keep asking for stay ready, however many others come between', () => {
  const wanted = compiledRules(set(1))
  for (let other = 2; other < 3 * MAX_COMPILED; other += 1) {
    compiledRules(set(other))
    expect(compiledRules(set(1))).toBe(wanted)
  }
  for (let other = 1_000; other < 1_000 + MAX_COMPILED; other += 1) compiledRules(set(other))
  expect(compiledRules(set(1))).not.toBe(wanted)
})
