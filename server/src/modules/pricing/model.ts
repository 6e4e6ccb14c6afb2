import { DAY_MS, money, type Sku } from '@splot/kernel'
import { perPlatform, systemActor, type Platform } from '#platform/context'
import type { StoredEvent, Tail } from '#platform/events'
import { wrongCurrency } from './prices.ts'
import { allLists, nextChange, pricesByList, type ListRow } from './store.ts'
import type { PriceModel, PriceScope, SellingPrice } from './types.ts'

const models = perPlatform<PriceModel>('prices')

/** The open model of this process; fails when `openPrices` was not called. */
export const pricesOf = models.of

type Shelf = Map<Sku, SellingPrice>

/**
 * Loads every current price and follows `pricing.changed`, before or after the tail was started; a price or a VAT rate that
 * starts later takes effect by itself.
 */
export async function openPrices(platform: Platform, tail?: Tail): Promise<PriceModel> {
  if (models.has(platform)) return models.of(platform)
  const shelves = new Map<string, Shelf>()
  const handlers: ((skus: readonly string[] | null) => void)[] = []
  const scopes = new Map<string, readonly Shelf[]>()
  let lists: readonly ListRow[] = []
  let version = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const load = async (skus: readonly string[] | null): Promise<void> => {
    const ctx = platform.read(systemActor('prices'))
    const [newest, rows, next] = await Promise.all([allLists(ctx), pricesByList(ctx, skus), nextChange(ctx)])
    lists = newest
    scopes.clear()
    for (const list of lists) if (!shelves.has(list.id)) shelves.set(list.id, new Map())
    const currencies = new Map(lists.map((list) => [list.id, list.currency]))
    for (const row of rows) {
      const currency = currencies.get(row.price_list_id)
      if (currency === undefined) continue // a list made a moment ago: its own event brings it
      shelves.get(row.price_list_id)?.set(row.sku, {
        gross: money(row.gross_minor, currency),
        taxRate: row.tax_letter,
        ppm: row.ppm,
      })
    }
    version += 1
    clearTimeout(timer)
    if (next && !closed) timer = waitUntil(next)
    for (const handler of handlers) handler(skus)
  }
  // One after the other: a load that started earlier must not overwrite what a later one brought.
  let loading = load(null)
  const reload = (skus: readonly string[] | null) => {
    loading = loading
      .then(() => load(skus))
      .catch((error: Error) => platform.log.error({ err: error }, 'could not reload the prices'))
  }
  const waitUntil = (next: Date): NodeJS.Timeout =>
    setTimeout(
      () => reload(null),
      Math.min(Math.max(next.getTime() - platform.clock().getTime(), 0) + 1, DAY_MS),
    ).unref()

  tail?.on(['pricing.changed'], (events) => reload(skusOf(events)))
  tail?.onReset(() => reload(null))
  platform.onClose(() => {
    closed = true
    clearTimeout(timer)
  })

  const shelvesFor = (scope: PriceScope): readonly Shelf[] => {
    const key = `${scope.channel} ${scope.currency}`
    let found = scopes.get(key)
    if (!found) {
      found = lists
        .filter((list) => list.currency === scope.currency)
        .filter((list) => list.channel_id === null || list.channel_id === scope.channel)
        .flatMap((list) => shelves.get(list.id) ?? [])
      if (found.length === 0) throw wrongCurrency(scope)
      scopes.set(key, found)
    }
    return found
  }
  const priceOf = (sku: string, scope: PriceScope): SellingPrice | undefined => {
    for (const shelf of shelvesFor(scope)) {
      const price = shelf.get(sku as Sku) // a look-up: an unknown text simply finds nothing
      if (price) return price
    }
    return undefined
  }

  await loading
  return models.set(platform, {
    priceOf,
    pricesFor: (skus, scope) => {
      shelvesFor(scope)
      const found = new Map<Sku, SellingPrice>()
      for (const sku of skus) {
        const price = priceOf(sku, scope)
        if (price) found.set(sku as Sku, price) // it has a price, so it is a SKU
      }
      return found
    },
    onChange: (handler) => void handlers.push(handler),
    version: () => version,
  })
}

const skusOf = (events: readonly StoredEvent[]): string[] => [
  ...new Set(events.flatMap((event) => (event.data as { skus: string[] }).skus)),
]
