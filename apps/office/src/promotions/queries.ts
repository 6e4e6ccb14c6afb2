import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import type { Action, Condition } from '@splot/rules'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got, Posted } from '../api/types.ts'
import type { PromotionDraft } from './draft.ts'

export type PromotionRow = Got<'/v1/promotions'>['items'][number]
export type PromotionDetail = Got<'/v1/promotions/{id}'>
export type Conflict = Got<'/v1/promotions/conflicts'>['items'][number]
type SentDraft = Posted<'/v1/promotions'>

/** On the wire conditions and actions are open records; the API let in only those that the contract knows. */
export const contentOf = ({ content }: Pick<PromotionRow, 'content'>): PromotionDraft =>
  content as unknown as PromotionDraft
export const wordsIn = ({ content }: Pick<PromotionRow, 'content'>) =>
  content as unknown as Readonly<{ action: Action; conditions: readonly Condition[] }>
/** The contract reads lists that nobody changes; the generated types do not say so. */
export const sent = (draft: PromotionDraft): SentDraft => draft as unknown as SentDraft

type State = NonNullable<paths['/v1/promotions']['get']['parameters']['query']>['state']

// States come from a select of exactly these; a mistyped address is refused by the API and shown in place.
export const promotionsQuery = (filter: Query) =>
  list(['promotions', filter], (cursor, signal) => {
    const { q, state } = filter
    const query = { q, state: state as State, cursor, limit: PAGE }
    return unwrap(splot.GET('/v1/promotions', { params: { query }, signal }))
  })

export const promotionQuery = (id: string) =>
  queryOptions({
    queryKey: ['promotion', id],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/promotions/{id}', { params: { path: { id } }, signal })),
  })

/** With an id: also that draft as it would be. */
export const conflictsQuery = (draft?: string) =>
  queryOptions({
    queryKey: ['promotion-conflicts', draft ?? 'now'],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/promotions/conflicts', { params: { query: { draft } }, signal })),
  })
