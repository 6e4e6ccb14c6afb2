import { unwrap } from '@splot/client'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
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

export type Segment = Got<'/v1/customer-segments'>['items'][number]
export type SegmentMember = Got<'/v1/customer-segments/{code}/customers'>['items'][number]

export const segmentsQuery = queryOptions({
  queryKey: ['customer-segments'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/customer-segments', { signal })),
})

export const segmentsOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer-segments', 'of', customerId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/customers/{customerId}/segments', { params: { path: { customerId } }, signal })),
  })

export const segmentMembersQuery = (code: string) =>
  list(['customer-segments', 'in', code], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/customer-segments/{code}/customers', {
        params: { path: { code }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

/** Reads again who is in which segment. */
export function useRefreshSegments(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['customer-segments'] })
}
