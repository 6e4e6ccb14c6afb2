import { expect, test } from 'vitest'
import { differencesOf } from './differences.ts'
import type { Rule } from './queries.ts'

const rule = (scope: Rule['scope'], terms: Rule['terms'], channelId: string | null = null): Rule => ({
  scope,
  channelId,
  terms,
})

test('the same rules in another order, written in another order, do not differ', () => {
  const one = rule({}, { safety: 2, backorder: { against: 'open', leadDays: 3 } })
  const same = rule({}, { backorder: { leadDays: 3, against: 'open' }, safety: 2 })
  const other = rule({ sku: 'A' }, { safety: 1 })
  expect(differencesOf([one, other], [other, same])).toEqual([])
})

test('a new, a changed and a removed rule are told apart by what they are about', () => {
  const kept = rule({ sku: 'A' }, { safety: 1 })
  const changed = rule({ sku: 'A' }, { safety: 4 })
  const ofChannel = rule({ sku: 'A' }, { buffer: 1 }, 'web')
  const gone = rule({ category: 'koszule' }, { safety: 1 })
  expect(differencesOf([kept, gone], [changed, ofChannel])).toEqual([
    { kind: 'changed', before: kept, after: changed },
    { kind: 'added', after: ofChannel },
    { kind: 'gone', before: gone },
  ])
})
