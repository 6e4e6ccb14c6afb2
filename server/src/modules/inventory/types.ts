import type { HoldId, LocationId, OrderId, Sku } from '@splot/kernel'
import type { Actor } from '#platform/context'
import type { HoldState } from './states.ts'

/** Pieces of one SKU in one place; `quantity` is a whole number of at least 1. */
export interface StockLine {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
}

/** Pieces of one SKU from any of these places, in order of preference; they may come from several. */
export interface SoftLine {
  readonly sku: Sku
  readonly places: readonly LocationId[]
  readonly quantity: number
}

/** What a hold is for; policies (expiry, priority) may differ by it. */
export type HoldKind = 'basket' | 'pickup' | 'ship' | 'till' | 'marketplace'

export interface Reservation {
  /** Made by the caller; it is the idempotency key: the same id with the same body gets the first answer. */
  readonly holdId: HoldId
  readonly kind: HoldKind
  /** How long the hold lasts unless it is extended, in milliseconds; by default, and at most, what the policy of kind and channel says. */
  readonly ttlMs?: number
  /** Lines of the same SKU and place are summed. With a soft line the hold is soft: its pieces may be moved until it is pinned. */
  readonly lines: readonly (StockLine | SoftLine)[]
  /** Take what there is when not everything is there; all or nothing when left out. */
  readonly partial?: boolean
  /** The hash of the command that was split over databases, of which this is a part; see `shards`. */
  readonly partOf?: string
}

export interface ShortLine {
  readonly sku: Sku
  /** null: of several places to choose from. */
  readonly locationId: LocationId | null
  readonly asked: number
  /** Never negative. Of a kit: whole kits. */
  readonly available: number
  /** Of a kit: the components that are not there for all the kits that were asked for. */
  readonly lacking?: readonly Sku[]
}

export type Reserved =
  | {
      readonly state: 'held'
      readonly holdId: HoldId
      readonly expiresAt: Date
      /** Where the pieces are. */
      readonly lines: readonly StockLine[]
      /** What a partial reservation could not get; empty otherwise. */
      readonly short: readonly ShortLine[]
    }
  | { readonly state: 'short'; readonly lines: readonly ShortLine[] }

/** What stands after the call: a hold that was already allocated or consumed is left alone. */
export interface Released {
  readonly holdId: HoldId
  readonly state: HoldState | 'unknown'
}

export type Extended =
  | { readonly state: 'held'; readonly holdId: HoldId; readonly expiresAt: Date }
  | { readonly state: 'expired' | 'not_active' | 'unknown'; readonly holdId: HoldId }

/** Pieces of a live hold that another place shall serve. */
export interface Relocation {
  readonly holdId: HoldId
  readonly sku: Sku
  readonly from: LocationId
  readonly to: LocationId
  readonly quantity: number
}

/** `not_held`: the hold does not have that many there (any more); `short`: the new place has only `available`. */
export type Relocated =
  | { readonly state: 'moved' }
  | { readonly state: 'short'; readonly available: number }
  | { readonly state: 'not_held' }

export interface Allocation {
  readonly holdId: HoldId
  readonly orderId: OrderId
}

/** `expired`: the pieces are no longer there for this hold; `unknown`: no such hold, or it was refused or released. */
export interface Allocated {
  readonly holdId: HoldId
  readonly state: 'allocated' | 'expired' | 'unknown'
}

/** What is known of where pieces lie and which ones they are; the rest is found by the rules of the place (`pieces/README.md`). */
export interface ToldApart {
  /** The code of a bin of the place. */
  readonly bin?: string | undefined
  readonly lot?: LotName | undefined
  /** One serial number per piece. */
  readonly serials?: readonly string[] | undefined
}

/** A lot by its maker's code; `expiresOn` (YYYY-MM-DD) is needed once, where its SKU asks for it. */
export interface LotName {
  readonly code: string
  readonly expiresOn?: string | undefined
}

export interface SoldLine extends ToldApart {
  readonly sku: Sku
  readonly quantity: number
}

export interface ArrivedLine extends ToldApart {
  readonly sku: Sku
  readonly quantity: number
  /** To quarantine: on hand, but not for sale until somebody has looked. */
  readonly aside?: boolean | undefined
}

export interface AdjustedLine extends ToldApart {
  readonly sku: Sku
  readonly quantity: number
  /** Pieces that leave from quarantine, or are found for it. */
  readonly aside?: boolean | undefined
}

/** The paper behind a movement. */
export interface DocumentRef {
  readonly kind:
    | 'order'
    | 'return'
    | 'receipt'
    | 'adjustment'
    | 'transfer'
    | 'count'
    | 'undo'
    | 'put_away'
    | 'kit'
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
  /** Serial numbers of the pieces that go, by SKU, where somebody scanned them. */
  readonly serials?: Readonly<Record<string, readonly string[]>>
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
  readonly lines: readonly SoldLine[]
  readonly actor?: Actor
}

/** Pieces that come in, or back: `receive`, `returnToStock`. */
export interface Arrival {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly ArrivedLine[]
  readonly reason?: string
  readonly actor?: Actor
}

export type AdjustmentReason = 'correction' | 'count' | 'damage' | 'theft' | 'found'

export interface Adjustment {
  readonly document: DocumentRef
  readonly locationId: LocationId
  /** Signed, not zero: minus three means three pieces fewer on hand. */
  readonly lines: readonly AdjustedLine[]
  readonly reason: AdjustmentReason
  readonly note?: string
  readonly actor?: Actor
}

export type MovementKind =
  | 'receipt'
  | 'sale'
  | 'return'
  | AdjustmentReason
  | 'transfer_out'
  | 'transfer_in'
  | 'kit_assembly'
  | 'put_away'

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
  /** Where in the place and which lot, where that is told apart. */
  readonly bin?: string
  readonly lotId?: string
}

/** A row of stock after a change; `available` = what may still be promised. */
export interface StockLevel {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  /** What a channel without terms of its own may still promise; never negative. */
  readonly available: number
}

/** What single channels may not have of a row, by channel id: a buffer is hidden from its channel, a pool from all the others. */
export type ChannelTerms = Readonly<
  Record<
    string,
    {
      /** Pieces. */
      readonly buffer?: number
      /** A share of the sellable pieces, in parts per million, rounded up. */
      readonly ppm?: number
      /** Pieces kept for the channel, and how many of them it has taken. */
      readonly pool?: number
      readonly used?: number
    }
  >
>
