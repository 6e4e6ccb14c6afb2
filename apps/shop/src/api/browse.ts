import { unwrap, type SplotClient } from '@splot/client'
import type { Locale } from '@splot/ui'
import type { Filters } from '../listing/filters.ts'
import type { Category, Later, Listing, ProductPage, StoreOfList } from './types.ts'

const byName = new Intl.Collator('pl').compare

/** Cards of one page of a list: whole rows at two, three and four columns. */
export const PAGE_SIZE = 24

export async function categories(api: SplotClient, locale: Locale): Promise<readonly Category[]> {
  const { items } = await unwrap(api.GET('/v1/categories', { params: { query: { locale } } }))
  return items
}

export interface Question extends Filters {
  readonly category?: string
  readonly limit?: number
  readonly cursor?: string
}

/** A list; of what is sold out, with what may be ordered for later. */
export async function products(api: SplotClient, locale: Locale, question: Question): Promise<Listing> {
  const { colour = [], size = [], ...rest } = question
  const query = { limit: PAGE_SIZE, ...rest, colour: [...colour], size: [...size], locale }
  const listing = await unwrap(api.GET('/v1/products', { params: { query } }))
  const gone = listing.items.filter(({ available }) => !available)
  const later = await laterOf(
    api,
    gone.flatMap(({ variants }) => variants.map(({ sku }) => sku)),
  )
  return {
    ...listing,
    items: listing.items.map((card) => {
      const found = card.available ? undefined : card.variants.find(({ sku }) => later[sku])
      const own = found && later[found.sku]
      return own ? { ...card, later: own } : card
    }),
  }
}

/** @throws ProblemError 404 when it is not sold here. */
export async function product(api: SplotClient, locale: Locale, handle: string): Promise<ProductPage> {
  const page = await unwrap(
    api.GET('/v1/products/{handle}', { params: { path: { handle }, query: { locale } } }),
  )
  const gone = page.variants.filter(({ online }) => online === 0)
  return {
    ...page,
    later: await laterOf(
      api,
      gone.map(({ sku }) => sku),
    ),
  }
}

/** The API answers about so many at once. */
const MAX_LATER = 100

/** Which of these no parcel can carry now and may be ordered for later. Without an answer the page is as good as before: none. */
async function laterOf(api: SplotClient, skus: readonly string[]): Promise<Later> {
  if (skus.length === 0) return {}
  const query = { sku: skus.slice(0, MAX_LATER) }
  try {
    const { items } = await unwrap(api.GET('/v1/variants/later', { params: { query } }))
    return Object.fromEntries(items.map(({ sku, ...later }) => [sku, later]))
  } catch {
    return {}
  }
}

/** The stores where orders wait, as a Polish reader looks them up. */
export async function pickupStores(api: SplotClient): Promise<readonly StoreOfList[]> {
  const { items } = await unwrap(api.GET('/v1/locations', { params: { query: { service: 'pickup' } } }))
  return items.toSorted((a, b) => byName(a.name, b.name))
}
