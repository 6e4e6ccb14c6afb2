import type { HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { Actor } from '#platform/context'

/** Pieces of one SKU in one place; `quantity` is a whole number of at least 1. */
export interface StockLine {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
}

/** What a hold is for; policies (expiry, priority) may differ by it. */
export type HoldKind = 'pickup' | 'ship' | 'till'

/**
 * active: counts as reserved until it expires · allocated: belongs to an order, never expires · picked: taken off the shelf ·
 * consumed: handed over · released: given back · expired: given back because nobody came · refused: there was not enough.
 */
export type HoldState = 'active' | 'allocated' | 'picked' | 'consumed' | 'released' | 'expired' | 'refused'

export interface Reservation {
  /** Made by the caller; it is the idempotency key: the same id with the same body gets the first answer. */
  readonly holdId: HoldId
  readonly kind: HoldKind
  /** How long the hold lasts unless it is extended, in milliseconds. */
  readonly ttlMs: number
  /** All or nothing; lines of the same SKU and place are summed. */
  readonly lines: readonly StockLine[]
}

export interface ShortLine {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly asked: number
  /** Never negative. */
  readonly available: number
}

export type Reserved =
  | { readonly state: 'held'; readonly holdId: HoldId; readonly expiresAt: Date }
  | { readonly state: 'short'; readonly lines: readonly ShortLine[] }

/** What stands after the call: a hold that was already allocated or consumed is left alone. */
export interface Released {
  readonly holdId: HoldId
  readonly state: HoldState | 'unknown'
}

export type Extended =
  | { readonly state: 'held'; readonly holdId: HoldId; readonly expiresAt: Date }
  | { readonly state: 'expired' | 'not_active' | 'unknown'; readonly holdId: HoldId }

export interface Allocation {
  readonly holdId: HoldId
  readonly orderId: OrderId
}

/** `expired`: the pieces are no longer there for this hold; `unknown`: no such hold, or it was refused or released. */
export interface Allocated {
  readonly holdId: HoldId
  readonly state: 'allocated' | 'expired' | 'unknown'
}

/** The paper behind a movement. */
export interface DocumentRef {
  readonly kind: 'order' | 'return' | 'receipt' | 'adjustment' | 'transfer' | 'count'
  readonly id: string
}

/** Which allocated pieces: a whole hold, or pieces of an order wherever its holds have them. */
export type HeldPieces =
  | { readonly holdId: HoldId; readonly orderId?: never; readonly lines?: never }
  | {
      readonly orderId: OrderId
      readonly holdId?: never
      /** Everything the order still holds, when left out. */
      readonly lines?: readonly StockLine[]
    }

export type Consumption = HeldPieces & {
  readonly document: DocumentRef
  readonly reason?: string
  /** In combined batches: who did this one. */
  readonly actor?: Actor
}

/** `not_held`: (part of) it is not allocated any more; nothing of this item was written. */
export interface HeldPiecesAnswer {
  readonly state: 'done' | 'not_held'
  readonly lines: readonly StockLine[]
}

export interface Sale {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  readonly actor?: Actor
}

/** Pieces that come in, or back: `receive`, `returnToStock`. */
export interface Arrival {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  readonly reason?: string
  readonly actor?: Actor
}

type AdjustmentReason = 'correction' | 'count' | 'damage' | 'theft' | 'found'

export interface Adjustment {
  readonly document: DocumentRef
  readonly locationId: LocationId
  /** Signed, not zero: minus three means three pieces fewer on hand. */
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  readonly reason: AdjustmentReason
  readonly note?: string
  readonly actor?: Actor
}

export type MovementKind = 'receipt' | 'sale' | 'return' | 'adjustment' | 'transfer_out' | 'transfer_in'

/** One row of the ledger: on hand is the sum of these. */
export interface Movement {
  readonly id: string
  readonly kind: MovementKind
  readonly sku: Sku
  readonly locationId: LocationId
  /** Signed. */
  readonly quantity: number
  readonly reason: string | null
  readonly document: { readonly kind: string; readonly id: string }
}

/** A row of stock after a change; `available` = what may still be promised. */
export interface StockLevel {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly available: number
}
