import type { ChannelTerms } from '../types.ts'

/** Pieces of a row that a channel may not have though they are there. */
export interface Hidden {
  /** Its own buffer: pieces, and its share of the sellable ones rounded up. */
  readonly buffer: number
  /** What other channels have left in pools of their own. */
  readonly pooledForOthers: number
}

/** The two terms that `roomFor` takes off what may be promised of a row. */
export function hiddenFrom(channelId: string | null, sellable: number, terms: ChannelTerms | null): Hidden {
  let own = 0
  let pooledForOthers = 0
  for (const [owner, { buffer = 0, ppm = 0, pool = 0, used = 0 }] of Object.entries(terms ?? {})) {
    if (owner === channelId) own = buffer + Math.ceil((Math.max(0, sellable) * ppm) / 1_000_000)
    else pooledForOthers += Math.max(0, pool - used)
  }
  return { buffer: own, pooledForOthers }
}
