import type { AdjustmentReason, ToldApart } from '#modules/inventory'
import type { LocationId, Sku } from '@splot/kernel'
import type { AdjustmentState } from '../states.ts'

export const adjustmentReasons = [
  'correction',
  'count',
  'damage',
  'theft',
  'found',
] as const satisfies readonly AdjustmentReason[]

/** Signed pieces, not zero; `aside`: from or to quarantine. */
export interface AdjustedLine extends ToldApart {
  readonly sku: Sku
  readonly quantity: number
  readonly aside?: boolean | undefined
}

export type Adjustment = {
  readonly id: string
  readonly number: string
  readonly locationId: LocationId
  readonly reason: AdjustmentReason
  readonly note: string | null
  readonly state: AdjustmentState
  readonly lines: readonly AdjustedLine[]
  /** Over all lines, without their signs. */
  readonly pieces: number
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly decisionNote: string | null
}

/** How much somebody may adjust without an approval. */
export type AdjustmentLimit = {
  readonly linePieces: number
  readonly documentPieces: number
}

/** Whose limit it is: of a place, or of all that have none of their own (null); of a role, or of everybody whose roles have none (null). */
export type LimitKey = { readonly locationId: LocationId | null; readonly role: string | null }

export type PlacedLimit = AdjustmentLimit & LimitKey
