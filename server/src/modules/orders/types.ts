import type { Discount, KeptBasket } from '@splot/rules'
import type { ChannelId, Currency, CustomerId, LocationId, OrderId, Ppm, Sku, StaffId } from '@splot/kernel'
import type { Actor } from '#platform/context'
import type { OrderState } from './states.ts'

export interface Words {
  readonly pl: string
  readonly en: string
}

export interface NewOrderLine {
  /** From 1; what `lineId` means on the wire. */
  readonly lineNo: number
  readonly sku: Sku
  readonly name: Words
  /** Labels of the chosen options by option code: `{ size: { pl, en }, colour: { pl, en } }`. */
  readonly options: Readonly<Record<string, Words>>
  readonly quantity: number
  readonly unitGrossMinor: number
  readonly grossMinor: number
  /** The fiscal letter of the VAT rate, `A`…`G`. */
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** Whose VAT that is: ISO 3166-1 alpha-2. */
  readonly taxCountry: string
  /** What promotions took off; `grossMinor` is after them. */
  readonly discounts?: readonly Discount[]
}

/**
 * How an order was priced: what went into the rules, the promotions that counted as they were then, and what the rules answered, so that every
 * amount can be explained and counted again. Line ids are the line numbers of the order.
 */
export type OrderPricing = KeptBasket

export interface NewOrder {
  readonly orderId: OrderId
  readonly channel: { readonly id: ChannelId; readonly code: string }
  /** The store of a till sale; null for the web. */
  readonly locationId: LocationId | null
  readonly staffId: StaffId | null
  readonly customerId: CustomerId | null
  readonly cartId: string | null
  /** `placed` waits for money; a till sale is born `collected`. */
  readonly state: OrderState
  readonly currency: Currency
  /** Lines and shipping. */
  readonly grossMinor: number
  readonly shippingMinor: number
  readonly shippingTaxLetter: string
  readonly shippingTaxPpm: Ppm
  readonly shippingTaxCountry: string
  /** What promotions took off delivery; `shippingMinor` is after them. */
  readonly shippingDiscounts?: readonly Discount[]
  /** How it is sent, as it was chosen; null or missing: nothing is sent, or there was no choice. */
  readonly delivery?: WayOfSending | null
  readonly locale: 'pl' | 'en'
  readonly lines: readonly NewOrderLine[]
  /** Null or missing when the rules had no say. */
  readonly pricing?: OrderPricing | null
  /** When it was bought, where that was before we were told: a sale without a network. Missing: now. */
  readonly placedAt?: Date
  /** Who placed it: in combined batches each order names its own. */
  readonly actor: Actor
}

/** `quantity` and `grossMinor` are what the customer gets and pays for by now. */
export interface OrderLine extends NewOrderLine {
  readonly discounts: readonly Discount[]
  readonly returnedQuantity: number
  /** Pieces that were taken out because they could not be had. */
  readonly cancelledQuantity: number
  /** What was bought, where another article stands in for it. */
  readonly insteadOf: {
    readonly sku: Sku
    readonly name: Words
    readonly options: Readonly<Record<string, Words>>
  } | null
}

/** A way of sending as the order keeps it; `days` are working days from leaving to arrival. */
export interface WayOfSending {
  readonly code: string
  readonly name: Words
  readonly days: number | null
  /** What the cheapest way that was offered cost then, before promotions, minor units; missing: that was not kept. */
  readonly ordinaryMinor?: number
}

export interface Order extends Omit<NewOrder, 'lines' | 'pricing' | 'placedAt' | 'actor'> {
  readonly shippingDiscounts: readonly Discount[]
  /** Nine digits, the last one a Luhn digit: what people see and say. */
  readonly number: string
  readonly placedAt: Date
  readonly stateSince: Date
  readonly lines: readonly OrderLine[]
}

export interface OrderMove {
  readonly orderId: OrderId
  readonly to: OrderState
  readonly actor: Actor
  /** Narrower than the table of states when the verb says so. */
  readonly from?: readonly OrderState[]
  readonly reason?: string
}

/** `moved: false` when the order was not in a state from which it may go there (or does not exist: state null). */
export interface MovedOrder {
  readonly orderId: OrderId
  readonly moved: boolean
  readonly from: OrderState | null
}

export interface OrderFilter {
  /** An order number, or its beginning. */
  readonly q?: string | undefined
  readonly state?: OrderState | undefined
  readonly channel?: string | undefined
  readonly locationId?: LocationId | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  /** Bought by this customer while signed in, or recognised. */
  readonly customerId?: CustomerId | undefined
}

export interface OrderRow {
  readonly orderId: OrderId
  readonly number: string
  readonly state: OrderState
  readonly channelCode: string
  readonly locationId: LocationId | null
  readonly currency: Currency
  readonly grossMinor: number
  readonly pieces: number
  readonly placedAt: Date
}

/** Pieces of order lines that came back; decided in SQL against what was bought. */
export interface ReturnedLines {
  readonly orderId: OrderId
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[]
}

/** One fact of an order's life, with words for people. */
export interface TimelineEntry {
  readonly at: Date
  readonly type: string
  readonly words: Words
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
  readonly channelId: string
  readonly locationId: string | null
  readonly data: Readonly<Record<string, unknown>>
}
