import type { ChannelId, Currency, Id, LocationId, Money, Ppm, Sku } from '@splot/kernel'
import type { ExceptionTerms, NetContent, PriceSource, PriceSpan as SpanOfRules, Words } from '@splot/rules'
import type { TaxLetter } from '#modules/tax'
import type { ReadContext } from '#platform/context'

export type { ExceptionTerms, TaxLetter }
export type PriceListId = Id<'price-list'>
export type ChangeId = Id<'price-change'>
export type VersionId = Id<'price-version'>
export type ExceptionId = Id<'price-exception'>

/** Who asks: prices may differ by all of this and are never converted between currencies. */
export interface PriceScope {
  readonly channel: ChannelId
  readonly currency: Currency
  /** The place at whose counter it is asked. */
  readonly location?: LocationId | null | undefined
  /** The groups that the customer is in. */
  readonly groups?: readonly string[] | undefined
  /** Pieces; 1 when left out. */
  readonly quantity?: number | undefined
}

export interface SellingPrice {
  /** What the customer pays for one piece, VAT included. */
  readonly gross: Money
  readonly taxRate: TaxLetter
  /** The rate of that letter on that day, parts per million. */
  readonly ppm: Ppm
  /** List, version, quantity break and exceptions behind it. */
  readonly source: PriceSource
}

export interface ImportedPrice {
  readonly sku: string
  /** VAT included, minor units. */
  readonly grossMinor: number
  readonly taxRate: TaxLetter
  /** Pieces from which it counts; 1 when left out. */
  readonly fromQuantity?: number
}

/** Where and for whom a list counts; null is everywhere and everybody. */
export interface PriceList {
  readonly id: PriceListId
  readonly code: string
  readonly name: Words | null
  readonly currency: Currency
  readonly channelId: ChannelId | null
  readonly locationId: LocationId | null
  readonly group: string | null
  /** `[from, until)`; null is open. */
  readonly validFrom: Date | null
  readonly validUntil: Date | null
}

/** A revision of an exception. */
export interface ExceptionRevision {
  readonly id: ExceptionId
  readonly version: number
  readonly startsAt: Date
  readonly endsAt: Date | null
  /** Null: withdrawn. */
  readonly terms: ExceptionTerms | null
}

/** A row of prices as it counts in time. */
export type PriceSpan = SpanOfRules<TaxLetter>

/** What pricing must know about goods, channels and places, which are no neighbours of this module; `main` binds it. */
export interface Surroundings {
  /** Undefined: nobody sells it. */
  readonly article: (sku: string) =>
    | {
        readonly taxLetter: TaxLetter
        readonly gtin: string
        /** With what tells it from the other variants. */
        readonly name: Words
        /** Its category and every one above it. */
        readonly categories: readonly string[]
        /** What a pack holds, where a price per unit must be shown. */
        readonly netContent?: NetContent | null | undefined
        /** It spoils or expires soon. */
        readonly perishable?: boolean | undefined
      }
    | undefined
  /** SKUs of a category and everything below; undefined: no such category. */
  readonly skusWithin: (category: string) => readonly Sku[] | undefined
  /** Pieces that can be promised in all places, and sold in the last 28 days, by SKU; what nobody knows is missing. */
  readonly demandOf: (
    ctx: ReadContext,
    skus: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly available: number; readonly sold: number }>>
  /** Whose law counts in a place, or in a channel without one (ISO 3166-1 alpha-2). */
  readonly countryOf: (channelId: string, locationId: string | null) => string
  /** Another one whenever what is known of any article may have changed, and never the same one for something else. */
  readonly goodsVersion: () => string
  readonly isChannel: (id: string) => boolean
  readonly isLocation: (id: string) => boolean
}

/** Prices of now and of what is published for later, in memory, refreshed by the facts of pricing. */
export interface PriceModel {
  /** Prices of the SKUs that have one; refuses with `pricing.wrong_currency` when the channel has no list in it. */
  pricesFor(skus: readonly string[], scope: PriceScope): Map<Sku, SellingPrice>
  priceOf(sku: string, scope: PriceScope): SellingPrice | undefined
  /** The numbers of pieces from which the price of one may be another one, 1 among them, ascending. */
  quantitiesOf(sku: string, scope: PriceScope): readonly number[]
  /** What will be asked at an instant from now on. */
  priceAt(sku: string, scope: PriceScope, at: Date): SellingPrice | undefined
  /** Called with the SKUs whose price changed, after the model shows it; null: any of them may have. */
  onChange(handler: (skus: readonly string[] | null) => void): void
  /** Grows with everything that may change an answer. */
  version(): number
  /** Whether a list or an exception names this place: everywhere else costs what it costs in the whole channel. */
  namesPlace(location: string): boolean
  /** The number of the version of prices that is in force; 0 before the first. */
  versionInForce(): number
}
