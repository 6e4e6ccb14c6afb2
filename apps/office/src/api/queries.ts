import { unwrap, type paths } from '@splot/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Locale } from '@splot/ui'
import { problemOf, splot } from './client.ts'
import type { Me, Page } from './types.ts'

/** Rows that one request brings. */
export const PAGE = 50
/** People that are asked for at once, to put names beside ids. */
const MAX_PEOPLE = 200
const QUARTER_HOUR_MS = 15 * 60_000

type State = NonNullable<paths['/v1/orders']['get']['parameters']['query']>['state']
export type Query = Readonly<Record<string, string | undefined>>

/** A list that grows by its cursor. */
export function list<P extends Page<unknown>>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** Who is signed in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await unwrap(splot.GET('/v1/staff/me', { signal }))
    } catch (error) {
      const { status } = problemOf(error)
      if (status === 401 || status === 403) return null
      throw error
    }
  },
  staleTime: QUARTER_HOUR_MS,
})

export const placesQuery = queryOptions({
  queryKey: ['places'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/locations', { signal })),
  staleTime: QUARTER_HOUR_MS / 3,
})

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) =>
    unwrap(splot.GET('/v1/staff', { params: { query: { limit: MAX_PEOPLE } }, signal })),
  staleTime: QUARTER_HOUR_MS,
})

export const ordersQuery = (filter: Query) =>
  list(['orders', filter], (cursor, signal) => {
    const { state, channel, locationId, q, customerId } = filter
    // States come from a select of exactly these; a mistyped address is refused by the API and shown in place.
    const query = { state: state as State, channel, locationId, q, customerId, cursor, limit: PAGE }
    return unwrap(splot.GET('/v1/orders', { params: { query }, signal }))
  })

export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/orders/{orderId}', { params: { path: { orderId } }, signal })),
  })

export const timelineQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['timeline', orderId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/orders/{orderId}/timeline', { params: { path: { orderId } }, signal })),
  })

export const stockQuery = (filter: Query) =>
  list(['stock', filter], (cursor, signal) => {
    const { q, locationId, sku } = filter
    const query = { q: q?.toUpperCase(), locationId, sku, cursor, limit: PAGE }
    return unwrap(splot.GET('/v1/stock', { params: { query }, signal }))
  })

export const movementsQuery = (filter: Query) =>
  list(['movements', filter], (cursor, signal) => {
    const { sku, locationId } = filter
    return unwrap(
      splot.GET('/v1/stock/movements', {
        params: { query: { sku, locationId, cursor, limit: PAGE } },
        signal,
      }),
    )
  })

export const proofQuery = queryOptions({
  queryKey: ['proof'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/stock/proof', { signal })),
  // It recounts a page of rows: asked for when somebody looks, not at each move.
  staleTime: 60_000,
  refetchOnWindowFocus: false,
})

export const eventsQuery = (filter: Query) =>
  list(['events', filter], (cursor, signal) => {
    const { type, subject } = filter
    return unwrap(
      splot.GET('/v1/events', { params: { query: { type, subject, cursor, limit: PAGE } }, signal }),
    )
  })

export const productsQuery = (filter: Query, locale: Locale) =>
  list(['products', filter, locale], (cursor, signal) => {
    const query = { q: filter['q'], category: filter['category'], locale, cursor, limit: PAGE }
    return unwrap(splot.GET('/v1/products', { params: { query }, signal }))
  })

export const productQuery = (handle: string, locale: Locale) =>
  queryOptions({
    queryKey: ['product', handle, locale],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/products/{handle}', { params: { path: { handle }, query: { locale } }, signal })),
  })

export const variantQuery = (sku: string, locale: Locale) =>
  queryOptions({
    queryKey: ['variant', sku, locale],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/variants/{sku}', { params: { path: { sku }, query: { locale } }, signal })),
    staleTime: QUARTER_HOUR_MS,
    retry: false,
  })

/** What a page of a stock list names, at once: SKUs without an article are left out. */
export const variantsQuery = (skus: readonly string[], locale: Locale) =>
  queryOptions({
    queryKey: ['variants', skus, locale],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/variants', { params: { query: { sku: [...skus], locale } }, signal })),
    staleTime: QUARTER_HOUR_MS,
    enabled: skus.length > 0,
  })

export const messagesQuery = (filter: Query) =>
  list(['messages', filter], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/messages', {
        params: { query: { subject: filter['subject'], cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const staffQuery = list(['staff'], (cursor, signal) =>
  unwrap(splot.GET('/v1/staff', { params: { query: { cursor, limit: PAGE * 2 } }, signal })),
)

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/devices', { signal })),
})

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/machine-keys', { signal })),
})

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/webhooks', { signal })),
})

export const deliveriesQuery = (id: string) =>
  list(['deliveries', id], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/webhooks/{id}/deliveries', {
        params: { path: { id }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const auditQuery = (filter: Query) =>
  list(['audit', filter], (cursor, signal) => {
    const { action, subject } = filter
    return unwrap(
      splot.GET('/v1/audit', { params: { query: { action, subject, cursor, limit: PAGE } }, signal }),
    )
  })
