/** What a charge ends as, or passes through. Pending always turns into one of the other two. */
export const chargeStatuses = ['succeeded', 'declined', 'pending'] as const
export type ChargeStatus = (typeof chargeStatuses)[number]

type Settlement = { status: 'succeeded' } | { status: 'declined'; declineCode: string }

/** How the caller hears of a charge that is already in the book; nobody answers `tok_timeout` in time. */
export type Delivery = 'answer' | 'error' | 'hang' | 'drop'

/** One row of the tables below: what happens to whoever pays so. */
export type Outcome = {
  first: Settlement | { status: 'pending' }
  /** What a pending charge turns into. */
  turnsInto?: Settlement
  delivery?: Delivery
  /** How often the provider sends the webhook of the turn; at-least-once delivery is what real ones promise. */
  webhooks?: number
}

const succeeded = { status: 'succeeded' } as const
const pending = { status: 'pending' } as const
const declined = (declineCode: string) => ({ status: 'declined', declineCode }) as const

/** The card tokens of the sandbox. Any other token is refused with 422 `unknown_token`. */
export const cardTokens: Readonly<Record<string, Outcome>> = {
  tok_ok: { first: succeeded },
  tok_declined_insufficient: { first: declined('insufficient_funds') },
  tok_declined_stolen: { first: declined('stolen_card') },
  tok_pending_then_ok: { first: pending, turnsInto: succeeded },
  tok_pending_then_declined: { first: pending, turnsInto: declined('authentication_failed') },
  tok_timeout: { first: succeeded, delivery: 'hang' },
  tok_500_after_charge: { first: succeeded, delivery: 'error' },
  tok_duplicate_webhook: { first: pending, turnsInto: succeeded, webhooks: 2 },
}

/** The BLIK codes of the sandbox. Any other six digits are a code the shopper's bank does not know. */
export const blikCodes: Readonly<Record<string, Outcome>> = {
  '777123': { first: succeeded },
  '777000': { first: declined('rejected_by_customer') },
  '777001': { first: declined('insufficient_funds') },
  '777002': { first: declined('blik_code_expired') },
  '777408': { first: succeeded, delivery: 'hang' },
  '777500': { first: succeeded, delivery: 'error' },
  '777998': { first: pending, turnsInto: declined('rejected_by_customer') },
  '777999': { first: pending, turnsInto: succeeded },
}

const unknownBlikCode: Outcome = { first: declined('blik_code_invalid') }

export type Method = { type: 'card'; token: string } | { type: 'blik'; code: string }

/** What will happen to a charge paid so; null when the card token is none of ours. */
export function outcomeOf(method: Method): Outcome | null {
  if (method.type === 'blik') return blikCodes[method.code] ?? unknownBlikCode
  // Own properties only: `constructor` is not a token.
  return Object.hasOwn(cardTokens, method.token) ? (cardTokens[method.token] ?? null) : null
}
