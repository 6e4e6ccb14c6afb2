import { expect, test } from 'vitest'
import { draftOf, factorKinds, isWhole, newFactor, noRule, ruleOf, type RuleDraft } from './rule-draft.ts'

const draft: RuleDraft = {
  ...noRule,
  name: 'Zalegający towar',
  list: 'standard',
  categories: ['plaszcze'],
  factors: factorKinds
    .map(newFactor)
    .map((factor) => (factor.kind === 'place' ? { ...factor, locations: ['waw1'] } : factor)),
}

test('a form becomes a rule: percents to parts per million, amounts to minor units, clock times to minutes', () => {
  const wanted = ruleOf(draft, 'PLN')
  expect(wanted).toMatchObject({
    body: {
      list: 'standard',
      enabled: true,
      terms: {
        currency: 'PLN',
        categories: ['plaszcze'],
        floorPpm: 700_000,
        ceilingPpm: 1_200_000,
        floorMinor: 100,
        dailyPpm: 100_000,
        leastPpm: 10_000,
        channels: { kind: 'equal' },
        mode: 'shadow',
        approval: { kind: 'person' },
        factors: [
          {
            kind: 'stock_cover',
            bands: [
              { belowDays: 14, ppm: 50_000 },
              { aboveDays: 90, ppm: -150_000 },
            ],
          },
          { kind: 'age', bands: [{ fromDays: 90, ppm: -100_000 }] },
          { kind: 'hour', weekdays: [1, 2, 3, 4, 5, 6, 7], from: 1_200, until: 1_320, ppm: -100_000 },
          { kind: 'place', locations: ['waw1'], ppm: 20_000 },
          { kind: 'competitor', undercutPpm: 0, limitPpm: 100_000 },
        ],
      },
    },
  })
})

test('a rule that is opened and saved says what it said', () => {
  const first = ruleOf(
    {
      ...draft,
      channels: 'differ',
      from: 'web',
      apart: 7.5,
      reason: 'rent',
      aboveCost: 12.5,
      mode: 'live',
      approval: 'rule',
    },
    'PLN',
  )
  if ('flaws' in first) throw new Error('the form is whole')
  const { name, terms, enabled } = first.body
  const results = {
    shadow: 0,
    proposed: 0,
    applied: 0,
    rejected: 0,
    outdated: 0,
    raised: 0,
    lowered: 0,
    averagePpm: null,
  }
  const opened = draftOf({ id: 'r', name, terms, enabled, version: 2, listId: 'l', results }, 'standard')
  expect(ruleOf(opened, 'PLN')).toEqual(first)
  expect(first.body.terms).toMatchObject({
    channels: { kind: 'differ', from: 'web', ppm: 75_000, reason: 'rent' },
    aboveCostPpm: 125_000,
    approval: { kind: 'rule', withinPpm: 30_000 },
  })
})

test('what is missing is told field by field, of each factor by itself', () => {
  const wanted = ruleOf(
    {
      ...noRule,
      factors: [newFactor('age'), newFactor('place')],
      floor: 110,
      ceiling: 90,
      daily: Number.NaN,
      channels: 'differ',
      mode: 'live',
      approval: 'rule',
      within: Number.NaN,
    },
    'PLN',
  )
  expect(wanted).toEqual({
    flaws: {
      name: true,
      list: true,
      noFactor: false,
      factors: [false, true],
      floor: true,
      ceiling: true,
      floorAmount: false,
      daily: true,
      least: false,
      from: true,
      apart: false,
      reason: true,
      within: true,
    },
  })
})

test('a band of cover is bounded at least on one side, and its end comes after its beginning', () => {
  const cover = (from: number, below: number) =>
    isWhole({ kind: 'stock_cover', bands: [{ from, below, percent: 5 }] })
  expect(cover(Number.NaN, 14)).toBe(true)
  expect(cover(14, 30)).toBe(true)
  expect(cover(Number.NaN, Number.NaN)).toBe(false)
  expect(cover(30, 14)).toBe(false)
  expect(isWhole({ kind: 'stock_cover', bands: [] })).toBe(false)
})
