import { unwrap } from '@splot/client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { splot } from './client.ts'

const PAGE = 100

/** What the places that the reader may see have to prepare: open ones only, the earliest promise first. */
export const fulfilmentsQuery = infiniteQueryOptions({
  queryKey: ['fulfilments'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      splot.GET('/v1/fulfilments', {
        params: { query: { limit: PAGE, ...(pageParam !== undefined && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
