import type { ServerResponse } from 'node:http'
import { HOUR_MS } from '@splot/kernel'
import { CREDENTIALS_CHANGED } from '../auth/index.ts'
import type { Platform } from '../context/index.ts'
import type { Cursor, StoredEvent, Tail } from '../events/index.ts'
import { openCatchUp } from './catch-up.ts'
import { idOf, isAfter, parseId, sendFacts, write, type Following } from './messages.ts'
import { openNewest } from './newest.ts'
import { openPlaces } from './places.ts'

const HEARTBEAT_MS = 15_000
/** A stream that needs a credential ends then and comes back with it: longer than any session may rest, so that one expires. */
const LONGEST_PRIVATE_MS = 2 * HOUR_MS

interface Follower {
  readonly following: Following
  readonly since: number
  /** The last fact that its catch-up has sent, while the tail may still bring it again; null once the tail is past it. */
  seen: Cursor | null
}

export interface Streams {
  /**
   * Refuses with `streams.full` (503) when no more followers fit, and with `streams.too_many_from_here` (429) when this origin has
   * its share; ask before taking over the response.
   */
  admit(origin: string): void
  /** Takes over the response and follows the log until the connection ends. */
  follow(following: Following, lastEventId: string | undefined): Promise<void>
  readonly open: () => number
  close(): void
}

/** The server-sent event streams of one process, fed by its tail of the log. Read models that topics tell of follow the tail before it. */
export function openStreams(platform: Platform, tail: Tail): Streams {
  const followers = new Set<Follower>()
  const places = openPlaces()
  const newest = openNewest(platform, tail, followers)
  const { keepUpWith, sendMissed } = openCatchUp(platform, tail, newest)
  tail.on(null, (events) => {
    for (const follower of followers) {
      sendFacts(follower.following, unseen(follower, events), newest.safeOf(follower.following))
    }
    newest.pageEnded()
  })
  tail.on([CREDENTIALS_CHANGED], () => {
    for (const { following } of followers) void endIfRevoked(following)
  })
  const heartbeat = setInterval(() => beat(followers, platform.clock().getTime()), HEARTBEAT_MS)
  heartbeat.unref()
  return {
    open: () => followers.size,
    admit: places.admit,
    follow: async (following, lastEventId) => {
      const { response } = following
      // Gone while it was asked who it is: its end would never be told again.
      if (response.destroyed) return
      response.on('close', places.take(following.origin))
      const asked = parseId(lastEventId)
      // What a digest holds back at this moment is told after the hello, and again to who resumes from it.
      sayHello(response, asked ?? newest.safeOf(following))
      let seen = asked ?? tail.cursor()
      try {
        await keepUpWith(following, seen)
        // Joins in the very moment in which it has seen all that the tail has brought: nothing falls between the two.
        while (isAfter(tail.cursor(), seen) && !response.destroyed) seen = await sendMissed(following, seen)
      } catch (error) {
        platform.log.warn({ err: error }, 'a stream could not catch up; it is cut off and comes back')
        response.destroy()
      }
      if (response.destroyed) return
      const since = platform.clock().getTime()
      const follower = { following, since, seen: isAfter(seen, tail.cursor()) ? seen : null }
      followers.add(follower)
      response.on('close', () => followers.delete(follower))
    },
    close: () => {
      clearInterval(heartbeat)
      newest.close()
      for (const { following } of followers) following.response.end()
      followers.clear()
    },
  }
}

function sayHello(response: ServerResponse, at: Cursor): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  })
  response.write(`retry: 1000\nid: ${idOf(at)}\nevent: hello\ndata: {}\n\n`)
}

function beat(followers: Iterable<Follower>, now: number): void {
  for (const { following, since } of followers) {
    if (following.mayStill && now - since > LONGEST_PRIVATE_MS) following.response.end()
    else write(following.response, ': here\n\n')
  }
}

/** Facts that the catch-up has sent already come by once more with the tail; past them nothing is compared any more. */
function unseen(follower: Follower, events: readonly StoredEvent[]): readonly StoredEvent[] {
  const { seen } = follower
  if (seen === null) return events
  const fresh = events.filter((event) => isAfter(event, seen))
  if (fresh.length > 0) follower.seen = null
  return fresh
}

async function endIfRevoked({ mayStill, response }: Following): Promise<void> {
  if (mayStill && !(await mayStill())) response.end()
}
