import type { HoldId, LocalDate, LocationId, OrderId, Sku } from '@splot/kernel'
import type { HoldKind, StockLine } from '../types.ts'

/** What a document will still bring to a place. */
export interface Expectation {
  readonly document: {
    readonly kind: 'advice' | 'transfer' | 'order' | 'receipt'
    readonly id: string
  }
  readonly locationId: LocationId
  /** Everything that is still to come by this document: absolute. None: nothing comes any more. */
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number; readonly expectedOn: LocalDate }[]
}

/** Pieces to be promised out of what is here and what is on its way. */
export interface InboundReservation {
  /** Made by the caller; it is the idempotency key, as with `reserve`. */
  readonly holdId: HoldId
  readonly kind: HoldKind
  /** As with `reserve`. */
  readonly ttlMs?: number
  readonly lines: readonly StockLine[]
}

export interface PromisedLine extends StockLine {
  /** Pieces of these that are here and reserved. */
  readonly here: number
  /** The first day on which all of them are promised; null: once it was promised, and nobody knows the day any more. */
  readonly promisedOn: LocalDate | null
}

export interface UnpromisedLine {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly asked: number
  /** What could be promised at the most, on the last day that is known of. */
  readonly available: number
  /** not_allowed: no policy lets this channel promise what is not here · not_covered: too little is coming · too_many: enough wait already. */
  readonly why: 'not_allowed' | 'not_covered' | 'too_many'
}

export type InboundPromised =
  | {
      readonly state: 'promised'
      readonly holdId: HoldId
      readonly expiresAt: Date
      readonly lines: readonly PromisedLine[]
    }
  | { readonly state: 'short'; readonly lines: readonly UnpromisedLine[] }

/** `inventory.promise_filled`: pieces came and are reserved. `inventory.promise_moved`: the day is another one. */
export interface TouchedPromise {
  readonly holdId: HoldId
  readonly orderId: OrderId | null
  readonly sku: Sku
  readonly locationId: LocationId
  /** Pieces that came; pieces that wait for another day. */
  readonly quantity: number
  /** Pieces of the line that still wait. */
  readonly waiting: number
  readonly promisedOn: LocalDate | null
  /** The day that was promised until now. */
  readonly before: LocalDate | null
}
