import type { FulfilmentId, HoldId, Id, LocationId, OrderId, Sku, StaffId } from '@splot/kernel'
import type { Choice, IncidentCause, IncidentState } from './states.ts'

export type IncidentId = Id<'incident'>

export interface Incident {
  readonly incidentId: IncidentId
  /** What people say. */
  readonly number: string
  readonly sku: Sku
  readonly locationId: LocationId
  readonly state: IncidentState
  readonly cause: IncidentCause
  /** Promised pieces that do not exist, as of the last look. */
  readonly missing: number
  /** Those of them that nobody has decided about. */
  readonly undecided: number
  readonly mostMissing: number
  readonly assignedTo: StaffId | null
  readonly openedAt: Date
  readonly openedBy: StaffId | null
  readonly endedAt: Date | null
}

/** Pieces of one customer's promise that do not exist. */
export interface Affected {
  /** Null: a basket, whose customer nobody knows yet. */
  readonly orderId: OrderId | null
  /** Null: a basket, or a kit that the piece belongs to. */
  readonly lineNo: number | null
  readonly fulfilmentId: FulfilmentId | null
  /** The holds that have her pieces here, the first promised first. */
  readonly holds: readonly { readonly holdId: HoldId; readonly quantity: number }[]
  /** How many of her pieces are missing. */
  readonly quantity: number
  /** When they were promised. */
  readonly since: Date
  /** picked: they lie aside, says whoever picked them, so the book is wrong · waiting: she was told to wait. */
  readonly stage: 'picked' | 'undecided' | 'waiting' | 'basket'
}

/** What is promised in a place and what exists there. */
export interface Situation {
  /** Pieces that may be handed out. */
  readonly exists: number
  /** The first promised first. */
  readonly affected: readonly Affected[]
}

export interface Decision {
  /** The command's id. */
  readonly decisionId: string
  readonly bodyHash: string
  readonly incidentId: IncidentId
  readonly orderId: OrderId | null
  readonly lineNo: number | null
  readonly quantity: number
  readonly choice: Choice
  readonly detail: Readonly<Record<string, unknown>>
  readonly until: Date | null
}

export interface DecisionRow extends Decision {
  readonly at: Date
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
}
