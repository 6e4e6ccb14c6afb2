import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'

/** Facts come in bursts (a sale is five of them): one refetch answers all that arrive within this time. */
const SETTLE_MS = 200

/** A fact as the topics `work` and `all` send it. */
export type LiveFact = Readonly<{
  id: string
  type: string
  subject: string
  at: string
  locationId: string | null
  data: Record<string, unknown>
}>

export type LiveState = 'connecting' | 'live' | 'lost'

let state: LiveState = 'connecting'
const watchers = new Set<() => void>()

function tell(next: LiveState): void {
  state = next
  for (const watcher of watchers) watcher()
}

/** How the stream of facts stands, for the little light in the bar. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )
}

type Topic = 'work' | 'stock' | 'all' | 'availability'

type Follow = Readonly<{
  onFact: (fact: LiveFact) => void
  onReset?: () => void
  onState?: (state: LiveState) => void
}>

/**
 * Follows topics over one connection until the returned function is called: a browser keeps only a few to one address. It comes back
 * with Last-Event-ID by itself.
 */
export function follow(topics: readonly Topic[], { onFact, onReset, onState }: Follow): () => void {
  const source = new EventSource(`/v1/events/stream?topics=${topics.join(',')}`)
  for (const topic of topics) {
    // The topic's own shape; the server writes it, nobody else can.
    source.addEventListener(topic, (event) => onFact(JSON.parse(event.data as string) as LiveFact))
  }
  source.addEventListener('reset', () => onReset?.())
  source.addEventListener('open', () => onState?.('live'))
  source.addEventListener('error', () =>
    onState?.(source.readyState === EventSource.CLOSED ? 'lost' : 'connecting'),
  )
  return () => source.close()
}

/** Which cached lists a fact of stock makes old, by how its type begins. */
const listsOf: Readonly<Record<string, readonly string[]>> = {
  'incidents.': ['incidents', 'incident'],
  'stockwork.': [
    'advices',
    'advice',
    'transfers',
    'transfer',
    'counts',
    'count',
    'adjustments',
    'adjustment',
  ],
  'replenishment.': ['alerts', 'proposals'],
  'inventory.policy_': ['policies', 'policy', 'atp'],
}

/** Keeps orders, their timelines, the board of work and the lists of stock fresh while somebody is signed in. */
export function useLiveWork(client: QueryClient, topics: readonly ('work' | 'stock')[]): void {
  const wanted = topics.join(',')
  useEffect(() => {
    if (wanted === '') return
    const stale = new Set<string>()
    const orders = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | null = null
    const flush = () => {
      timer = null
      for (const orderId of orders) {
        void client.invalidateQueries({ queryKey: ['order', orderId] })
        void client.invalidateQueries({ queryKey: ['timeline', orderId] })
      }
      for (const name of stale) void client.invalidateQueries({ queryKey: [name] })
      orders.clear()
      stale.clear()
    }
    // It was joined from names of topics just above.
    const stop = follow(wanted.split(',') as Topic[], {
      onFact: ({ type, subject }) => {
        const lists = Object.entries(listsOf).find(([start]) => type.startsWith(start))?.[1]
        if (!lists) orders.add(subject)
        for (const name of lists ?? ['orders', 'fulfilments']) stale.add(name)
        timer ??= setTimeout(flush, SETTLE_MS)
      },
      onReset: () => void client.invalidateQueries(),
      onState: tell,
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [client, wanted])
}

/** Calls `run` with each fact of a topic while `enabled`. */
export function useLive(
  topic: 'all' | 'availability',
  enabled: boolean,
  run: (fact: LiveFact) => void,
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled) return
    return follow([topic], { onFact: (fact) => latest.current(fact) })
  }, [topic, enabled])
}

/** Sales come in bursts; what is shown of them follows at this pace. */
const FOLLOW_MS = 1_000

/** Reads the named lists again when stock changes anywhere, at most once in a while. */
export function useFollowStock(names: readonly string[]): void {
  const client = useQueryClient()
  const waiting = useRef(false)
  useLive('availability', true, () => {
    if (waiting.current) return
    waiting.current = true
    setTimeout(() => {
      waiting.current = false
      for (const name of names) void client.invalidateQueries({ queryKey: [name] })
    }, FOLLOW_MS)
  })
}
