import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got, Posted } from '../api/types.ts'

export type Alert = Got<'/v1/replenishment/alerts'>['items'][number]
export type Proposal = Got<'/v1/replenishment/proposals'>['items'][number]
export type WatchRule = Got<'/v1/replenishment/rules'>['items'][number]
export type NewRule = Posted<'/v1/replenishment/rules'>

// What narrows these lists comes from selects; a mistyped address is refused by the API and shown in place.
type AlertFilter = NonNullable<paths['/v1/replenishment/alerts']['get']['parameters']['query']>

export const alertsQuery = (filter: Query) =>
  list(['alerts', filter], (cursor, signal) => {
    const { state = 'current', kind, locationId } = filter
    const query = {
      locationId,
      cursor,
      limit: PAGE,
      kind: kind as AlertFilter['kind'],
      ...(state !== 'all' && { state: state as NonNullable<AlertFilter['state']> }),
    }
    return unwrap(splot.GET('/v1/replenishment/alerts', { params: { query }, signal }))
  })

export const proposalsQuery = (filter: Query) =>
  list(['proposals', filter], (cursor, signal) => {
    const { state = 'proposed', locationId } = filter
    const query = {
      locationId,
      cursor,
      limit: PAGE,
      ...(state !== 'all' && { state: 'proposed' as const }),
    }
    return unwrap(splot.GET('/v1/replenishment/proposals', { params: { query }, signal }))
  })

export const rulesQuery = queryOptions({
  queryKey: ['watch-rules'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/replenishment/rules', { signal })),
})
