import type { Currency, Id, LocationId, Ppm, Sku } from '@splot/kernel'
import type { ProposalState } from '../states.ts'
import type { ChangeId, PriceListId } from '../types.ts'

export type ProposalRuleId = Id<'price-proposal-rule'>
export type PriceProposalId = Id<'price-proposal'>

/** What a factor may look at. */
export interface FactorInputs {
  /** The regular price, minor units: factors are shares of it. */
  readonly regularMinor: number
  /** Pieces that can be promised, in all places. */
  readonly available: number
  /** Pieces sold in the last four weeks. */
  readonly sold: number
  /** Whole days since the article was first priced. */
  readonly ageDays: number
  /** Of the place whose list it is; null: a list of all. */
  readonly location: LocationId | null
  /** The wall clock: ISO weekday and minutes since midnight. */
  readonly weekday: number
  readonly minutes: number
  /** The lowest price of others that is not too old; null: nobody is known to have it. */
  readonly competitor: { readonly name: string; readonly minor: number } | null
}

/** What a factor says: a signed share of the regular price, and the figures that made it say so. Undefined: nothing. */
export type FactorAnswer = { readonly ppm: Ppm; readonly why: Readonly<Record<string, unknown>> } | undefined

export type Factor =
  /** Bands of days of cover at the pace of four weeks; the first that holds. */
  | {
      readonly kind: 'stock_cover'
      readonly bands: readonly {
        readonly belowDays?: number
        readonly aboveDays?: number
        readonly ppm: Ppm
      }[]
    }
  /** The oldest band that is reached. */
  | { readonly kind: 'age'; readonly bands: readonly { readonly fromDays: number; readonly ppm: Ppm }[] }
  /** Minutes since midnight, `[from, until)`. */
  | {
      readonly kind: 'hour'
      readonly weekdays: readonly number[]
      readonly from: number
      readonly until: number
      readonly ppm: Ppm
    }
  | { readonly kind: 'place'; readonly locations: readonly string[]; readonly ppm: Ppm }
  /** As low as the cheapest other less `undercutPpm`, and never further than `limitPpm` from the regular price. */
  | { readonly kind: 'competitor'; readonly undercutPpm: Ppm; readonly limitPpm: Ppm }

export interface ProposalTerms {
  readonly currency: Currency
  /** Goods: SKUs and categories; both empty: all of the list. */
  readonly skus: readonly string[]
  readonly categories: readonly string[]
  readonly factors: readonly Factor[]
  /** Shares of the regular price that are never left. */
  readonly floorPpm: Ppm
  readonly ceilingPpm: Ppm
  /** Nothing is ever cheaper than this. */
  readonly floorMinor: number
  /**
   * Never cheaper than what a piece costs the retailer, with VAT, and so much above it; where nobody has said what it costs it never becomes
   * cheaper than it is. Missing: costs do not count.
   */
  readonly aboveCostPpm?: Ppm
  /** How far a price may go from what it was a day ago. */
  readonly dailyPpm: Ppm
  /** Smaller changes are not worth a label. */
  readonly leastPpm: Ppm
  /** `keep_lowest`: never below the lowest presented price of 30 days, from which every later reduction would be counted. */
  readonly omnibus: 'tell' | 'keep_lowest'
  /** All channels alike (the list serves every channel), or by a stated rule: at most so far from another list. */
  readonly channels:
    | { readonly kind: 'equal' }
    | { readonly kind: 'differ'; readonly from: string; readonly ppm: Ppm; readonly reason: string }
  readonly mode: 'shadow' | 'live'
  /** A person decides, or the rule does within so much. */
  readonly approval: { readonly kind: 'person' } | { readonly kind: 'rule'; readonly withinPpm: Ppm }
}

export interface ProposalRule {
  readonly id: ProposalRuleId
  readonly name: string
  readonly listId: PriceListId
  readonly terms: ProposalTerms
  readonly enabled: boolean
  readonly version: number
}

export interface PriceProposal {
  readonly id: PriceProposalId
  readonly ruleId: ProposalRuleId
  readonly ruleVersion: number
  readonly sku: Sku
  readonly listId: PriceListId
  readonly state: ProposalState
  readonly fromMinor: number
  readonly toMinor: number
  readonly factors: Readonly<Record<string, unknown>>
  readonly changeId: ChangeId | null
  readonly reason: string | null
  readonly proposedAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
}
