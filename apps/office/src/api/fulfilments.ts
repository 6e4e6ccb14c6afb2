import { ProblemError, type Problem } from '@splot/client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Page, Words } from './types.ts'

/** What a place has to prepare, as `GET /v1/fulfilments` sends it: open ones only, the earliest promise first. */
export type Fulfilment = Readonly<{
  id: string
  orderId: string
  orderNumber: string
  kind: string
  state: string
  words: Words
  location: Readonly<{ id: string; code: string; name: string }>
  promisedAt: string | null
  createdAt: string
  pieces: number
  picked: number
}>

const PAGE = 100

/** The whole queue of the places that the reader may see. */
export const fulfilmentsQuery = infiniteQueryOptions({
  queryKey: ['fulfilments'],
  queryFn: async ({ pageParam, signal }): Promise<Page<Fulfilment>> => {
    const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''
    const response = await fetch(`/v1/fulfilments?limit=${PAGE}${cursor}`, { signal })
    // The route answers this shape, and problem details otherwise.
    if (!response.ok) throw new ProblemError((await response.json()) as Problem)
    return (await response.json()) as Page<Fulfilment>
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
