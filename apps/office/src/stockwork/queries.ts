import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

export type Advice = Got<'/v1/stock/advices'>['items'][number]
export type AdviceDetail = Got<'/v1/stock/advices/{id}'>
export type Transfer = Got<'/v1/stock/transfers'>['items'][number]
export type TransferDetail = Got<'/v1/stock/transfers/{id}'>
export type Count = Got<'/v1/stock/counts'>['items'][number]
export type CountDetail = Got<'/v1/stock/counts/{id}'>
export type CountLine = Got<'/v1/stock/counts/{id}/lines'>['items'][number]
export type Adjustment = Got<'/v1/stock/adjustments'>['items'][number]
export type AdjustmentDetail = Got<'/v1/stock/adjustments/{id}'>
export type PutAwayTask = Got<'/v1/stock/put-away-tasks'>['items'][number]
export type Quarantined = Got<'/v1/stock/quarantine'>['items'][number]
export type Limit = Got<'/v1/stock/adjustment-limits'>['items'][number]

export type PaperKind = 'advice' | 'transfer' | 'count' | 'adjustment'

// States come from the selects of these pages; a mistyped address is refused by the API and shown in place.
type StateOf<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: { state?: infer S } } }
}
  ? NonNullable<S>
  : never
const asked = <P extends keyof paths>(filter: Query, cursor: string | undefined) => ({
  locationId: filter['locationId'],
  q: filter['q'],
  state: filter['state'] as StateOf<P> | undefined,
  cursor,
  limit: PAGE,
})

export const advicesQuery = (filter: Query) =>
  list(['advices', filter], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/advices', {
        params: { query: asked<'/v1/stock/advices'>(filter, cursor) },
        signal,
      }),
    ),
  )
export const transfersQuery = (filter: Query) =>
  list(['transfers', filter], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/transfers', {
        params: { query: asked<'/v1/stock/transfers'>(filter, cursor) },
        signal,
      }),
    ),
  )
export const countsQuery = (filter: Query) =>
  list(['counts', filter], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/counts', { params: { query: asked<'/v1/stock/counts'>(filter, cursor) }, signal }),
    ),
  )
export const adjustmentsQuery = (filter: Query) =>
  list(['adjustments', filter], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/adjustments', {
        params: { query: asked<'/v1/stock/adjustments'>(filter, cursor) },
        signal,
      }),
    ),
  )

export const adviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['advice', id],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/advices/{id}', { params: { path: { id } }, signal })),
  })
export const transferQuery = (id: string) =>
  queryOptions({
    queryKey: ['transfer', id],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/transfers/{id}', { params: { path: { id } }, signal })),
  })
export const countQuery = (id: string) =>
  queryOptions({
    queryKey: ['count', id],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/stock/counts/{id}', { params: { path: { id } }, signal })),
  })
export const countLinesQuery = (id: string, show: 'all' | 'different') =>
  list(['count', id, 'lines', show], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/counts/{id}/lines', {
        params: { path: { id }, query: { show, cursor, limit: PAGE } },
        signal,
      }),
    ),
  )
export const adjustmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['adjustment', id],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/adjustments/{id}', { params: { path: { id } }, signal })),
  })

export const differenceReasonsQuery = queryOptions({
  queryKey: ['difference-reasons'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/stock/difference-reasons', { signal })),
  staleTime: Infinity,
})

/** What lies in a place changes with its stock: it is read again with that, and whenever somebody looks. */
const ofPlace = (name: string, locationId: string) => ['stock', name, locationId]

export const putAwayTasksQuery = (locationId: string) => ({
  ...list(ofPlace('put-away', locationId), (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/put-away-tasks', {
        params: { query: { locationId, cursor, limit: PAGE } },
        signal,
      }),
    ),
  ),
  enabled: locationId !== '',
  staleTime: 0,
})

export const quarantineQuery = (locationId: string) => ({
  ...list(ofPlace('quarantine', locationId), (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/quarantine', { params: { query: { locationId, cursor, limit: PAGE } }, signal }),
    ),
  ),
  enabled: locationId !== '',
  staleTime: 0,
})

/** Kinds of bins that goods are put away into. */
const homes = new Set(['shelf', 'back_room'])
/** The largest page of the API. */
const MOST = 200

/** The bins to put goods away into. */
export const binChoicesQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['bins', locationId, 'choices'],
    queryFn: async ({ signal }) => {
      const found: { code: string }[] = []
      for (let cursor: string | undefined; ;) {
        const { items, next } = await unwrap(
          splot.GET('/v1/stock/places/{locationId}/bins', {
            params: { path: { locationId }, query: { cursor, limit: MOST } },
            signal,
          }),
        )
        found.push(...items.filter(({ kind }) => homes.has(kind)))
        if (next === null) return found
        cursor = next
      }
    },
  })

export const limitsQuery = queryOptions({
  queryKey: ['adjustment-limits'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/stock/adjustment-limits', { signal })),
})
