import type { Id, LocationId, Sku, StaffId } from '@splot/kernel'
import type { AlertKind, AlertState, ProposalState } from './states.ts'

export type RuleId = Id<'replenishment-rule'>
export type AlertId = Id<'replenishment-alert'>
export type ProposalId = Id<'replenishment-proposal'>

export interface Row {
  readonly sku: Sku
  readonly locationId: LocationId
}

/** Each kind of rule with its terms; pieces are whole, days are days of the place. */
export interface RuleTerms {
  /** Low from `min` available pieces down; filled up to `max`. */
  readonly min_max: { readonly min: number; readonly max: number }
  /** Too little for `days` at the pace of the last `windowDays`; filled up to `targetDays`. */
  readonly cover: { readonly days: number; readonly targetDays: number; readonly windowDays: number }
  /** Out at nothing available, back from `backAt` pieces: below it one basket more or less would ring again. */
  readonly stock_out: { readonly backAt: number }
  /** On hand, and not one sold for so long. */
  readonly dead: { readonly days: number }
  /** On hand, and fewer sold a week than that over the last `windowDays`. */
  readonly slow: { readonly perWeek: number; readonly windowDays: number }
}

export type RuleKind = keyof RuleTerms

/** What a rule reaches; nothing named: everything. */
export interface Scope {
  readonly sku: Sku | null
  readonly category: string | null
  readonly locationId: LocationId | null
  readonly region: string | null
}

export type AnyTerms = { [K in RuleKind]: { readonly kind: K; readonly terms: RuleTerms[K] } }[RuleKind]

export type Rule = Scope &
  AnyTerms & {
    readonly ruleId: RuleId
    readonly enabled: boolean
    readonly version: number
    readonly updatedAt: Date
  }

/** The rule that decides for a row, by kind. */
export type RulesOfRow = { readonly [K in RuleKind]?: RuleTerms[K] }

/** Everything that rules ask about a row. */
export interface Seen extends Row {
  readonly onHand: number
  readonly available: number
  /** When the place first had to do with it. */
  readonly since: Date
  readonly lastSoldAt: Date | null
  /** Pieces sold over the last so many days. */
  readonly soldIn: (days: number) => number
}

/** `keep`: between the level that raises and the one that ends it, so that nothing rings on and off. */
export type Verdict = 'raise' | 'keep' | 'end'

export interface Judgement {
  readonly kind: AlertKind
  readonly verdict: Verdict
  readonly facts: Readonly<Record<string, number | string | null>>
}

export interface Alert {
  readonly alertId: AlertId
  readonly kind: AlertKind
  readonly sku: Sku
  readonly locationId: LocationId
  readonly state: AlertState
  readonly facts: Readonly<Record<string, unknown>>
  readonly raisedAt: Date
  readonly acknowledgedAt: Date | null
  readonly acknowledgedBy: StaffId | null
  readonly resolvedAt: Date | null
}

export interface Proposal {
  readonly proposalId: ProposalId
  readonly number: string
  readonly kind: 'transfer' | 'purchase'
  readonly sku: Sku
  readonly fromId: LocationId | null
  readonly toId: LocationId
  readonly quantity: number
  readonly state: ProposalState
  readonly factors: Readonly<Record<string, unknown>>
  readonly documentId: string | null
  readonly reason: string | null
  readonly proposedAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: StaffId | null
}
