import type { Platform } from '../context/index.ts'
import { systemActor } from '../context/index.ts'
import { readEventsAfter, type Cursor, type Tail } from '../events/index.ts'
import { MAX_TOLD } from './digest.ts'
import { isAfter, isValues, sendFacts, write, type Following } from './messages.ts'
import type { Newest } from './newest.ts'
import type { Changed } from './topic.ts'

/** Facts that a returning follower is sent; one that missed more is told to reload. */
const MAX_CATCH_UP = 5_000

const TOO_FAR = `event: reset\ndata: {"reason":"too far behind: read the current state again"}\n\n`

/** How who comes back hears of what it has missed. */
export interface CatchUp {
  /** Somebody who comes from a process that is ahead of this one must not be told older values than there. */
  keepUpWith(following: Following, from: Cursor): Promise<void>
  /** Sends what is not sent yet; answers where it stands, at least where the tail stood when it began to read. */
  sendMissed(following: Following, from: Cursor): Promise<Cursor>
}

export function openCatchUp(platform: Platform, tail: Tail, newest: Newest): CatchUp {
  const { query } = platform.read(systemActor('stream'))
  const tooFar = ({ response }: Following): Cursor => {
    write(response, TOO_FAR)
    return tail.cursor()
  }
  return {
    keepUpWith: async ({ topics }, from) => {
      const values = topics.filter(isValues)
      if (values.length === 0 || !isAfter(from, tail.cursor())) return
      const ahead = await readEventsAfter(query, tail.cursor(), MAX_CATCH_UP)
      for (const topic of values) newest.catchUp(topic, ahead)
    },
    sendMissed: async (following, from) => {
      const atLeast = tail.cursor()
      // Of all types: a filter would let a stranger's old id search the whole log for a rare fact.
      const missed = await readEventsAfter(query, from, MAX_CATCH_UP + 1)
      if (missed.length > MAX_CATCH_UP) return tooFar(following)
      const last = missed.at(-1)
      const here = last && isAfter(last, atLeast) ? { xid: last.xid, seq: last.seq } : atLeast
      const values = following.topics
        .filter(isValues)
        .map((topic) => ({ topic, changed: newest.catchUp(topic, missed) }))
      if (values.some(({ changed }) => partsIn(changed, following.skus) > MAX_TOLD)) return tooFar(following)
      sendFacts(following, missed, here)
      for (const { topic, changed } of values)
        if (changed.size > 0) newest.tell(following, topic, changed, here)
      return here
    },
  }
}

/** How many parts a follower of these subjects would be told. */
function partsIn(changed: Changed, skus: ReadonlySet<string> | null): number {
  let sum = 0
  for (const [subject, parts] of changed) if (!skus || skus.has(subject)) sum += parts.size
  return sum
}
