import { useEffect } from 'react'
import { followFacts, type Fact, type Topic } from './api/follow-facts.ts'
import { setLive } from './live.ts'
import { readOrdersAgain } from './orders/queries.ts'
import { readPapersAgain } from './stock/papers.ts'

/** Facts come in bursts; one reading serves them all. */
const GATHER_MS = 120

/** The topics that somebody may follow. */
const topicsFor = (permissions: readonly string[]): Topic[] => [
  ...(permissions.includes('orders.read') ? (['work'] as const) : []),
  ...(permissions.includes('stock.read') ? (['stock'] as const) : []),
]

/** Keeps the queue, orders and stock papers fresh for as long as this person is signed in. */
export function useFollowFacts(token: string, permissions: readonly string[]): void {
  const wanted = topicsFor(permissions).join(',')
  useEffect(() => {
    if (!wanted || !token) return
    let timer: ReturnType<typeof setTimeout> | null = null
    let heard: (Fact | null)[] = []
    const readAgain = () => {
      const facts = heard
      timer = null
      heard = []
      readOrdersAgain(facts)
      readPapersAgain(facts)
    }
    const stop = followFacts({
      // They were joined just above.
      topics: wanted.split(',') as Topic[],
      onFact: (fact) => {
        heard.push(fact)
        timer ??= setTimeout(readAgain, GATHER_MS)
      },
      onLive: setLive,
    })
    return () => {
      stop()
      setLive(false)
      if (timer) clearTimeout(timer)
    }
  }, [token, wanted])
}
