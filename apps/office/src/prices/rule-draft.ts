import { PPM } from '@splot/kernel'
import type { Posted } from '../api/types.ts'
import { scaled } from '../page/scaled.ts'
import { minutesOf, timeField } from '../promotions/moments.ts'
import type { ProposalRule } from './queries.ts'

export type WantedRule = Posted<'/v1/prices/proposal-rules'>
type Terms = WantedRule['terms']
export type Factor = Terms['factors'][number]

export const factorKinds = ['stock_cover', 'age', 'hour', 'place', 'competitor'] as const
export type FactorKind = (typeof factorKinds)[number]

/** A number as it stands in its field; NaN while the field is empty. Percentages are percents, days are days. */
export type Figure = number

/** A band of stock cover: so many days or more, fewer than so many (either may be open), and what the price does. */
export interface CoverBand {
  readonly from: Figure
  readonly below: Figure
  readonly percent: Figure
}

/** A factor as its form says it. */
export type FactorDraft =
  | { readonly kind: 'stock_cover'; readonly bands: readonly CoverBand[] }
  | { readonly kind: 'age'; readonly bands: readonly { readonly from: Figure; readonly percent: Figure }[] }
  | {
      readonly kind: 'hour'
      readonly weekdays: readonly number[]
      /** Of time fields. */
      readonly from: string
      readonly until: string
      readonly percent: Figure
    }
  | { readonly kind: 'place'; readonly locations: readonly string[]; readonly percent: Figure }
  | { readonly kind: 'competitor'; readonly undercut: Figure; readonly limit: Figure }

/** A rule of proposals as its form says it. */
export interface RuleDraft {
  readonly name: string
  /** Code of the list. */
  readonly list: string
  readonly categories: readonly string[]
  readonly skus: readonly string[]
  readonly factors: readonly FactorDraft[]
  /** Percents of the regular price. */
  readonly floor: Figure
  readonly ceiling: Figure
  /** In the major unit of the currency of the list. */
  readonly floorAmount: Figure
  /** Percents above what a piece costs the retailer; NaN: costs do not count. */
  readonly aboveCost: Figure
  readonly daily: Figure
  readonly least: Figure
  readonly omnibus: Terms['omnibus']
  readonly channels: 'equal' | 'differ'
  readonly from: string | null
  readonly apart: Figure
  readonly reason: string
  readonly mode: Terms['mode']
  readonly approval: 'person' | 'rule'
  readonly within: Figure
  readonly enabled: boolean
}

/** Monday to Sunday, as ISO counts them. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** A new rule begins in the shadow, with bounds that keep prices near what people have set. */
export const noRule: RuleDraft = {
  name: '',
  list: '',
  categories: [],
  skus: [],
  factors: [],
  floor: 70,
  ceiling: 120,
  floorAmount: 1,
  aboveCost: Number.NaN,
  daily: 10,
  least: 1,
  omnibus: 'keep_lowest',
  channels: 'equal',
  from: null,
  apart: 5,
  reason: '',
  mode: 'shadow',
  approval: 'person',
  within: 3,
  enabled: true,
}

/** What a factor that is added says at first. */
export function newFactor(kind: FactorKind): FactorDraft {
  switch (kind) {
    case 'stock_cover':
      return {
        kind,
        bands: [
          { from: Number.NaN, below: 14, percent: 5 },
          { from: 90, below: Number.NaN, percent: -15 },
        ],
      }
    case 'age':
      return { kind, bands: [{ from: 90, percent: -10 }] }
    case 'hour':
      return { kind, weekdays: [...weekdays], from: '20:00', until: '22:00', percent: -10 }
    case 'place':
      return { kind, locations: [], percent: 2 }
    case 'competitor':
      return { kind, undercut: 0, limit: 10 }
  }
}

const PPM_OF_PERCENT = PPM / 100
const MINOR_OF_MAJOR = 100
const ppmOf = (percent: Figure): number => scaled(percent, PPM_OF_PERCENT)
const percentOf = (ppm: number): Figure => ppm / PPM_OF_PERCENT

function factorDraftOf(factor: Factor): FactorDraft {
  switch (factor.kind) {
    case 'stock_cover':
      return {
        kind: factor.kind,
        bands: factor.bands.map(({ belowDays, aboveDays, ppm }) => ({
          from: aboveDays ?? Number.NaN,
          below: belowDays ?? Number.NaN,
          percent: percentOf(ppm),
        })),
      }
    case 'age':
      return {
        kind: factor.kind,
        bands: factor.bands.map(({ fromDays, ppm }) => ({ from: fromDays, percent: percentOf(ppm) })),
      }
    case 'hour':
      return {
        kind: factor.kind,
        weekdays: factor.weekdays,
        from: timeField(factor.from),
        until: timeField(factor.until),
        percent: percentOf(factor.ppm),
      }
    case 'place':
      return { kind: factor.kind, locations: factor.locations, percent: percentOf(factor.ppm) }
    case 'competitor':
      return {
        kind: factor.kind,
        undercut: percentOf(factor.undercutPpm),
        limit: percentOf(factor.limitPpm),
      }
  }
}

/** A form filled with what a rule says; `list` is the code of its list. */
export function draftOf({ name, terms, enabled }: ProposalRule, list: string): RuleDraft {
  const { channels, approval } = terms
  return {
    name,
    list,
    categories: terms.categories,
    skus: terms.skus,
    factors: terms.factors.map(factorDraftOf),
    floor: percentOf(terms.floorPpm),
    ceiling: percentOf(terms.ceilingPpm),
    floorAmount: terms.floorMinor / MINOR_OF_MAJOR,
    aboveCost: terms.aboveCostPpm === undefined ? Number.NaN : percentOf(terms.aboveCostPpm),
    daily: percentOf(terms.dailyPpm),
    least: percentOf(terms.leastPpm),
    omnibus: terms.omnibus,
    channels: channels.kind,
    from: channels.kind === 'differ' ? channels.from : null,
    apart: channels.kind === 'differ' ? percentOf(channels.ppm) : noRule.apart,
    reason: channels.kind === 'differ' ? channels.reason : '',
    mode: terms.mode,
    approval: approval.kind,
    within: approval.kind === 'rule' ? percentOf(approval.withinPpm) : noRule.within,
    enabled,
  }
}

const whole = (value: Figure): boolean => Number.isInteger(value)
const given = (value: Figure): boolean => Number.isFinite(value)

/** Whether every field of a factor is filled in, and its bounds are in order. */
export function isWhole(factor: FactorDraft): boolean {
  switch (factor.kind) {
    case 'stock_cover':
      return (
        factor.bands.length > 0 &&
        factor.bands.every(
          ({ from, below, percent }) =>
            given(percent) &&
            (whole(from) || whole(below)) &&
            (!given(from) || whole(from)) &&
            (!given(below) || whole(below)) &&
            !(below <= from),
        )
      )
    case 'age':
      return (
        factor.bands.length > 0 && factor.bands.every(({ from, percent }) => whole(from) && given(percent))
      )
    case 'hour':
      return (
        factor.weekdays.length > 0 &&
        given(minutesOf(factor.from)) &&
        given(minutesOf(factor.until)) &&
        factor.from !== factor.until &&
        given(factor.percent)
      )
    case 'place':
      return factor.locations.length > 0 && given(factor.percent)
    case 'competitor':
      return factor.undercut >= 0 && factor.limit > 0
  }
}

function factorOf(factor: FactorDraft): Factor {
  switch (factor.kind) {
    case 'stock_cover':
      return {
        kind: factor.kind,
        bands: factor.bands.map(({ from, below, percent }) => ({
          ...(given(from) && { aboveDays: from }),
          ...(given(below) && { belowDays: below }),
          ppm: ppmOf(percent),
        })),
      }
    case 'age':
      return {
        kind: factor.kind,
        bands: factor.bands.map(({ from, percent }) => ({ fromDays: from, ppm: ppmOf(percent) })),
      }
    case 'hour':
      return {
        kind: factor.kind,
        weekdays: [...factor.weekdays],
        from: minutesOf(factor.from),
        until: minutesOf(factor.until),
        ppm: ppmOf(factor.percent),
      }
    case 'place':
      return { kind: factor.kind, locations: [...factor.locations], ppm: ppmOf(factor.percent) }
    case 'competitor':
      return { kind: factor.kind, undercutPpm: ppmOf(factor.undercut), limitPpm: ppmOf(factor.limit) }
  }
}

/** The shortest reason that the API takes. */
const LEAST_REASON = 3

/** What is missing or wrong; `factors` tells it of each. */
export interface RuleFlaws {
  readonly name: boolean
  readonly list: boolean
  readonly noFactor: boolean
  readonly factors: readonly boolean[]
  readonly floor: boolean
  readonly ceiling: boolean
  readonly floorAmount: boolean
  readonly daily: boolean
  readonly least: boolean
  readonly from: boolean
  readonly apart: boolean
  readonly reason: boolean
  readonly within: boolean
}

function flawsOf(draft: RuleDraft): RuleFlaws {
  const differs = draft.channels === 'differ'
  return {
    name: draft.name.trim() === '',
    list: draft.list === '',
    noFactor: draft.factors.length === 0,
    factors: draft.factors.map((factor) => !isWhole(factor)),
    floor: !(draft.floor >= 0 && draft.floor <= 100),
    ceiling: !(draft.ceiling >= 100 && draft.ceiling <= 200),
    floorAmount: !(draft.floorAmount >= 0.01),
    daily: !(draft.daily > 0),
    least: !(draft.least >= 0),
    from: differs && draft.from === null,
    apart: differs && !(draft.apart >= 0),
    reason: differs && draft.reason.trim().length < LEAST_REASON,
    within: draft.mode === 'live' && draft.approval === 'rule' && !(draft.within > 0),
  }
}

/** The rule that a form says, in the currency of its list, or what is missing. The server checks again, and knows more. */
export function ruleOf(draft: RuleDraft, currency: string): { body: WantedRule } | { flaws: RuleFlaws } {
  const { factors, ...flaws } = flawsOf(draft)
  if (Object.values(flaws).some(Boolean) || factors.some(Boolean)) return { flaws: { ...flaws, factors } }
  const { from, reason } = draft
  return {
    body: {
      name: draft.name.trim(),
      list: draft.list,
      enabled: draft.enabled,
      terms: {
        currency,
        skus: [...draft.skus],
        categories: [...draft.categories],
        factors: draft.factors.map(factorOf),
        floorPpm: ppmOf(draft.floor),
        ceilingPpm: ppmOf(draft.ceiling),
        floorMinor: scaled(draft.floorAmount, MINOR_OF_MAJOR),
        ...(given(draft.aboveCost) && { aboveCostPpm: ppmOf(draft.aboveCost) }),
        dailyPpm: ppmOf(draft.daily),
        leastPpm: ppmOf(draft.least),
        omnibus: draft.omnibus,
        channels:
          draft.channels === 'differ' && from !== null
            ? { kind: 'differ', from, ppm: ppmOf(draft.apart), reason: reason.trim() }
            : { kind: 'equal' },
        mode: draft.mode,
        approval:
          draft.approval === 'rule' && given(draft.within)
            ? { kind: 'rule', withinPpm: ppmOf(draft.within) }
            : { kind: 'person' },
      },
    },
  }
}

/** The same rule as the API takes it, switched on or off. */
export const switched = ({ name, terms, enabled }: ProposalRule, list: string): WantedRule => ({
  name,
  list,
  terms,
  enabled: !enabled,
})
