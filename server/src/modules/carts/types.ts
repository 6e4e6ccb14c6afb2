import type { CartId, ChannelId, Currency, CustomerId, HoldId, LocationId, Ppm, Sku } from '@splot/kernel'

export type CartState = 'open' | 'ordered' | 'expired'

export type LineFulfilment =
  | { readonly kind: 'pickup'; readonly locationId: LocationId }
  | { readonly kind: 'ship' }

/** One line of the basket document. */
export interface CartLine {
  readonly lineId: string
  readonly sku: Sku
  readonly quantity: number
  readonly fulfilment: LineFulfilment
  /** Pickup lines only: the hold in the store, and when it ends (epoch ms). */
  readonly holdId?: HoldId
  readonly holdExpiresAt?: number
  /** When the first hold of this line began (epoch ms): renewals stop `MAX_HOLD_MS` later. */
  readonly heldSince?: number
}

export interface Cart {
  readonly cartId: CartId
  readonly channelId: ChannelId
  readonly customerId: CustomerId | null
  readonly currency: Currency
  readonly version: number
  readonly state: CartState
  readonly lines: readonly CartLine[]
}

/** What a basket must know about a variant, from the catalogue's read model. */
export interface CartVariant {
  readonly sku: Sku
  readonly handle: string
  readonly name: { readonly pl: string; readonly en: string }
  /** Labels by option code: `{ size: { pl, en }, colour: { pl, en } }`. */
  readonly options: Readonly<Record<string, { readonly pl: string; readonly en: string }>>
  readonly picture: string | null
  readonly active: boolean
}

export interface CartPrice {
  readonly grossMinor: number
  readonly currency: Currency
  readonly taxLetter: string
  readonly taxPpm: Ppm
}

export interface CartLocation {
  readonly locationId: LocationId
  readonly code: string
  readonly name: string
  readonly address: { readonly street: string; readonly postcode: string; readonly city: string }
  /** Whether customers may collect here. */
  readonly pickup: boolean
}

/** The in-process read models a basket is priced from; `main` binds them with `bindCarts`. */
export interface CartPorts {
  /** Derives basket tokens, so that a repeated create answers with the same one. At least 32 bytes. */
  readonly secret: string
  variant(sku: Sku): CartVariant | undefined
  price(sku: Sku, channelCode: string, currency: Currency): CartPrice | undefined
  location(id: LocationId): CartLocation | undefined
  readyBy(id: LocationId, now: Date): Date | null
  /** Where ship lines are reserved and sent from. */
  warehouse(): CartLocation
}
