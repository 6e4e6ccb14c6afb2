import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got, Posted } from '../api/types.ts'

export type Incident = Got<'/v1/incidents'>['items'][number]
export type IncidentDetail = Got<'/v1/incidents/{id}'>
export type Affected = IncidentDetail['affected'][number]
export type Options = NonNullable<Affected['options']>
export type FlaggedSale = Got<'/v1/incidents/sales'>['items'][number]
export type WantedChoice = Posted<'/v1/incidents/{id}/resolve'>['choice']

type State = NonNullable<NonNullable<paths['/v1/incidents']['get']['parameters']['query']>['state']>

export const incidentsQuery = (filter: Query) =>
  list(['incidents', filter], (cursor, signal) => {
    const { state = 'current', locationId, sku } = filter
    // States come from the page's tabs; a mistyped address is refused by the API and shown in place.
    const query = { locationId, sku, cursor, limit: PAGE, ...(state !== 'all' && { state: state as State }) }
    return unwrap(splot.GET('/v1/incidents', { params: { query }, signal }))
  })

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/incidents/{id}', { params: { path: { id } }, signal })),
  })

/** Those that nobody has settled; `state: settled` the others. */
export const flaggedQuery = (filter: Query) =>
  list(['incidents', 'sales', filter], (cursor, signal) => {
    const { state, locationId } = filter
    const query = {
      locationId,
      cursor,
      limit: PAGE,
      state: state === 'settled' ? ('settled' as const) : ('open' as const),
    }
    return unwrap(splot.GET('/v1/incidents/sales', { params: { query }, signal }))
  })
