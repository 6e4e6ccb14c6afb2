import { DAY_MS, HOME_ZONE, MINUTE_MS, wallClock, weekdayOf } from '@splot/kernel'
import { compileRules, priceBasket, type Promotion } from '@splot/rules'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantsOfHours } from './instants.ts'

const byHours = (weekdays: readonly number[], from: number, until: number): Promotion => ({
  id: 'night',
  version: 1,
  name: 'Noc',
  label: { pl: 'Noc', en: 'Night' },
  priority: 1,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [{ kind: 'hours', weekdays, from, until }],
  action: { kind: 'line_percent', ppm: 100_000 },
})
const line = {
  lineId: 'a',
  sku: 'TEE-M',
  product: 'tee',
  categories: [],
  attributes: {},
  quantity: 1,
  unitMinor: 10_000,
  taxLetter: 'A',
  taxPpm: 230_000,
  fulfilment: 'ship',
} as const

/** The minutes at which a basket begins to cost something else, asked one by one. */
function turnsAsked(promotion: Promotion, from: Date, until: Date): number[] {
  const rules = compileRules({ version: 1, promotions: [promotion] })
  const priceAt = (at: number) => {
    const { date, minutes } = wallClock(new Date(at), HOME_ZONE)
    const world = { channel: 'web', location: null, segments: [], groups: [], firstOrder: null, tender: null }
    return priceBasket({ currency: 'PLN', lines: [line], shipping: null, coupons: [] }, rules, {
      ...world,
      at,
      weekday: weekdayOf(date),
      minutes,
    }).grossMinor
  }
  const turns: number[] = []
  for (let at = from.getTime(); at < until.getTime(); at += MINUTE_MS)
    if (priceAt(at) !== priceAt(at - MINUTE_MS)) turns.push(at)
  return turns
}

test('no turn of hours is missed, neither when clocks go forward nor when they go back and an hour comes twice', () => {
  const minutes = fc.oneof(fc.integer({ min: 0, max: 1_440 }), fc.integer({ min: 90, max: 200 }))
  const weekdays = fc.subarray([5, 6, 7, 1], { minLength: 1 })
  fc.assert(
    fc.property(
      fc.constantFrom('2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z', '2026-11-21T12:00:00Z'),
      weekdays,
      minutes,
      minutes,
      (noon, days, from, until) => {
        fc.pre(from !== until)
        const begins = new Date(noon)
        const ends = new Date(begins.getTime() + DAY_MS)
        const promotion = byHours(days, from, until)
        const noted = new Set(instantsOfHours([promotion], begins, ends).map((at) => at.getTime()))
        expect(turnsAsked(promotion, begins, ends).filter((at) => !noted.has(at))).toEqual([])
        // Nor is more looked at than there is to see, but for the change of clocks.
        expect(noted.size).toBeLessThanOrEqual(noon.includes('11-21') ? 4 : 8)
      },
    ),
    {
      numRuns: 40,
      examples: [
        ['2026-03-28T12:00:00Z', [7], 150, 600],
        ['2026-10-24T12:00:00Z', [6], 1_320, 150],
      ],
    },
  )
})
