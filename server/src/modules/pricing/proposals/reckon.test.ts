import { PPM } from '@splot/kernel'
import { assert, constantFrom, integer, option, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { place } from './factors/place.ts'
import { reckon, type Bounds } from './reckon.ts'
import type { FactorInputs, ProposalTerms } from './types.ts'

const HERE = '01900000-0000-7000-8000-000000000001' as NonNullable<FactorInputs['location']>
const ELSEWHERE = '01900000-0000-7000-8000-000000000002' as NonNullable<FactorInputs['location']>

const terms = (more: Partial<ProposalTerms> = {}): ProposalTerms => ({
  currency: 'PLN',
  skus: [],
  categories: [],
  factors: [{ kind: 'place', locations: [HERE], ppm: -50_000 }],
  floorPpm: 900_000,
  ceilingPpm: 1_200_000,
  floorMinor: 1,
  dailyPpm: 50_000,
  leastPpm: 0,
  omnibus: 'keep_lowest',
  channels: { kind: 'differ', from: 'web', ppm: 50_000, reason: 'rent' },
  mode: 'live',
  approval: { kind: 'person' },
  ...more,
})
const inputs = (more: Partial<FactorInputs> = {}): FactorInputs => ({
  regularMinor: 10_000,
  available: 1,
  sold: 1,
  ageDays: 1,
  location: HERE,
  weekday: 1,
  minutes: 600,
  competitor: null,
  ...more,
})
const bounds = (more: Partial<Bounds> = {}): Bounds => ({
  currentMinor: 10_000,
  dayAgoMinor: 10_000,
  lowestMinor: 9_000,
  otherListMinor: 10_000,
  costGrossMinor: null,
  ...more,
})

test('a place speaks for the lists of the places that it names, and for no other list', () => {
  const factor = { kind: 'place', locations: [HERE], ppm: -50_000 } as const
  expect(place(factor, inputs())).toEqual({ ppm: -50_000, why: { locationId: HERE } })
  expect(place(factor, inputs({ location: ELSEWHERE }))).toBeUndefined()
  expect(place(factor, inputs({ location: null }))).toBeUndefined()
  expect(reckon(terms(), inputs(), bounds())).toMatchObject({ minor: 9_500, unmet: [] })
  // Whatever it asked for before: elsewhere the price goes back to the regular one.
  expect(
    reckon(terms(), inputs({ location: ELSEWHERE }), bounds({ currentMinor: 9_700, dayAgoMinor: 9_700 }))
      ?.minor,
  ).toBe(10_000)
})

test('a web price that fell by half draws nothing beyond a day, the floor or the lowest price; that it was left behind is told', () => {
  const fallen = reckon(terms(), inputs(), bounds({ otherListMinor: 5_000 }))
  expect(fallen).toMatchObject({ minor: 9_500, unmet: ['channels'], factors: { unmet: ['channels'] } })
  expect(
    reckon(terms({ dailyPpm: 500_000 }), inputs(), bounds({ otherListMinor: 5_000, lowestMinor: 9_200 })),
  ).toMatchObject({ minor: 9_200, unmet: ['channels'] })
})

test('what people have changed by more than a day allows is not taken back; it only goes no further', () => {
  const byHand = bounds({ currentMinor: 7_000, otherListMinor: null, lowestMinor: null })
  expect(reckon(terms(), inputs({ regularMinor: 7_000 }), byHand)).toBeUndefined()
})

const minor = integer({ min: 1, max: 1_000_000 })
const share = integer({ min: 0, max: 2 * PPM })
const anything = record({
  asked: integer({ min: -PPM, max: 2 * PPM }),
  floorPpm: integer({ min: 0, max: PPM }),
  ceilingPpm: integer({ min: PPM, max: 2 * PPM }),
  floorMinor: minor,
  dailyPpm: share,
  leastPpm: constantFrom(0, 10_000),
  aboveCostPpm: option(share, { nil: undefined }),
  omnibus: constantFrom<ProposalTerms['omnibus']>('tell', 'keep_lowest'),
  apart: option(share, { nil: undefined }),
  regularMinor: minor,
  currentMinor: minor,
  dayAgoMinor: minor,
  lowestMinor: option(minor),
  otherListMinor: option(minor),
  costGrossMinor: option(minor),
})

test('whatever it is told, a step stays within a day and within floor and ceiling, or goes towards them; and every bound is kept or named', () => {
  assert(
    property(anything, (any) => {
      const { currentMinor, regularMinor, aboveCostPpm, apart } = any
      const { asked, floorPpm, ceilingPpm, floorMinor, dailyPpm, leastPpm, omnibus } = any
      const rule = terms({
        factors: [{ kind: 'place', locations: [HERE], ppm: asked }],
        floorPpm,
        ceilingPpm,
        floorMinor,
        dailyPpm,
        leastPpm,
        omnibus,
        ...(aboveCostPpm !== undefined && { aboveCostPpm }),
        channels:
          apart === undefined
            ? { kind: 'equal' }
            : { kind: 'differ', from: 'web', ppm: apart, reason: 'rent' },
      })
      const answer = reckon(rule, inputs({ regularMinor }), any)
      const becomes = answer?.minor ?? currentMinor
      const of = (whole: number, ppm: number) => Math.round((whole * ppm) / PPM)
      const isWithin = (from: number, to: number) => becomes >= from && becomes <= to
      const isTowards = (from: number, to: number) =>
        currentMinor < from
          ? isWithin(currentMinor, to)
          : currentMinor > to
            ? isWithin(from, currentMinor)
            : isWithin(from, to)
      const daily = [of(any.dayAgoMinor, PPM - dailyPpm), of(any.dayAgoMinor, PPM + dailyPpm)] as const
      // The floor in grosze may lie above the others.
      const floor = Math.max(floorMinor, of(regularMinor, floorPpm))
      const ceiling = Math.max(floorMinor, of(regularMinor, ceilingPpm))
      expect(isTowards(...daily)).toBe(true)
      expect(isTowards(floor, ceiling)).toBe(true)
      expect(becomes).toBeGreaterThanOrEqual(1)
      if (!answer) return
      const kept = (bound: string, from: number, to: number) =>
        expect(isWithin(from, to) || answer.unmet.includes(bound)).toBe(true)
      kept('least', floorMinor, Infinity)
      kept('floor_and_ceiling', of(regularMinor, floorPpm), of(regularMinor, ceilingPpm))
      if (omnibus === 'keep_lowest' && any.lowestMinor !== null) {
        kept('omnibus', any.lowestMinor, Infinity)
        expect(becomes).toBeGreaterThanOrEqual(Math.min(any.lowestMinor, currentMinor, ceiling))
      }
      if (apart !== undefined && any.otherListMinor !== null)
        kept('channels', of(any.otherListMinor, PPM - apart), of(any.otherListMinor, PPM + apart))
      if (aboveCostPpm !== undefined && any.costGrossMinor !== null)
        kept(
          'cost',
          Math.min(
            Math.ceil((any.costGrossMinor * (PPM + aboveCostPpm)) / PPM),
            Math.max(currentMinor, regularMinor),
          ),
          Infinity,
        )
    }),
    { numRuns: 2_000 },
  )
})
