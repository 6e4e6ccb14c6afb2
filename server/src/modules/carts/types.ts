import type { CompiledRules, NetContent, PriceSource } from '@splot/rules'
import type { RunningReduction } from '#modules/pricing'
import type { RedemptionId } from '#modules/promotions'
import type { Actor, ReadContext } from '#platform/context'
import type { Delivery } from './delivery/types.ts'
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

/** A code in the basket, with the use of it that is kept for the basket meanwhile. */
export interface CartCoupon {
  /** As people see it. */
  readonly code: string
  readonly promotionId: string
  readonly redemptionId: RedemptionId
}

/** Money for a gift card: a new one, or a top-up of one that somebody has. */
export interface CartCard {
  /** What the purchase of it will be known by. */
  readonly cardId: string
  readonly amountMinor: number
  /** Null: a new card. */
  readonly topUp: { readonly accountId: string; readonly lastFour: string } | null
  /** To whom a new card is sent, and with which words; null: to the buyer. */
  readonly receiver: { readonly email: string; readonly message: string } | null
}

export interface Cart {
  readonly cartId: CartId
  readonly channelId: ChannelId
  readonly customerId: CustomerId | null
  readonly currency: Currency
  readonly version: number
  readonly state: CartState
  readonly lines: readonly CartLine[]
  readonly coupons: readonly CartCoupon[]
  readonly cards: readonly CartCard[]
  /** The country that it goes to when something of it is sent: ISO 3166-1 alpha-2. */
  readonly shipTo: string
  /** The code of the way of sending that she chose; null: none, so the usual one (the standard one, else the cheapest). */
  readonly delivery: string | null
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
  readonly netContent: NetContent | null
  /** What promotions ask: the category with those above it, and value codes by attribute or option code. */
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
}

export interface CartPrice {
  readonly grossMinor: number
  readonly currency: Currency
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** Which list and version it comes from. */
  readonly source: PriceSource
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

/** What promotions may ask about her who buys; all of it unknown for a guest. */
export interface Shopper {
  readonly segments: readonly string[]
  readonly groups: readonly string[]
  /** Null when nobody knows who she is. */
  readonly firstOrder: boolean | null
}

export interface ChannelScope {
  readonly id: ChannelId
  readonly code: string
}

/** Where, to whom and how many at once: what a price depends on. */
export interface PricedAt {
  readonly channel: ChannelScope
  readonly currency: Currency
  readonly place: LocationId | null
  readonly groups: readonly string[]
  readonly quantity: number
}

/** What a basket is priced from: read models of this process, all synchronous. See `openCarts`. */
export interface CartPorts {
  /** What the channel sells in. */
  currency(channelCode: string): Currency
  /** Where the channel sells: a basket is sent there until somebody says otherwise. */
  country(channelCode: string): string
  variant(sku: Sku): CartVariant | undefined
  /** Of one piece when so many are bought. `place`: whose counter it is. */
  price(sku: Sku, at: PricedAt): CartPrice | undefined
  /** The numbers of pieces from which the price of one may be another one, 1 among them. */
  quantities(sku: Sku, at: Omit<PricedAt, 'quantity'>): readonly number[]
  /** What must stand beside a list price that is presented as reduced, minor units. */
  reduction(
    sku: Sku,
    at: Pick<Actor, 'channel' | 'locationId'>,
    currency: Currency,
    unitMinor: number,
  ): (Pick<RunningReduction, 'lowestMinor' | 'beforeFirst'> & { readonly beforeMinor?: number }) | undefined
  /** How goods are sent to a country: in the way of this code, else in the usual one; undefined: it is not served. */
  delivery(country: string, currency: Currency, code?: string | null): Delivery | undefined
  /** All ways of sending goods there, the usual one first. */
  ways(country: string, currency: Currency): readonly Delivery[]
  /** Where goods are sent. */
  served(currency: Currency): readonly Delivery[]
  /** The country whose VAT goods bear that are sent there to a consumer, or to a business. */
  taxedIn(shipTo: string, at: Date, business: boolean): string
  /** What a class of goods is taxed at in a country; undefined: nothing is known of it. */
  rate(country: string, letter: string, at: Date): Ppm | undefined
  /** The promotions in force now. */
  rules(): CompiledRules
  /** What is known of a registered customer. */
  /** As of an instant: the circles that she was in then. Whether she has bought before is always said as of now: there is only one first order. */
  shopper(ctx: ReadContext, customerId: CustomerId, at?: Date): Promise<Shopper>
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
