import type { HoldId, LocalDate, LocationId, Sku } from '@splot/kernel'
import type { ExplainedDifference } from '../reasons.ts'
import type { TransferState } from '../states.ts'

export type TransferLine = {
  readonly sku: Sku
  readonly requested: number
  readonly shipped: number
  /** Good pieces. */
  readonly received: number
  /** Arrived broken: in quarantine at the destination. */
  readonly damaged: number
  /** Never arrived and were written off. */
  readonly lost: number
  /** Arrived without having been scanned out; booked out at the source when the transfer was closed. */
  readonly over: number
}

export type Transfer = {
  readonly id: string
  readonly number: string
  readonly fromId: LocationId
  readonly toId: LocationId
  readonly state: TransferState
  readonly holdId: HoldId | null
  readonly expectedOn: LocalDate | null
  readonly note: string | null
  readonly differences: readonly ExplainedDifference[] | null
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly approvedAt: Date | null
  readonly shippedAt: Date | null
  readonly closedAt: Date | null
  readonly requested: number
  readonly shipped: number
  readonly received: number
  readonly inTransit: number
}

export interface NewTransfer {
  readonly fromId: LocationId
  readonly toId: LocationId
  readonly state: 'requested' | 'approved'
  readonly holdId: HoldId | null
  readonly expectedOn: LocalDate | null
  readonly note: string | null
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
}

export interface TransferFilter {
  /** From or to one of these; null: everywhere. */
  readonly places: readonly LocationId[] | null
  readonly fromId: string | null
  readonly toId: string | null
  readonly state: TransferState | null
  readonly number: string | null
  readonly before: string | null
  readonly limit: number
}

/** Pieces between two places. */
export type InTransit = {
  readonly transferId: string
  readonly number: string
  readonly fromId: LocationId
  readonly toId: LocationId
  readonly sku: Sku
  readonly quantity: number
  readonly shippedAt: Date
  readonly expectedOn: LocalDate | null
}
