import { unwrap, type paths } from '@splot/client'
import { queryOptions, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got } from '../api/types.ts'
import type { Edits } from './edits.ts'

export type PriceList = Got<'/v1/prices/lists'>['items'][number]
export type ShelfRow = Got<'/v1/prices/lists/{code}/prices'>['items'][number]
export type PriceOf = Got<'/v1/prices/{sku}'>
export type Version = Got<'/v1/prices/versions'>['items'][number]
export type Change = Got<'/v1/prices/changes'>['items'][number]
export type ChangeDetail = Got<'/v1/prices/changes/{id}'>
export type PriceException = Got<'/v1/prices/exceptions'>['items'][number]
export type PriceProposal = Got<'/v1/prices/proposals'>['items'][number]

export type ProposalRule = Got<'/v1/prices/proposal-rules'>['items'][number]
export type ArticleRow = Got<'/v1/prices/{sku}/versions'>['items'][number]
export type Competitor = Got<'/v1/prices/{sku}/competitors'>['items'][number]

export type Label = Got<'/v1/prices/labels'>['items'][number]
export type Cost = Got<'/v1/prices/{sku}/costs'>['items'][number]

type ChangeFilter = NonNullable<paths['/v1/prices/changes']['get']['parameters']['query']>
type ProposalFilter = NonNullable<paths['/v1/prices/proposals']['get']['parameters']['query']>

const MINUTES_MS = 5 * 60_000

export const listsQuery = queryOptions({
  queryKey: ['price-lists'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/prices/lists', { signal })),
  staleTime: MINUTES_MS,
})

export const shelfQuery = (code: string, q: string | undefined) =>
  list(['price-shelf', code, q], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/prices/lists/{code}/prices', {
        params: { path: { code }, query: { q, cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const priceQuery = (sku: string, channelId: string | undefined, locationId: string | undefined) =>
  queryOptions({
    queryKey: ['price', sku, channelId, locationId],
    queryFn: ({ signal }) =>
      unwrap(
        splot.GET('/v1/prices/{sku}', {
          params: { path: { sku }, query: { channelId, locationId } },
          signal,
        }),
      ),
    enabled: channelId !== undefined,
  })

export const versionsQuery = (future: boolean) =>
  list(['price-versions', future], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/prices/versions', {
        params: { query: { cursor, limit: PAGE, ...(future && { future }) } },
        signal,
      }),
    ),
  )

// What narrows these lists comes from selects; a mistyped address is refused by the API and shown in place.
export const changesQuery = ({ state }: Query) =>
  list(['price-changes', state], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/prices/changes', {
        params: { query: { state: state as ChangeFilter['state'], cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: ['price-change', id],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/prices/changes/{id}', { params: { path: { id } }, signal })),
  })

export const exceptionsQuery = queryOptions({
  queryKey: ['price-exceptions'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/prices/exceptions', { signal })),
})

export const proposalsQuery = ({ state, sku, ruleId }: Query) =>
  list(['price-proposals', state, sku, ruleId], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/prices/proposals', {
        params: { query: { state: state as ProposalFilter['state'], sku, ruleId, cursor, limit: PAGE } },
        signal,
      }),
    ),
  )

export const rulesQuery = queryOptions({
  queryKey: ['price-rules'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/prices/proposal-rules', { signal })),
})

/** What made the prices of an article, newest first. */
export const traceQuery = (sku: string) =>
  queryOptions({
    queryKey: ['price-trace', sku],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/prices/{sku}/versions', { params: { path: { sku } }, signal })),
  })

export const competitorsQuery = (sku: string) =>
  queryOptions({
    queryKey: ['price-competitors', sku],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/prices/{sku}/competitors', { params: { path: { sku } }, signal })),
  })

/** What an article has cost the retailer, newest first. */
export const costsQuery = (sku: string) =>
  queryOptions({
    queryKey: ['price-costs', sku],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/prices/{sku}/costs', { params: { path: { sku } }, signal })),
  })

/** While a label waits for its price, the list is read again this often. */
const WAITING_MS = 3_000

/** Shelf labels of a place, or of all; `state` of the address narrows them to those that do not answer. */
export const labelsQuery = ({ q, locationId, state }: Query) => ({
  ...list(['price-labels', q, locationId, state], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/prices/labels', {
        params: {
          query: { q, locationId, cursor, limit: PAGE, ...(state === 'failed' && { failed: true }) },
        },
        signal,
      }),
    ),
  ),
  refetchInterval: ({
    state: { data },
  }: {
    state: { data?: InfiniteData<Got<'/v1/prices/labels'>> | undefined }
  }) =>
    data?.pages.some(({ items }) => items.some((label) => label.state === 'waiting')) ? WAITING_MS : false,
})

const touched = [
  'price-lists',
  'price-shelf',
  'price',
  'price-versions',
  'price-changes',
  'price-change',
  'price-exceptions',
  'price-proposals',
  'price-rules',
  'price-trace',
  'price-competitors',
  'price-costs',
  'price-calendar',
  'price-labels',
] as const

/** Reads again what a change of prices may have changed. */
export function useRefreshPrices(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of touched) void client.invalidateQueries({ queryKey: [name] })
  }
}

const editsKey = ['price-edits'] as const
const noEdits: Edits = {}

/** What was typed and not published yet: it outlives the page that it was typed on, not the person who typed it. */
export function useEdits(): readonly [Edits, (edits: Edits) => void] {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: editsKey,
    queryFn: () => noEdits,
    initialData: noEdits,
    enabled: false,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  return [data, (edits) => void client.setQueryData(editsKey, edits)]
}
