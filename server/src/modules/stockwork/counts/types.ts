import type { LocationId, Sku } from '@splot/kernel'
import type { CountState } from '../states.ts'

export const scopeKinds = ['place', 'bin', 'skus', 'categories'] as const

/** What is counted: everything in the place, one of its bins, or these SKUs or categories (`values`). */
export interface CountScope {
  readonly kind: (typeof scopeKinds)[number]
  readonly values: readonly string[]
}

export const recountRules = ['none', 'anyone', 'other_person'] as const
export type RecountRule = (typeof recountRules)[number]

export type CountRules = {
  /** A line may be off by so many pieces, or by this share of the book in parts per million, whichever is more. */
  readonly tolerancePieces: number
  readonly tolerancePpm: number
  /** Who counts again what is further off. */
  readonly recount: RecountRule
  /** More pieces than this, summed over the lines without their signs, want an approval. */
  readonly approveOver: number
}

export type Count = CountRules & {
  readonly id: string
  readonly number: string
  readonly locationId: LocationId
  readonly scope: CountScope
  readonly closedScope: boolean
  readonly state: CountState
  /** 1, and one more with each recount. */
  readonly pass: number
  readonly note: string | null
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly submittedAt: Date | null
  readonly closedAt: Date | null
  /** SKUs to count, and those with a figure so far. */
  readonly lines: number
  readonly counted: number
  /** Sums of the frozen differences; null while nothing was handed in. */
  readonly surplus: number | null
  readonly shortage: number | null
}

export type CountLine = {
  readonly sku: Sku
  /** Frozen when a pass was handed in; in a running pass what was scanned so far. Null: nothing. */
  readonly counted: number | null
  readonly countedAt: Date | null
  readonly book: number | null
  readonly recount: boolean
  readonly firstCounted: number | null
}

export const lineFilters = ['all', 'counted', 'uncounted', 'different', 'recount'] as const
export type LineFilter = (typeof lineFilters)[number]

/** A frozen figure of a line. */
export interface Figure {
  readonly sku: Sku
  readonly counted: number
  readonly at: Date
  readonly book: number
}
