import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

export type Customer = Got<'/v1/customers/{customerId}'>
export type Group = Got<'/v1/customer-groups'>['items'][number]
export type Member = Got<'/v1/customer-groups/{name}/customers'>['items'][number]

/** Asked once while the page is open: each look at a person is written down, and a look nobody took must not be. */
export const customerQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/customers/{customerId}', { params: { path: { customerId } }, signal })),
    staleTime: Infinity,
    retry: false,
  })

export const groupsOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer-groups-of', customerId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/customers/{customerId}/groups', { params: { path: { customerId } }, signal })),
  })

export const groupsQuery = queryOptions({
  queryKey: ['customer-groups'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/customer-groups', { signal })),
})

export const membersQuery = (name: string) =>
  list(['customer-group', name], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/customer-groups/{name}/customers', {
        params: { path: { name }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )
