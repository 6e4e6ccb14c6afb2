import { ProblemError } from '@splot/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Fact } from '../api/follow-facts.ts'
import type { Read } from '../api/types.ts'
import { api, ask, kept, queries, signedInPerson } from '../house.ts'
import { useLive } from '../live.ts'
import { useHere } from '../use-house.ts'

/** Open papers of one kind and state that a store has at a time; a page of the API. */
const PAGE = 100
/** Lines of one count that a device keeps; beyond that it shows what was counted here. */
const MAX_LINES_KEPT = 2_000
/** How often the list of tasks is read while it is in view and facts do not arrive by themselves. */
const POLL_MS = 15_000

export type Advice = Read<'/v1/stock/advices/{id}'>
export type AdviceRow = Read<'/v1/stock/advices'>['items'][number]
export type Transfer = Read<'/v1/stock/transfers/{id}'>
export type TransferRow = Read<'/v1/stock/transfers'>['items'][number]
export type Count = Read<'/v1/stock/counts/{id}'>
export type CountRow = Read<'/v1/stock/counts'>['items'][number]
export type CountLine = Read<'/v1/stock/counts/{id}/lines'>['items'][number]
export type StorePlace = Read<'/v1/locations'>['items'][number]

/** What the server has answered, or what it answered the last time that anybody heard of it. */
export interface Paper<T> {
  readonly value: T
  /** When it was read, milliseconds since the epoch. */
  readonly at: number
  /** The server is silent: this is from the device. */
  readonly isOld: boolean
}

/** Blind papers differ by person, so everybody has copies of her own. */
const nameOf = (key: readonly string[]): string => [signedInPerson()?.id ?? '', ...key].join('/')

/** Reads and keeps; without a network what was kept. A "no" of the server is a "no". */
async function readOrKept<T>(key: readonly string[], read: () => Promise<T>): Promise<Paper<T>> {
  try {
    const value = await read()
    return { value, at: keep(key, value), isOld: false }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    const row = await kept.papers.get(nameOf(key)).catch(() => undefined)
    if (!row) throw error
    // Only `keep` writes under this name, with what `read` of the same name answered.
    return { value: row.paper as T, at: row.at, isOld: true }
  }
}

function keep(key: readonly string[], value: unknown): number {
  const at = Date.now()
  // A full disk costs work without a network, nothing else.
  kept.papers.put(nameOf(key), value, at).catch(() => {})
  return at
}

export const paperOf = <T>(key: readonly string[], read: () => Promise<T>) =>
  queryOptions({
    queryKey: ['stock', ...key],
    queryFn: () => readOrKept(key, read),
    // The browser's opinion of the network is not asked: what is kept is there anyway.
    networkMode: 'always',
    retry: false,
    // Others work on the same papers: what is shown from memory is read again behind it.
    staleTime: 0,
  })

/** What a command was answered with is the newest state of its paper. */
export function learnPaper(key: readonly string[], value: unknown): void {
  queries.setQueryData(['stock', ...key], { value, at: keep(key, value), isOld: false })
}

export const adviceOf = (id: string) =>
  paperOf(['advices', id], () => ask(api.GET('/v1/stock/advices/{id}', { params: { path: { id } } })))
export const transferOf = (id: string) =>
  paperOf(['transfers', id], () => ask(api.GET('/v1/stock/transfers/{id}', { params: { path: { id } } })))
export const countOf = (id: string) =>
  paperOf(['counts', id], () => ask(api.GET('/v1/stock/counts/{id}', { params: { path: { id } } })))

/** The lines of a count: of the running pass, or with `different` those that an approval is about. */
export const countLinesOf = (id: string, show: 'all' | 'recount' | 'different') =>
  paperOf(['counts', id, 'lines', show], () =>
    everyPage<CountLine>(
      (cursor) =>
        ask(
          api.GET('/v1/stock/counts/{id}/lines', {
            params: { path: { id }, query: { show, limit: PAGE, ...cursor } },
          }),
        ),
      MAX_LINES_KEPT,
    ),
  )

export const placesQuery = paperOf(['places'], async () => (await ask(api.GET('/v1/locations'))).items)

/** All pages of a list, or its first `most` items. */
export async function everyPage<T>(
  read: (cursor: { cursor?: string }) => Promise<{ items: T[]; next: string | null }>,
  most: number,
): Promise<T[]> {
  const items: T[] = []
  for (let cursor: { cursor?: string } = {}; ;) {
    const page = await read(cursor)
    items.push(...page.items)
    if (page.next === null || items.length >= most) return items
    cursor = { cursor: page.next }
  }
}

export type PutAwayTask = Read<'/v1/stock/put-away-tasks'>['items'][number]

/** Delivered pieces that are not in their bins yet; none where a place has no bins. */
export const putAwayOf = (locationId: string) =>
  paperOf(['tasks', locationId, 'put-away'], () =>
    everyPage<PutAwayTask>(
      (cursor) =>
        ask(
          api.GET('/v1/stock/put-away-tasks', { params: { query: { locationId, limit: PAGE, ...cursor } } }),
        ),
      MAX_LINES_KEPT,
    ),
  )

export interface Tasks {
  readonly advices: readonly AdviceRow[]
  readonly transfers: readonly TransferRow[]
  readonly counts: readonly CountRow[]
}

/** Everything that waits in a place. */
export const tasksOf = (locationId: string) =>
  paperOf(['tasks', locationId], async (): Promise<Tasks> => {
    const advices = (state: 'announced' | 'receiving') =>
      ask(api.GET('/v1/stock/advices', { params: { query: { locationId, state, limit: PAGE } } }))
    const transfers = (state: 'requested' | 'approved' | 'shipped') =>
      ask(api.GET('/v1/stock/transfers', { params: { query: { locationId, state, limit: PAGE } } }))
    const counts = (state: 'counting' | 'recounting' | 'review') =>
      ask(api.GET('/v1/stock/counts', { params: { query: { locationId, state, limit: PAGE } } }))
    const [a, t, c] = await Promise.all([
      Promise.all([advices('receiving'), advices('announced')]),
      Promise.all([transfers('shipped'), transfers('approved'), transfers('requested')]),
      Promise.all([counts('recounting'), counts('counting'), counts('review')]),
    ])
    return {
      advices: a.flatMap(({ items }) => items),
      transfers: t.flatMap(({ items }) => items),
      counts: c.flatMap(({ items }) => items),
    }
  })

export function useTasks() {
  const { enrolment, session } = useHere()
  const live = useLive()
  return useQuery({
    ...tasksOf(enrolment.location.id),
    enabled: session.permissions.includes('stock.read'),
    refetchInterval: live ? false : POLL_MS,
  })
}

/**
 * Reads what facts (null: anything) have made old: the papers they are about, wherever they are open, and the list of tasks. While
 * colleagues scan a count, only its figures are read: neither its lines, which are many, nor the tasks, which stay.
 */
export function readPapersAgain(facts: readonly (Fact | null)[]): void {
  const isAnything = facts.includes(null)
  const steps = facts.flatMap((fact) => (fact?.type.startsWith('stockwork.') ? [fact] : []))
  if (!isAnything && steps.length === 0) return
  const scanned = new Set(steps.map(({ subject }) => subject))
  const moved = new Set(
    steps.flatMap(({ subject, data }) => (data['verb'] === 'count.scan' ? [] : [subject])),
  )
  void queries.invalidateQueries({
    queryKey: ['stock'],
    predicate: ({ queryKey: [, name, id, part] }) => {
      if (isAnything) return true
      if (name === 'tasks') return moved.size > 0
      return typeof id === 'string' && (part === undefined ? scanned : moved).has(id)
    },
  })
}

/** Whether somebody here has something to do for it. */
export const isForHere = ({ state, toId, fromId }: TransferRow, here: string): boolean =>
  state === 'shipped' ? toId === here : fromId === here

/** Tasks that wait for somebody here, as the home screen counts them. */
export const countTasks = ({ advices, transfers, counts }: Tasks, here: string): number =>
  advices.length + counts.length + transfers.filter((transfer) => isForHere(transfer, here)).length
