import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { QueryClient } from '@tanstack/react-query'

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

type Follow = Readonly<{
  onFact: (fact: LiveFact) => void
  onReset?: () => void
  onState?: (state: LiveState) => void
}>

/** Follows a topic until the returned function is called. The browser comes back with Last-Event-ID by itself. */
export function follow(
  topic: 'work' | 'all' | 'availability',
  { onFact, onReset, onState }: Follow,
): () => void {
  const source = new EventSource(`/v1/events/stream?topics=${topic}`)
  // The topic's own shape; the server writes it, nobody else can.
  source.addEventListener(topic, (event) => onFact(JSON.parse(event.data as string) as LiveFact))
  source.addEventListener('reset', () => onReset?.())
  source.addEventListener('open', () => onState?.('live'))
  source.addEventListener('error', () =>
    onState?.(source.readyState === EventSource.CLOSED ? 'lost' : 'connecting'),
  )
  return () => source.close()
}

/** Keeps orders, their timelines and the board of work fresh while somebody is signed in. */
export function useLiveWork(client: QueryClient, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return
    const stale = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | null = null
    const flush = () => {
      timer = null
      for (const orderId of stale) {
        void client.invalidateQueries({ queryKey: ['order', orderId] })
        void client.invalidateQueries({ queryKey: ['timeline', orderId] })
      }
      stale.clear()
      void client.invalidateQueries({ queryKey: ['orders'] })
      void client.invalidateQueries({ queryKey: ['fulfilments'] })
    }
    const stop = follow('work', {
      onFact: ({ subject }) => {
        stale.add(subject)
        timer ??= setTimeout(flush, SETTLE_MS)
      },
      onReset: () => void client.invalidateQueries(),
      onState: tell,
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [client, enabled])
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
    return follow(topic, { onFact: (fact) => latest.current(fact) })
  }, [topic, enabled])
}
