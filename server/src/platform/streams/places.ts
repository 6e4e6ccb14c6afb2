import { Refusal } from '@splot/kernel'

/** Open streams of one process. */
const MAX_STREAMS = 5_000
/** Of them from one address: a store with all its devices and its guests fits, and nobody takes the place of everybody else. */
export const MAX_STREAMS_PER_ADDRESS = 200
/** How long whoever found no place should wait. */
const TRY_AGAIN_SECONDS = 60

/** The places for followers in one process. */
export interface Places {
  /** Refuses with `streams.full` (503), or with `streams.too_many_from_here` (429) when this origin has its share. */
  admit(origin: string): void
  /** Takes one; answers how to leave it, once. Those who still catch up have one too, or all who return at once would fit. */
  take(origin: string): () => void
}

export function openPlaces(): Places {
  const takenFrom = new Map<string, number>()
  let taken = 0
  const count = (origin: string, by: 1 | -1) => {
    taken += by
    const here = (takenFrom.get(origin) ?? 0) + by
    if (here > 0) takenFrom.set(origin, here)
    else takenFrom.delete(origin)
  }
  return {
    admit: (origin) => {
      if (taken >= MAX_STREAMS) throw full()
      if ((takenFrom.get(origin) ?? 0) >= MAX_STREAMS_PER_ADDRESS) throw tooManyFromHere()
    },
    take: (origin) => {
      count(origin, 1)
      return () => count(origin, -1)
    },
  }
}

const full = (): Refusal =>
  new Refusal('unavailable', 'streams.full', 'Too many open streams. Try again in a minute.', {
    retryAfterSeconds: TRY_AGAIN_SECONDS,
  })

const tooManyFromHere = (): Refusal =>
  new Refusal(
    'too_many',
    'streams.too_many_from_here',
    'Too many open streams from one address. Close some pages and try again in a minute.',
    { retryAfterSeconds: TRY_AGAIN_SECONDS, facts: { limit: MAX_STREAMS_PER_ADDRESS } },
  )
