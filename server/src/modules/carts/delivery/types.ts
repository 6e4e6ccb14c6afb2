import type { Currency } from '@splot/kernel'
import type { Words } from '@splot/rules'

/** One way in which goods are sent to a country, priced in one currency. */
export interface Delivery {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly currency: Currency
  /** Its name among the ways of that country: `standard`, `express`. */
  readonly code: string
  readonly name: Words
  /** VAT included, minor units. */
  readonly grossMinor: number
  /** Goods of that much before promotions are sent for nothing; null: never. */
  readonly freeFromMinor: number | null
  /** Working days from the parcel's leaving to its arrival; null: nothing is told. */
  readonly days: number | null
}

/** How an order is sent, as it keeps it. */
export type ChosenDelivery = Pick<Delivery, 'code' | 'name' | 'days'>

/** Where goods are sent, in memory, refreshed by `carts.delivery_changed`; synchronous. */
export interface DeliveryModel {
  /** The way of this code, else the usual one; undefined: the country is not served in that currency. */
  to(country: string, currency: Currency, code?: string | null): Delivery | undefined
  /** All ways to a country, the usual one first. */
  ways(country: string, currency: Currency): readonly Delivery[]
  /** By country, the usual way of each first. */
  served(currency: Currency): readonly Delivery[]
}
