import type { CustomerId, Id } from '@splot/kernel'

export type CustomerSessionId = Id<'customer-session'>

export type Locale = 'pl' | 'en'

/** How a person can be reached; all of it personal data, which stands nowhere else. */
export interface Contact {
  readonly name: string
  readonly email: string
  readonly phone?: string
  readonly address?: PostalAddress
  /** Buys for a business: whose name and tax number the bill carries. Said for one purchase. */
  readonly company?: Company
}

export interface Company {
  readonly name: string
  /** Ten digits with a right check digit. */
  readonly nip: string
}

export interface PostalAddress {
  readonly street: string
  readonly postcode: string
  readonly city: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Somebody who buys without an account. */
export interface Guest extends Contact {
  /** The language that she is written to in; Polish unless said. */
  readonly locale?: Locale
}

/** A customer with her personal data opened; `contact: null` when she was forgotten. */
export interface Customer {
  readonly id: CustomerId
  readonly kind: 'guest' | 'registered'
  readonly locale: Locale
  readonly contact: Contact | null
  readonly createdAt: Date
  readonly forgottenAt: Date | null
}
