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
  /** Pickup lines only: what the store keeps for this line; together they cover its quantity. */
  readonly holds?: readonly LineHold[]
}

/** A hold of stock behind a line. A line that grew has several: what it had is never put at risk for more. */
export interface LineHold {
  readonly holdId: HoldId
  readonly quantity: number
  /** Epoch ms. */
  readonly expiresAt: number
  /** Epoch ms of the first hold: renewals stop at the cap of the policy, counted from here. */
  readonly since: number
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
  readonly picture: {
    readonly url: string
    readonly alt: { readonly pl: string; readonly en: string }
  } | null
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
  readonly address: {
    readonly street: string
    readonly postcode: string
    readonly city: string
    readonly country: string
  }
  /** Whether customers may collect here. */
  readonly pickup: boolean
}

export interface ChannelScope {
  readonly id: ChannelId
  readonly code: string
}

/** What a basket is priced from: read models of this process, all synchronous. See `openCarts`. */
export interface CartPorts {
  /** What the channel sells in. */
  currency(channelCode: string): Currency
  variant(sku: Sku): CartVariant | undefined
  price(sku: Sku, channel: ChannelScope, currency: Currency): CartPrice | undefined
  location(id: LocationId): CartLocation | undefined
  readyBy(id: LocationId, now: Date): Date | null
  /** Where ship lines are reserved and sent from. */
  warehouse(): CartLocation
}

/** Who opens a basket: a guest by token, a signed-in customer by who she is. */
export interface CartAccess {
  readonly token: string | null
  readonly customerId: CustomerId | null
}

export interface WantedLine {
  readonly sku: Sku
  readonly quantity: number
  /** Default: sent home. */
  readonly fulfilment?: LineFulfilment | undefined
}
