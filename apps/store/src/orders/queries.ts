import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Fact } from '../api/follow-facts.ts'
import type { Fulfilment } from '../api/types.ts'
import { api, ask, queries } from '../house.ts'
import { useLive } from '../live.ts'
import { useHere } from '../use-house.ts'

/** More than a store's people see at once; the earliest promises come first. */
const QUEUE_LIMIT = 100
/** Without a live line the queue is read at this pace. */
const POLL_MS = 20_000

const QUEUE = ['fulfilments'] as const
const one = (id: string) => ['fulfilment', id] as const

export const queueOf = (locationId: string) =>
  queryOptions({
    queryKey: [...QUEUE, locationId],
    queryFn: async () => {
      const query = { locationId, limit: QUEUE_LIMIT }
      const { items } = await ask(api.GET('/v1/fulfilments', { params: { query } }))
      return items.toSorted(byPromise)
    },
  })

export const fulfilmentOf = (id: string) =>
  queryOptions({
    queryKey: one(id),
    queryFn: () => ask(api.GET('/v1/fulfilments/{id}', { params: { path: { id } } })),
  })

/** What the server has just answered about it: shown everywhere at once. */
export function learn(fulfilment: Fulfilment): void {
  queries.setQueryData(one(fulfilment.id), fulfilment)
  void queries.invalidateQueries({ queryKey: QUEUE })
}

/** The earliest promise first; what was promised no time comes last. */
export function byPromise(a: Fulfilment, b: Fulfilment): number {
  if (a.promisedAt === b.promisedAt) return a.createdAt < b.createdAt ? -1 : 1
  if (a.promisedAt === null) return 1
  if (b.promisedAt === null) return -1
  return Date.parse(a.promisedAt) - Date.parse(b.promisedAt)
}

export const isTodo = ({ state }: Fulfilment): boolean => state === 'waiting' || state === 'picking'

/** The queue of this place, from memory while it is read again. */
export function useQueue() {
  const { enrolment, session } = useHere()
  const live = useLive()
  return useQuery({
    ...queueOf(enrolment.location.id),
    enabled: session.permissions.includes('fulfilment.pick'),
    refetchInterval: live ? false : POLL_MS,
  })
}

/** Reads what facts (null: anything) have made old: the queue, and orders that are open. */
export function readOrdersAgain(facts: readonly (Fact | null)[]): void {
  if (!facts.some((fact) => fact === null || /^(orders|fulfilment)\./.test(fact.type))) return
  void queries.invalidateQueries({ queryKey: QUEUE })
  void queries.invalidateQueries({ queryKey: ['fulfilment'] })
}
