import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

export type Card = Got<'/v1/gift-cards/{id}'>
export type Entry = Got<'/v1/gift-cards/{id}/entries'>['items'][number]
export type Batch = Got<'/v1/gift-cards/batches'>['items'][number]
export type Liability = Got<'/v1/gift-cards/liability'>

type CardFilter = NonNullable<paths['/v1/gift-cards']['get']['parameters']['query']>

// What narrows the list comes from selects; a mistyped address is refused by the API and shown in place.
export const cardsQuery = (filter: Query) =>
  list(['gift-cards', filter], (cursor, signal) => {
    const { q, kind, state, batchId, customerId } = filter
    const query = {
      q,
      batchId,
      customerId,
      cursor,
      limit: PAGE,
      kind: kind as CardFilter['kind'],
      state: state as CardFilter['state'],
    }
    return unwrap(splot.GET('/v1/gift-cards', { params: { query }, signal }))
  })

export const cardQuery = (id: string) =>
  queryOptions({
    queryKey: ['gift-card', id],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/gift-cards/{id}', { params: { path: { id } }, signal })),
  })

export const entriesQuery = (id: string) =>
  list(['gift-card-entries', id], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/gift-cards/{id}/entries', {
        params: { path: { id }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

/** How often the office looks how far a batch is, while one is being issued. */
const WATCH_MS = 2_000

export const batchesQuery = list(['gift-card-batches'], (cursor, signal) =>
  unwrap(splot.GET('/v1/gift-cards/batches', { params: { query: { cursor, limit: PAGE } }, signal })),
)

export const watchBatches = (batches: readonly Batch[]): number | false =>
  batches.some(({ doneAt }) => doneAt === null) && WATCH_MS

/** `day` as the field gives it: what was owed when it ended here; now, when there is none. */
export const liabilityQuery = (day: string | undefined) =>
  queryOptions({
    queryKey: ['gift-card-liability', day ?? 'now'],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/gift-cards/liability', { params: { query: atEndOf(day) }, signal })),
  })

/** The last instant of a day where this screen stands. */
export function atEndOf(day: string | undefined): { at?: string } {
  if (!day) return {}
  const next = new Date(`${day}T00:00:00`)
  if (Number.isNaN(next.getTime())) return {}
  next.setDate(next.getDate() + 1)
  return { at: new Date(next.getTime() - 1).toISOString() }
}
