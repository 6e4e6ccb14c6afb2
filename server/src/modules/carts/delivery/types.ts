import type { Currency } from '@splot/kernel'
import type { Words } from '@splot/rules'

/** How goods are sent to a country, priced in one currency. */
export interface Delivery {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly currency: Currency
  readonly name: Words
  /** VAT included, minor units. */
  readonly grossMinor: number
  /** Goods of that much before promotions are sent for nothing; null: never. */
  readonly freeFromMinor: number | null
}

/** Where goods are sent, in memory, refreshed by `carts.delivery_changed`; synchronous. */
export interface DeliveryModel {
  /** Undefined: the country is not served in that currency. */
  to(country: string, currency: Currency): Delivery | undefined
  /** By country. */
  served(currency: Currency): readonly Delivery[]
}
