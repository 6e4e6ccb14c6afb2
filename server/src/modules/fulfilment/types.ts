import type { FulfilmentId, HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { Actor } from '#platform/context'
import type { FulfilmentState } from './states.ts'

export type FulfilmentKind = 'pickup' | 'ship'

/** Pieces of one order line that this place prepares. */
export interface FulfilmentLine {
  /** The order line, from 1. */
  readonly lineNo: number
  readonly sku: Sku
  readonly quantity: number
  /** How many of them lie ready. */
  readonly picked: number
}

export interface NewFulfilment {
  readonly fulfilmentId: FulfilmentId
  readonly orderId: OrderId
  readonly kind: FulfilmentKind
  readonly locationId: LocationId
  readonly holdId: HoldId | null
  /** When the customer was told it would be ready or sent; null: no time could be promised. */
  readonly promisedAt: Date | null
  readonly lines: readonly { readonly lineNo: number; readonly sku: Sku; readonly quantity: number }[]
  /** Waits to be picked when left out. */
  readonly state?: 'awaiting_stock' | 'waiting'
  /** In combined batches each names its own. */
  readonly actor?: Actor
}

export interface Fulfilment {
  readonly fulfilmentId: FulfilmentId
  readonly orderId: OrderId
  readonly kind: FulfilmentKind
  readonly locationId: LocationId
  readonly state: FulfilmentState
  readonly promisedAt: Date | null
  readonly holdId: HoldId | null
  readonly carrier: string | null
  readonly trackingNumber: string | null
  readonly createdAt: Date
  readonly stateSince: Date
  readonly lines: readonly FulfilmentLine[]
}

export interface QueueFilter {
  /** Null: every place. */
  readonly locations: readonly LocationId[] | null
  readonly states: readonly FulfilmentState[]
  readonly kind: FulfilmentKind | null
}

/** Where a page of the queue ended: promise (epoch ms, null sorts last) and id. */
export interface QueuePosition {
  readonly promisedAt: Date | null
  readonly fulfilmentId: FulfilmentId
}

/** What scanning an article did. Nothing was written unless it is `picked`. */
export type Picked =
  | {
      readonly state: 'picked'
      readonly fulfilment: Fulfilment
      /** The last piece: a pickup is ready now, a parcel may be shipped. */
      readonly complete: boolean
    }
  | { readonly state: 'wrong_article'; readonly expected: readonly FulfilmentLine[] }
  | { readonly state: 'too_many'; readonly left: number }
  | { readonly state: 'wrong_state'; readonly is: FulfilmentState }
