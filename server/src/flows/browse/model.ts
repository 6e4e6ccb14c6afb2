import { MINUTE_MS, type ChannelId, type LocationId } from '@splot/kernel'
import { perPlatform, systemActor, type Platform } from '#platform/context'
import { catalogueOf, type CatalogueModel, type Locale } from '#modules/catalogue'
import { listChannels } from '#modules/channels'
import type { Availability } from '#modules/inventory'
import { locationsOf, type LocationsModel } from '#modules/locations'
import {
  pricesOf,
  reductionsOf,
  type PriceModel,
  type PriceScope,
  type ReductionsModel,
} from '#modules/pricing'
import type { Places } from './card.ts'
import type { Finding } from './find.ts'
import { storesText } from './page.ts'
import { buildRange, type Range } from './range.ts'
import { Shelf, keep } from './shelf.ts'

/** Answers to questions (filters, searches) kept, newest use last; each holds some 10 kB at most. */
const MAX_FINDINGS = 500
/** What is offered somewhere, kept for as many channels and places with prices of their own as this, newest use last; each holds some MB. */
export const MAX_RANGES = 32
/** A shelf of each of them in both languages. */
const MAX_SHELVES = 2 * MAX_RANGES

const models = perPlatform<BrowseModel>('browse')
export const browseOf = models.of

/**
 * Makes lists and product pages ready to serve, over the open models of catalogue, prices and locations and the given
 * availability. Open those first.
 */
export async function openBrowse(platform: Platform, availability: Availability): Promise<BrowseModel> {
  if (models.has(platform)) return models.of(platform)
  const model = new BrowseModel(platform, availability)
  await model.loadChannels()
  return models.set(platform, model)
}

/** Names what is offered somewhere. */
export const keyOf = ({ channel, currency, location }: PriceScope): string =>
  `${channel} ${currency} ${location ?? ''}`

/** What the process keeps ready for browsing, and the one place that knows when it is out of date. */
export class BrowseModel {
  readonly platform: Platform
  readonly catalogue: CatalogueModel
  readonly prices: PriceModel
  readonly reductions: ReductionsModel
  readonly locations: LocationsModel
  readonly availability: Availability
  readonly currencies = new Map<string, string>()
  readonly ranges = new Map<string, Range>()
  readonly shelves = new Map<string, Shelf>()
  readonly findings = new Map<string, { stock: number; finding: Finding; corrected: string | null }>()
  /** Grows with every change of stock: answers that depend on stock remember theirs. */
  stockVersion = 0
  locationsVersion = -1
  /** Of the reductions that ranges were made with. */
  stretch = -1
  places: Places = { pickup: [], ship: [] }
  stores = { minute: -1, text: '' }

  constructor(platform: Platform, availability: Availability) {
    this.platform = platform
    this.catalogue = catalogueOf(platform)
    this.prices = pricesOf(platform)
    this.reductions = reductionsOf(platform)
    this.locations = locationsOf(platform)
    this.availability = availability
    this.catalogue.onChange(() => this.forgetRanges())
    this.prices.onChange(() => this.forgetRanges())
    this.reductions.onChange(() => this.forgetRanges())
    platform.onClose(
      availability.onChange((changes) => {
        this.stockVersion += 1
        for (const { sku } of changes) this.forgetStockOf(sku)
      }),
    )
  }

  async loadChannels(): Promise<void> {
    for (const { id, currency } of await listChannels(this.platform.read(systemActor('browse')))) {
      this.currencies.set(id, currency)
    }
  }

  /**
   * What the channel sells in, and the place where it is asked when that has prices of its own: a kiosk tells what its store asks. A channel
   * that was made since the start is looked up once.
   */
  async scopeOf(channel: ChannelId, place: LocationId | null = null): Promise<PriceScope> {
    let currency = this.currencies.get(channel)
    if (currency === undefined) {
      await this.loadChannels()
      currency = this.currencies.get(channel) ?? 'PLN'
      this.currencies.set(channel, currency)
    }
    const own = place !== null && (this.prices.namesPlace(place) || this.reductions.namesPlace(place))
    return { channel, currency, ...(own && { location: place }) }
  }

  shelf(scope: PriceScope, locale: Locale): Shelf {
    this.checkPlaces()
    this.checkClock()
    const key = `${keyOf(scope)} ${locale}`
    let shelf = this.shelves.get(key)
    shelf ??= new Shelf(this.range(scope), locale, this.availability, this.places)
    keep(this.shelves, key, shelf, MAX_SHELVES)
    return shelf
  }

  range(scope: PriceScope): Range {
    this.checkClock()
    const key = keyOf(scope)
    let range = this.ranges.get(key)
    range ??= buildRange(this.catalogue, this.prices, this.reductions, scope)
    keep(this.ranges, key, range, MAX_RANGES)
    return range
  }

  /** The stores of every page. Hours and promises are whole minutes, so the text, made for its last moment, holds for one. */
  storesText(now: Date): string {
    this.checkPlaces()
    const minute = Math.floor(now.getTime() / MINUTE_MS)
    if (this.stores.minute !== minute) {
      const stores = this.locations.all().filter((place) => place.services.includes('pickup'))
      stores.sort((a, b) => a.city.localeCompare(b.city, 'pl') || a.name.localeCompare(b.name, 'pl'))
      this.stores = { minute, text: storesText(stores, now, new Date((minute + 1) * MINUTE_MS)) }
    }
    return this.stores.text
  }

  /** An answer kept under `key`; `ofStock` says that it is only as good as the stock it was found with. */
  recall(key: string, ofStock: boolean): { finding: Finding; corrected: string | null } | undefined {
    this.checkClock()
    const known = this.findings.get(key)
    if (!known || (ofStock && known.stock !== this.stockVersion)) return undefined
    keep(this.findings, key, known, MAX_FINDINGS)
    return known
  }

  remember(key: string, finding: Finding, corrected: string | null): void {
    keep(this.findings, key, { stock: this.stockVersion, finding, corrected }, MAX_FINDINGS)
  }

  forgetRanges(): void {
    this.ranges.clear()
    this.shelves.clear()
    this.findings.clear()
  }

  forgetStockOf(sku: string): void {
    const handle = this.catalogue.variant(sku)?.handle
    if (handle === undefined) return
    for (const shelf of this.shelves.values()) {
      const at = shelf.range.position.get(handle)
      if (at !== undefined) shelf.forget(at)
    }
  }

  /** A promotion comes or goes by the clock or by its publication, and what was written with it goes with it, recorded or not. */
  checkClock(): void {
    const stretch = this.reductions.stretch()
    if (stretch === this.stretch) return
    this.stretch = stretch
    this.forgetRanges()
  }

  /** Which places count changes with the locations; cards and pages were written for the old ones. */
  checkPlaces(): void {
    const version = this.locations.version()
    if (version === this.locationsVersion) return
    this.locationsVersion = version
    const all = this.locations.all()
    this.places = {
      pickup: all.filter((place) => place.services.includes('pickup')).map((place) => place.id),
      // Stores that could send parcels do not yet: checkout holds what is sent in the warehouse.
      ship: all
        .filter((place) => place.kind === 'warehouse' && place.services.includes('ship'))
        .map((place) => place.id),
    }
    this.stores = { minute: -1, text: '' }
    this.shelves.clear()
  }
}
