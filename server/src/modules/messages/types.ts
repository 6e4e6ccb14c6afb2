import type { Id, OrderId } from '@splot/kernel'

export type MessageId = Id<'message'>

/** What a message tells; each has a template in both languages. */
export const messageKinds = [
  'order_confirmed',
  'ready_for_pickup',
  'shipped',
  'collected',
  'cancelled',
  'refunded',
  'moved',
  'delayed',
  'substituted',
  'line_cancelled',
  'line_given_up',
  'promise_moved',
  'cancelled_with_apology',
  'gift_card',
] as const
export type MessageKind = (typeof messageKinds)[number]
/** What tells of an order as a whole. */
export type LetterKind = Exclude<MessageKind, 'gift_card'>

/** sending: a worker has taken it · refused: the gate said no · failed: the mail server did, for good. */
export const messageStates = ['pending', 'sending', 'sent', 'refused', 'failed'] as const
export type MessageState = (typeof messageStates)[number]

/** Why we may write: GDPR art. 6(1)(b), the contract with the buyer; marketing would need (a), her consent. */
export type LegalBasis = 'contract'

export interface Message {
  readonly id: MessageId
  readonly kind: MessageKind
  readonly orderId: OrderId
  readonly eventId: string
  /** What of the order it is about; null: all of it. */
  readonly about: string | null
  readonly attempts: number
  readonly createdAt: Date
}

export interface MessageRow {
  readonly id: MessageId
  readonly kind: MessageKind
  readonly subject: string
  readonly state: MessageState
  readonly legalBasis: LegalBasis | null
  readonly refusal: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly sentAt: Date | null
}
