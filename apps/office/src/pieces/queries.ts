import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

export type Kit = Got<'/v1/stock/kits'>['items'][number]
export type Bin = Got<'/v1/stock/places/{locationId}/bins'>['items'][number]
export type Lot = Got<'/v1/stock/lots'>['items'][number]
export type Serial = Got<'/v1/stock/serials'>[number]
export type Tracking = Got<'/v1/stock/tracking/{sku}'>
export type RowHold = Got<'/v1/stock/holds'>['items'][number]

/** Who holds the pieces of an article in a place: asked whenever somebody looks, but not at each sale, because the server reads all holds. */
export const rowHoldsQuery = (sku: string, locationId: string) => ({
  ...list(['row-holds', sku, locationId], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/holds', { params: { query: { sku, locationId, cursor, limit: PAGE } }, signal }),
    ),
  ),
  staleTime: 0,
})

/** Where the pieces of an article lie in a place. */
export const rowPiecesQuery = (sku: string, locationId: string) => ({
  ...list(['stock', 'pieces', sku, locationId], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/pieces', { params: { query: { sku, locationId, cursor, limit: PAGE } }, signal }),
    ),
  ),
  staleTime: 0,
})

export const kitsQuery = list(['kits'], (cursor, signal) =>
  unwrap(splot.GET('/v1/stock/kits', { params: { query: { cursor, limit: PAGE } }, signal })),
)

export const binsQuery = (locationId: string) => ({
  ...list(['bins', locationId], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/places/{locationId}/bins', {
        params: { path: { locationId }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  ),
  enabled: locationId !== '',
})

export const binPiecesQuery = (locationId: string, code: string) =>
  list(['bins', locationId, code], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/places/{locationId}/bins/{code}/pieces', {
        params: { path: { locationId, code }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const lotsQuery = (sku: string) => ({
  ...list(['lots', sku], (cursor, signal) =>
    unwrap(splot.GET('/v1/stock/lots', { params: { query: { sku, cursor, limit: PAGE } }, signal })),
  ),
  enabled: sku !== '',
})

export const lotPiecesQuery = (lotId: string) =>
  queryOptions({
    queryKey: ['lots', 'pieces', lotId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/lots/{lotId}/pieces', { params: { path: { lotId } }, signal })),
  })

export const trackingQuery = (sku: string) =>
  queryOptions({
    queryKey: ['tracking', sku],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/tracking/{sku}', { params: { path: { sku } }, signal })),
    enabled: sku !== '',
  })

export const serialsQuery = (serial: string) =>
  queryOptions({
    queryKey: ['serials', serial],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/serials', { params: { query: { serial } }, signal })),
    enabled: serial !== '',
  })

export const serialHistoryQuery = (sku: string, serial: string) =>
  queryOptions({
    queryKey: ['serials', 'history', sku, serial],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/serials/history', { params: { query: { sku, serial } }, signal })),
  })
