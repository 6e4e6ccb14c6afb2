import type { Cart, LaterOf, ProductPage, Variant } from '../api/types.ts'

/** One message of the live stream: what can be had now, per SKU and place. */
export interface StockChange {
  readonly sku: string
  readonly locationId: string
  readonly available: number
}

/** Pieces beyond this are not counted out to the public. */
const MAX_SHOWN = 10

/**
 * The page after changes of stock. Exact for stores; a place that is no store of the page sends parcels, so its number is
 * what can be sent. The page is read again soon after, which settles the rest.
 */
export function afterChanges(page: ProductPage, changes: readonly StockChange[], at: string): ProductPage {
  const stores = new Set(page.stores.map(({ id }) => id))
  const bySku = Map.groupBy(changes, ({ sku }) => sku)
  const variants = page.variants.map((variant) => {
    const ofThis = bySku.get(variant.sku)
    return ofThis ? changed(variant, ofThis, stores) : variant
  })
  const sizes = page.sizes.map((size) => ({
    ...size,
    available: variants.some((variant) => variant.size === size.code && variant.available > 0),
  }))
  return { ...page, variants, sizes, available: variants.some((v) => v.available > 0), asOf: at }
}

function changed(variant: Variant, changes: readonly StockChange[], known: ReadonlySet<string>): Variant {
  const stores = { ...variant.stores }
  let { online } = variant
  for (const { locationId, available } of changes) {
    const shown = Math.min(Math.max(available, 0), MAX_SHOWN)
    if (!known.has(locationId)) online = shown
    else if (shown > 0) stores[locationId] = shown
    else delete stores[locationId]
  }
  const inStores = Object.values(stores).reduce((sum, pieces) => sum + pieces, 0)
  return { ...variant, stores, online, available: Math.min(inStores + online, MAX_SHOWN) }
}

/** The variant that a colour and a size name; products without the one or the other have null there. */
export const variantOf = (
  page: ProductPage,
  colour: string | null,
  size: string | null,
): Variant | undefined => page.variants.find((variant) => variant.colour === colour && variant.size === size)

/** Whether it can be had anywhere: in a store or by post. */
export const isAvailable = (variant: Variant | undefined): boolean =>
  variant !== undefined && (variant.online > 0 || Object.keys(variant.stores).length > 0)

/** When a parcel with it can be promised, though none could leave now. */
export const laterFor = (page: ProductPage, variant: Variant | undefined): LaterOf | undefined =>
  variant && variant.online === 0 ? page.later[variant.sku] : undefined

/** The same for what is chosen so far: while no size is, the first day of any, where none of them could leave now. */
export function laterForChoice(page: ProductPage, variant: Variant | undefined): LaterOf | undefined {
  if (variant || page.online) return laterFor(page, variant)
  return Object.values(page.later)
    .toSorted((a, b) => (a.promisedOn < b.promisedOn ? -1 : 1))
    .at(0)
}

/** Pieces of an article that a store holds for this basket. */
export const ownPieces = (cart: Cart | null, sku: string, storeId: string): number =>
  (cart?.lines ?? [])
    .filter(
      (line) => line.sku === sku && line.hold.state === 'held' && line.fulfilment.locationId === storeId,
    )
    .reduce((sum, { quantity }) => sum + quantity, 0)

/**
 * What changed for the ear: variants that were available and are not, or the other way round. `storeId` narrows it to the
 * shopper's own store.
 */
export function turned(
  before: ProductPage,
  after: ProductPage,
  storeId: string | null,
): { readonly gone: readonly Variant[]; readonly back: readonly Variant[] } {
  const had = (variant: Variant | undefined): boolean =>
    storeId === null ? isAvailable(variant) : (variant?.stores[storeId] ?? 0) > 0
  const old = new Map(before.variants.map((variant) => [variant.sku, variant]))
  const gone = after.variants.filter((variant) => had(old.get(variant.sku)) && !had(variant))
  const back = after.variants.filter((variant) => !had(old.get(variant.sku)) && had(variant))
  return { gone, back }
}
