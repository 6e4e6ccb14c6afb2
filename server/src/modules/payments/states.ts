/**
 * The life of a payment, in one place: guards, screens and docs read this table. An attempt has three states of its own
 * (README); a payment follows it.
 */
export const paymentStates = {
  initiated: {
    words: { pl: 'Rozpoczęta', en: 'Started' },
    next: ['pending', 'unknown', 'captured', 'declined', 'released'],
  },
  pending: {
    words: { pl: 'W toku', en: 'Under way' },
    next: ['unknown', 'captured', 'declined'],
  },
  unknown: { words: { pl: 'Sprawdzamy', en: 'Being checked' }, next: ['pending', 'captured', 'declined'] },
  captured: { words: { pl: 'Opłacone', en: 'Paid' }, next: ['refunded_partly', 'refunded'] },
  /** It goes on only when its attempt was given up as `NEVER_ARRIVED`, and the money came after all. */
  declined: { words: { pl: 'Odrzucona', en: 'Declined' }, next: ['captured', 'surplus'] },
  /** Money that came late, beside another payment of the order: it is owed back from the moment it is known. */
  surplus: { words: { pl: 'Zapłacono drugi raz, oddajemy', en: 'Paid twice, given back' }, next: [] },
  /** Value that was held for an order that came to nothing: it may be spent again. */
  released: { words: { pl: 'Rezerwacja zwolniona', en: 'Released' }, next: [] },
  refunded_partly: { words: { pl: 'Zwrócono część', en: 'Partly refunded' }, next: ['refunded'] },
  refunded: { words: { pl: 'Zwrócono', en: 'Refunded' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type PaymentState = keyof typeof paymentStates

export const paymentStateNames = Object.keys(paymentStates) as PaymentState[]

/** An order has at most one payment of each tender in these; the index `payment_live` says the same. */
export const liveIn = [
  'initiated',
  'pending',
  'unknown',
  'captured',
  'refunded_partly',
  'refunded',
] as const satisfies readonly PaymentState[]
export const isLive = (state: PaymentState): boolean => (liveIn as readonly PaymentState[]).includes(state)

/** Money may still come, and nobody else has to do anything for it. */
export const undecidedIn = ['initiated', 'pending', 'unknown'] as const satisfies readonly PaymentState[]
/** There is money of the order to give back. */
export const refundableIn = ['captured', 'refunded_partly'] as const satisfies readonly PaymentState[]

/** Why an attempt is given up of which the provider has not heard: the one decline that money may still overrule. */
export const NEVER_ARRIVED = 'never_arrived'
