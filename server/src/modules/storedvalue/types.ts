import type { Currency, CustomerId, Id, LocationId, OrderId, PaymentId, RefundId } from '@splot/kernel'
import type { Actor } from '#platform/context'
import type { AccountKind, AccountState, EntryKind } from './states.ts'

export type { AccountKind, AccountState, EntryKind } from './states.ts'
export type AccountId = Id<'storedvalue.account'>
export type PurchaseId = Id<'storedvalue.purchase'>
export type BatchId = Id<'storedvalue.batch'>

export interface Account {
  readonly accountId: AccountId
  readonly kind: AccountKind
  /** As it is at the moment of asking: a card past its day is expired before any job has said so. */
  readonly state: AccountState
  /** Sixteen digits, the last one a Luhn digit. */
  readonly number: string
  readonly pinVersion: number
  readonly currency: Currency
  /** What may be spent now: the sum of the entries. */
  readonly balanceMinor: number
  /** What waits for the rest of an order's money, and is in the balance no more. */
  readonly heldMinor: number
  readonly customerId: CustomerId | null
  readonly batchId: BatchId | null
  readonly note: string
  readonly issuedAt: Date
  readonly expiresAt: Date | null
  readonly version: number
}

export interface NewAccount {
  readonly accountId: AccountId
  readonly kind: AccountKind
  readonly amountMinor: number
  readonly currency: Currency
  readonly customerId: CustomerId | null
  readonly batchId: BatchId | null
  /** The kind of its first entry: `refund` where a refund opens it. */
  readonly kindOfEntry: 'issue' | 'refund'
  /** What the first entry is for: the account itself, or the refund that opened it. */
  readonly reference: string
  readonly orderId: OrderId | null
  readonly note: string
  readonly expiresAt: Date | null
  readonly actor: Actor
}

export interface Entry {
  readonly seq: number
  readonly kind: EntryKind
  /** What leaves is negative. */
  readonly amountMinor: number
  readonly balanceAfterMinor: number
  readonly orderId: OrderId | null
  readonly at: Date
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
  readonly channel: string
  readonly locationId: LocationId | null
  readonly reason: string
}

/** An entry that is wanted. */
export interface Posting {
  readonly accountId: AccountId
  readonly kind: 'top_up' | 'spend_hold' | 'spend' | 'refund' | 'expire' | 'correction' | 'take_back'
  /** Positive, but for a correction; what an expiry takes, and how much of it is left to take back, is decided in SQL. */
  readonly amountMinor: number
  readonly currency: Currency
  /** What it is done for: the same kind for the same reference is done once. */
  readonly reference: string
  readonly orderId: OrderId | null
  readonly reason: string
  /** The account may be spent until then, unless it may be longer already or for ever. */
  readonly expiresAt?: Date
  /** Of what is taken back: also from a card that is blocked, or past its day. */
  readonly fromAny?: boolean
  readonly actor: Actor
}

/** `full`: the card would hold more than it may. `again`: it stood already, nothing was written. `reused`: another amount stands under its reference. `balanceMinor`: what is left. */
export interface Posted {
  readonly outcome:
    | 'done'
    | 'again'
    | 'reused'
    | 'short'
    | 'blocked'
    | 'expired'
    | 'wrong_currency'
    | 'full'
    | 'unknown'
  readonly balanceMinor: number
  readonly amountMinor: number
}

/** A part of an order that an account pays. */
export interface Spending {
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly accountId: AccountId
  readonly amountMinor: number
  readonly currency: Currency
  /** Spent at once; otherwise held until `capture` or `release`. */
  readonly isFinal: boolean
  readonly actor: Actor
}

export interface GivenBack {
  readonly refundId: RefundId
  readonly orderId: OrderId
  readonly accountId: AccountId
  readonly amountMinor: number
  readonly currency: Currency
  readonly reason: string
  /** Whose store credit it becomes when the card is blocked or has expired; null: a credit of its own, with a number. */
  readonly customerId: CustomerId | null
  readonly actor: Actor
}

/** Money for a card that an order buys. */
export interface NewPurchase {
  readonly purchaseId: PurchaseId
  readonly orderId: OrderId
  readonly lineNo: number
  readonly kind: 'card' | 'top_up'
  /** The card that is topped up. */
  readonly accountId: AccountId | null
  readonly amountMinor: number
  readonly currency: Currency
  /** To whom a new card is sent; null: to the buyer. */
  readonly receiver: CardReceiver | null
}

export interface CardReceiver {
  readonly email: string
  /** '' when she says nothing. */
  readonly message: string
}

/** `waiting`: its order is not paid yet · `done`: the money is on the card · `taken_back`: given up, what was left of it came back · `void`: never was. */
export interface Purchase extends NewPurchase {
  readonly state: 'waiting' | 'done' | 'taken_back' | 'void'
  readonly returnedMinor: number
  /** Whether it was meant for somebody else; who that was is forgotten once it was sent. */
  readonly isGift: boolean
}

export interface Batch {
  readonly batchId: BatchId
  readonly cards: number
  readonly issued: number
  readonly amountMinor: number
  readonly currency: Currency
  readonly expiresAt: Date | null
  readonly note: string
  readonly createdAt: Date
  readonly doneAt: Date | null
}

/** Open value of accounts of one kind that were issued in one month and expire in one month. */
export interface LiabilityRow {
  readonly currency: Currency
  readonly kind: AccountKind
  /** `YYYY-MM` */
  readonly issuedIn: string
  /** `YYYY-MM`; null: never. */
  readonly expiresIn: string | null
  readonly accounts: number
  readonly spendableMinor: number
  readonly heldMinor: number
}
