import { unwrap, type SplotClient } from '@splot/client'
import type { Locale } from '@splot/ui'
import type { Filters } from '../listing/filters.ts'
import type { Category, Listing, ProductPage, StoreOfList } from './types.ts'

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

export function products(api: SplotClient, locale: Locale, question: Question): Promise<Listing> {
  const { colour = [], size = [], ...rest } = question
  const query = { limit: PAGE_SIZE, ...rest, colour: [...colour], size: [...size], locale }
  return unwrap(api.GET('/v1/products', { params: { query } }))
}

/** @throws ProblemError 404 when it is not sold here. */
export function product(api: SplotClient, locale: Locale, handle: string): Promise<ProductPage> {
  return unwrap(api.GET('/v1/products/{handle}', { params: { path: { handle }, query: { locale } } }))
}

/** The stores where orders wait, as a Polish reader looks them up. */
export async function pickupStores(api: SplotClient): Promise<readonly StoreOfList[]> {
  const { items } = await unwrap(api.GET('/v1/locations', { params: { query: { service: 'pickup' } } }))
  return items.toSorted((a, b) => byName(a.name, b.name))
}
