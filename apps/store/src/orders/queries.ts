import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { followWork } from '../api/follow-work.ts'
import type { Fulfilment } from '../api/types.ts'
import { api, ask, queries } from '../house.ts'
import { useHere } from '../use-house.ts'

/** More than a store's people see at once; the earliest promises come first. */
const QUEUE_LIMIT = 100
/** Facts come in bursts; one reading serves them all. */
const GATHER_MS = 120
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

let isLive = false
const listeners = new Set<() => void>()

/** Whether facts arrive as they happen. */
export const useLive = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => isLive,
  )

/** Keeps queue and orders fresh for as long as this person is signed in. */
export function useFollowWork(token: string, allowed: boolean): void {
  useEffect(() => {
    if (!allowed || !token) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const readAgain = () => {
      timer = null
      void queries.invalidateQueries({ queryKey: QUEUE })
      void queries.invalidateQueries({ queryKey: ['fulfilment'] })
    }
    const stop = followWork({
      onFact: (fact) => {
        if (fact === null || /^(orders|fulfilment)\./.test(fact.type))
          timer ??= setTimeout(readAgain, GATHER_MS)
      },
      onLive: (live) => {
        isLive = live
        for (const tell of listeners) tell()
      },
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [token, allowed])
}
