import { DAY_MS, money, type Sku } from '@splot/kernel'
import { perPlatform, systemActor, type Platform } from '#platform/context'
import { keepFresh, type Freshness, type StoredEvent, type Tail } from '#platform/events'
import { wrongCurrency } from './prices.ts'
import { allLists, nextChange, pricesByList, type ListRow } from './store.ts'
import type { PriceModel, PriceScope, SellingPrice } from './types.ts'

const models = perPlatform<PriceModel>('prices')

/** The open model of this process; fails when `openPrices` was not called. */
export const pricesOf = models.of

/**
 * Loads every current price and follows `pricing.changed`, before or after the tail was started; a price or a VAT rate that
 * starts later takes effect by itself.
 */
export async function openPrices(platform: Platform, tail?: Tail): Promise<PriceModel> {
  if (models.has(platform)) return models.of(platform)
  const model = new PricesInMemory(platform)
  tail?.on(['pricing.changed'], (events) => model.freshness.reload(skusOf(events)))
  tail?.onReset(() => model.freshness.reload(null))
  platform.onClose(() => model.close())
  await model.freshness.ready
  return models.set(platform, model)
}

const skusOf = (events: readonly StoredEvent[]): string[] => [
  ...new Set(events.flatMap((event) => (event.data as { skus: string[] }).skus)),
]

type Shelf = Map<Sku, SellingPrice>

class PricesInMemory implements PriceModel {
  readonly platform: Platform
  /** Current prices by list id. */
  readonly shelves = new Map<string, Shelf>()
  /** The lists that serve a channel in a currency, its own first. */
  readonly scopes = new Map<string, readonly Shelf[]>()
  readonly handlers: ((skus: readonly string[] | null) => void)[] = []
  lists: readonly ListRow[] = []
  loads = 0
  readonly freshness: Freshness
  timer: NodeJS.Timeout | undefined
  closed = false

  constructor(platform: Platform) {
    this.platform = platform
    this.freshness = keepFresh(platform, 'prices', (skus) => this.load(skus))
  }

  priceOf(sku: string, scope: PriceScope): SellingPrice | undefined {
    for (const shelf of this.shelvesFor(scope)) {
      const price = shelf.get(sku as Sku) // a look-up: an unknown text simply finds nothing
      if (price) return price
    }
    return undefined
  }

  pricesFor(skus: readonly string[], scope: PriceScope): Map<Sku, SellingPrice> {
    this.shelvesFor(scope)
    const found = new Map<Sku, SellingPrice>()
    for (const sku of skus) {
      const price = this.priceOf(sku, scope)
      if (price) found.set(sku as Sku, price) // it has a price, so it is a SKU
    }
    return found
  }

  onChange(handler: (skus: readonly string[] | null) => void): void {
    this.handlers.push(handler)
  }

  version(): number {
    return this.loads
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  async load(skus: readonly string[] | null): Promise<void> {
    const ctx = this.platform.read(systemActor('prices'))
    const [lists, rows, next] = await Promise.all([allLists(ctx), pricesByList(ctx, skus), nextChange(ctx)])
    this.lists = lists
    this.scopes.clear()
    for (const list of lists) if (!this.shelves.has(list.id)) this.shelves.set(list.id, new Map())
    const currencies = new Map(lists.map((list) => [list.id, list.currency]))
    for (const row of rows) {
      const currency = currencies.get(row.price_list_id)
      if (currency === undefined) continue // a list made a moment ago: its own event brings it
      this.shelves.get(row.price_list_id)?.set(row.sku, {
        gross: money(row.gross_minor, currency),
        taxRate: row.tax_letter,
        ppm: row.ppm,
      })
    }
    this.loads += 1
    this.waitFor(next)
    for (const handler of this.handlers) handler(skus)
  }

  /** Loads everything again when the next price or rate begins; timers cannot wait for months, so it looks daily. */
  waitFor(next: Date | null): void {
    clearTimeout(this.timer)
    if (!next || this.closed) return
    const left = Math.max(next.getTime() - this.platform.clock().getTime(), 0) + 1
    this.timer = setTimeout(() => this.freshness.reload(null), Math.min(left, DAY_MS)).unref()
  }

  shelvesFor(scope: PriceScope): readonly Shelf[] {
    const key = `${scope.channel} ${scope.currency}`
    const known = this.scopes.get(key)
    if (known) return known
    const found = this.lists
      .filter((list) => list.currency === scope.currency)
      .filter((list) => list.channel_id === null || list.channel_id === scope.channel)
      .flatMap((list) => this.shelves.get(list.id) ?? [])
    if (found.length === 0) throw wrongCurrency(scope)
    this.scopes.set(key, found)
    return found
  }
}
