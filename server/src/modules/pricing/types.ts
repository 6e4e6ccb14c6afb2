import type { ChannelId, Currency, Money, Ppm, Sku } from '@splot/kernel'

/** Letter of a VAT rate as printed on a Polish receipt. */
export type TaxLetter = 'A' | 'B' | 'C' | 'D'

/** Who asks: prices may differ by channel and are never converted between currencies. */
export interface PriceScope {
  readonly channel: ChannelId
  readonly currency: Currency
  /** Prices of this instant; `ctx.now` (or the model's clock) when not given. */
  readonly at?: Date
}

export interface SellingPrice {
  /** What the customer pays for one piece, VAT included. */
  readonly gross: Money
  readonly taxRate: TaxLetter
  /** The rate of that letter on that day, parts per million. */
  readonly ppm: Ppm
}

export interface ImportedPrice {
  readonly sku: string
  /** VAT included, minor units. */
  readonly grossMinor: number
  readonly taxRate: TaxLetter
}

export interface TaxRate {
  readonly country: string
  readonly letter: TaxLetter
  readonly ppm: Ppm
  /** Business day from which it applies. */
  readonly validFrom: string
}

/** Every current price in memory, refreshed by `pricing.changed`. */
export interface PriceModel {
  /** Prices of the SKUs that have one; refuses with `pricing.wrong_currency` when the channel has no list in it. */
  readonly pricesFor: (skus: readonly string[], scope: PriceScope) => Map<Sku, SellingPrice>
  readonly priceOf: (sku: string, scope: PriceScope) => SellingPrice | undefined
  /** Called with the SKUs whose price changed, after the model shows it; null: any of them may have. */
  readonly onChange: (handler: (skus: readonly string[] | null) => void) => void
  readonly version: () => number
}
