import { expect, test } from 'vitest'
import type { Rule } from './queries.ts'
import { draftOf, ruleOf } from './rule-draft.ts'

const whole: Rule = {
  scope: {},
  channelId: null,
  terms: {
    safety: 2,
    backorder: { against: 'open', most: 5, leadDays: 7 },
    holds: { basket: { ttlMs: 900_000, capMs: 3_600_000 } },
  },
}
const ofChannel: Rule = {
  scope: { category: 'koszule', region: 'city:Warszawa' },
  channelId: 'web',
  terms: { buffer: 1, bufferPpm: 125_000, pool: 4 },
}

test('a rule that is opened and saved again says the same', () => {
  for (const rule of [whole, ofChannel]) expect(ruleOf(draftOf(rule))).toEqual({ rule })
})

test('an empty form says nothing, and a buffer without a channel is nobody’s', () => {
  const empty = draftOf(null)
  expect(ruleOf(empty)).toEqual({ flaws: new Set(['terms']) })
  expect(ruleOf({ ...empty, buffer: 3 })).toEqual({ flaws: new Set(['channel']) })
  expect(ruleOf({ ...empty, channelId: 'web', safety: 3 })).toEqual({ flaws: new Set(['safety']) })
  expect(ruleOf({ ...empty, goods: 'sku', safety: 3 })).toEqual({ flaws: new Set(['scope']) })
  expect(ruleOf({ ...empty, backorder: 'open' })).toEqual({ flaws: new Set(['days']) })
})
