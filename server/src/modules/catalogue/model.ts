import { perPlatform, systemActor, type Platform } from '#platform/context'
import { keepFresh, type StoredEvent, type Tail } from '#platform/events'
import { assembleProducts } from './assemble.ts'
import { readCategories, readProducts } from './store.ts'
import type { CatalogueModel, Category, Product, Variant } from './types.ts'

const models = perPlatform<CatalogueModel>('catalogue')

/** The open model of this process; fails when `openCatalogue` was not called. */
export const catalogueOf = models.of

/** Products that the model is made for (about 8 kB each); see the README for what comes beyond. */
export const MAX_MODEL_PRODUCTS = 50_000

/** Loads the whole range and follows `catalogue.changed`, before or after the tail was started. Without a tail it stays as it was loaded. */
export async function openCatalogue(platform: Platform, tail?: Tail): Promise<CatalogueModel> {
  if (models.has(platform)) return models.of(platform)
  const shelf = new Shelf()
  const freshness = keepFresh(platform, 'catalogue', async (handles) => {
    const ctx = platform.read(systemActor('catalogue'))
    const [rows, categories] = await Promise.all([readProducts(ctx, handles), readCategories(ctx)])
    shelf.take(assembleProducts(rows), categories)
    if (shelf.byHandle.size > MAX_MODEL_PRODUCTS) {
      platform.log.warn({ products: shelf.byHandle.size }, 'the range outgrew its model in memory')
    }
  })
  tail?.on(['catalogue.changed'], (events) => freshness.reload(handlesOf(events)))
  tail?.on(['catalogue.categories_changed'], () => freshness.reload([]))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  return models.set(platform, shelf.model)
}

const handlesOf = (events: readonly StoredEvent[]): string[] => [
  ...new Set(events.flatMap((event) => (event.data as { handles: string[] }).handles)),
]

class Shelf {
  readonly byHandle = new Map<string, Product>()
  readonly bySku = new Map<string, Variant>()
  readonly byGtin = new Map<string, Variant>()
  readonly handlers: ((handles: readonly string[]) => void)[] = []
  categories: readonly Category[] = []
  within = new Map<string, Set<string>>()
  above = new Map<string, readonly string[]>()
  active: readonly Product[] = []
  version = 0

  take(products: readonly Product[], categories: readonly Category[]): void {
    for (const product of products) {
      this.byHandle.set(product.handle, product)
      for (const variant of product.variants) {
        const before = this.bySku.get(variant.sku)
        if (before && before.gtin !== variant.gtin) this.byGtin.delete(before.gtin)
        this.bySku.set(variant.sku, variant)
        this.byGtin.set(variant.gtin, variant)
      }
    }
    this.categories = categories
    this.within = subtrees(categories)
    this.above = paths(categories)
    this.active = [...this.byHandle.values()]
      .filter((product) => product.active)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    this.version += 1
    const handles = products.map((product) => product.handle)
    for (const handler of this.handlers) handler(handles)
  }

  readonly model: CatalogueModel = {
    variant: (sku) => this.bySku.get(sku),
    variantByGtin: (gtin) => this.byGtin.get(gtin),
    product: (handle) => this.byHandle.get(handle),
    products: () => this.active,
    categories: () => this.categories,
    categoryWithin: (handle) => this.within.get(handle),
    categoriesAbove: (handle) => this.above.get(handle) ?? [],
    onChange: (handler) => void this.handlers.push(handler),
    version: () => this.version,
  }
}

/** For each category, itself and everything below it. */
function subtrees(categories: readonly Category[]): Map<string, Set<string>> {
  const parents = new Map(categories.map((category) => [category.handle, category.parent]))
  const within = new Map<string, Set<string>>(categories.map(({ handle }) => [handle, new Set([handle])]))
  for (const { handle } of categories) {
    const seen = new Set([handle])
    // A cycle cannot be drawn as a tree; the walk ends where it closes.
    for (let up = parents.get(handle); up && !seen.has(up); up = parents.get(up)) {
      seen.add(up)
      within.get(up)?.add(handle)
    }
  }
  return within
}

/** For each category, itself and everything above it, nearest first. */
function paths(categories: readonly Category[]): Map<string, readonly string[]> {
  const parents = new Map(categories.map((category) => [category.handle, category.parent]))
  return new Map(
    categories.map(({ handle }) => {
      const path: string[] = []
      for (let at: string | null | undefined = handle; at && !path.includes(at); at = parents.get(at))
        path.push(at)
      return [handle, path]
    }),
  )
}
