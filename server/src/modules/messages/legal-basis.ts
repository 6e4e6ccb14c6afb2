import type { LegalBasis, MessageKind } from './types.ts'

/** What the gate must know at the moment of sending. */
export interface Occasion {
  readonly kind: MessageKind
  /** The person the order belongs to; null when nobody gave a name, or she was forgotten. */
  readonly contact: { readonly email: string } | null
}

export type Verdict =
  | { readonly may: true; readonly basis: LegalBasis }
  | { readonly may: false; readonly why: 'nobody_to_write_to' }

/**
 * The one gate: decides why we may write to a person, when the message leaves and not when it was thought of. Messages
 * about an order rest on the contract (GDPR art. 6(1)(b)) and need no consent; whoever was forgotten gets nothing.
 * Marketing has no template here, and will ask the consent registry in this place.
 */
export function decideLegalBasis(occasion: Occasion): Verdict {
  if (!occasion.contact) return { may: false, why: 'nobody_to_write_to' }
  return { may: true, basis: 'contract' }
}
