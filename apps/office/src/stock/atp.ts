import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import type { Got } from '../api/types.ts'

export type Atp = Got<'/v1/stock/atp'>
export type AtpRow = Atp['rows'][number]
export type AtpDay = AtpRow['days'][number]
export type TermSource = NonNullable<AtpRow['sources']['safety']>

/** Days that are explained at once. */
export const SHOWN_DAYS = 14

export const atpQuery = (sku: string, channelId: string, from: string | undefined) =>
  queryOptions({
    queryKey: ['atp', sku, channelId, from ?? ''],
    queryFn: ({ signal }) =>
      unwrap(
        splot.GET('/v1/stock/atp', {
          params: { query: { sku: [sku], channelId, days: SHOWN_DAYS, ...(from && { from }) } },
          signal,
        }),
      ),
    enabled: sku !== '',
    retry: false,
  })

type Term =
  | 'onHand'
  | 'reserved'
  | 'quarantined'
  | 'safety'
  | 'buffer'
  | 'pooled'
  | 'inbound'
  | 'queued'
  | 'kept'

/** The sum of one day, term by term with its sign, and what it comes to. Terms that are nothing and no rule gave are left out. */
export function sumOf(
  row: AtpRow,
  day: AtpDay,
): { terms: { term: Term; pieces: number; sources: readonly TermSource[] }[]; result: number } {
  const { safety, buffer, bufferPpm, pools } = row.sources
  // One rule may have given two of the figures behind a term.
  const known = (...sources: readonly (TermSource | null)[]) => [
    ...new Map(
      sources.flatMap((source) => (source ? [[`${source.version} ${source.ruleNo}`, source] as const] : [])),
    ).values(),
  ]
  const terms = [
    { term: 'onHand', pieces: row.onHand, sources: [] },
    { term: 'reserved', pieces: -row.reserved, sources: [] },
    { term: 'quarantined', pieces: -row.quarantined, sources: [] },
    { term: 'safety', pieces: -row.safety, sources: known(safety) },
    { term: 'buffer', pieces: -row.buffer, sources: known(buffer, bufferPpm) },
    { term: 'pooled', pieces: -row.pooledForOthers, sources: known(...pools.map(({ source }) => source)) },
    { term: 'inbound', pieces: day.inbound, sources: [] },
    { term: 'queued', pieces: -day.queued, sources: [] },
    { term: 'kept', pieces: -day.keptForLater, sources: [] },
  ] as const satisfies { term: Term; pieces: number; sources: readonly TermSource[] }[]
  const always: readonly Term[] = ['onHand', 'reserved']
  return {
    terms: terms.filter(
      ({ term, pieces, sources }) => always.includes(term) || pieces !== 0 || sources.length > 0,
    ),
    result: day.available,
  }
}
