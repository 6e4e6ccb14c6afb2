import type { ChannelId, Currency, Money, Ppm, Sku } from '@splot/kernel'

/** Letter of a VAT rate as printed on a Polish receipt; what it amounts to depends on the day. */
export type TaxLetter = 'A' | 'B' | 'C' | 'D'

/** Who asks: prices may differ by channel and are never converted between currencies. */
export interface PriceScope {
  readonly channel: ChannelId
  readonly currency: Currency
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

/** Every current price in memory, refreshed by `pricing.changed`. */
export interface PriceModel {
  /** Prices of the SKUs that have one; refuses with `pricing.wrong_currency` when the channel has no list in it. */
  pricesFor(skus: readonly string[], scope: PriceScope): Map<Sku, SellingPrice>
  priceOf(sku: string, scope: PriceScope): SellingPrice | undefined
  /** Called with the SKUs whose price changed, after the model shows it; null: any of them may have. */
  onChange(handler: (skus: readonly string[] | null) => void): void
  version(): number
}
