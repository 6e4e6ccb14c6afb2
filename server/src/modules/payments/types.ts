import type { Currency, Id, OrderId, PaymentId, RefundId } from '@splot/kernel'
import type { Actor } from '#platform/context'
import type { PaymentState } from './states.ts'

export type { PaymentState } from './states.ts'

export type AttemptId = Id<'attempt'>
export type PaymentMethod = 'card' | 'blik' | 'cash' | 'gift_card' | 'store_credit'
/** What the customer pays with: held in memory for the call, never stored, never logged. */
export type Tender =
  | { readonly method: 'card'; readonly token: string }
  | { readonly method: 'blik'; readonly code: string }

export interface NewPayment {
  readonly paymentId: PaymentId
  readonly attemptId: AttemptId
  readonly orderId: OrderId
  readonly method: Tender['method']
  readonly amountMinor: number
  readonly currency: Currency
}

export interface Payment {
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly method: PaymentMethod
  readonly state: PaymentState
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly currency: Currency
  /** The gift card or store credit that pays; null: the outside world, or cash. */
  readonly accountId: string | null
  readonly createdAt: Date
}

/** How an attempt ended, as far as anybody knows. */
export type Outcome =
  | { readonly state: 'captured'; readonly providerReference: string | null }
  | { readonly state: 'pending'; readonly providerReference: string }
  | { readonly state: 'declined'; readonly declineCode: string; readonly providerReference: string | null }
  | { readonly state: 'unknown'; readonly reason: string }

export interface AttemptCall {
  /** Also the idempotency key at the provider. */
  readonly attemptId: AttemptId
  readonly amountMinor: number
  readonly currency: Currency
  readonly tender: Tender
  /** Shown to people at the provider: the order number. */
  readonly reference: string
}

export interface RefundCall {
  readonly refundId: RefundId
  readonly providerReference: string
  readonly amountMinor: number
  readonly reference: string
}

export type RefundOutcome =
  | { readonly state: 'done'; readonly providerReference: string | null }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string }

/** The outside world of money. Implementations never throw for an outcome: what they cannot know is `unknown`. */
export interface PaymentProvider {
  charge(attempt: AttemptCall): Promise<Outcome>
  /** By idempotency key; null when the provider has never heard of the attempt. */
  lookUp(attemptId: AttemptId): Promise<Outcome | null>
  refund(refund: RefundCall): Promise<RefundOutcome>
  /**
   * The attempts that a webhook is about. It is only a hint to look them up; still, one whose signature does not fit
   * (`body` is the text as it was signed) is refused with `payments.bad_signature`.
   */
  attemptsIn(headers: Readonly<Record<string, string>>, body: string): AttemptId[]
}

/** What `recordOutcomes` changed; attempts whose fate was already known are left out. */
export interface SettledAttempt {
  readonly attemptId: AttemptId
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly state: PaymentState
  readonly amountMinor: number
  readonly currency: Currency
  /** The attempt had been given up before: the order may have been cancelled, or paid otherwise (`surplus`). */
  readonly isLate: boolean
}

export interface NewRefund {
  readonly refundId: RefundId
  readonly orderId: OrderId
  readonly amountMinor: number
  /** Short, for people: `return R1000008`, `cancelled`. */
  readonly reason: string
  readonly actor: Actor
  /** Of the money that paid the order this much is not for this refund: it lies in gift cards that the order bought. Default 0. */
  readonly keepsMinor?: number
}

export type RefundState = 'saved' | 'done' | 'refused' | 'unknown'

/**
 * Money that goes back. Where several tenders paid it has parts: the first carries this refund's id, and it is the one that
 * the outside world still has to carry out, if any does.
 */
export interface Refund {
  readonly refundId: RefundId
  readonly orderId: OrderId
  readonly paymentId: PaymentId
  readonly method: PaymentMethod
  /** Of all its parts. */
  readonly amountMinor: number
  readonly state: RefundState
  readonly parts: readonly RefundPart[]
}

export interface RefundPart {
  readonly refundId: RefundId
  readonly paymentId: PaymentId
  readonly method: PaymentMethod
  readonly amountMinor: number
}

/** `over`: more than was captured and not yet refunded; nothing was written for that refund. */
export type RefundAnswer =
  | { readonly state: 'saved'; readonly refund: Refund }
  | { readonly state: 'over'; readonly refundableMinor: number }
