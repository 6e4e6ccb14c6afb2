import type { ServerResponse } from 'node:http'
import { HOUR_MS } from '@splot/kernel'
import type { Actor, Platform } from '../context/index.ts'
import { systemActor } from '../context/index.ts'
import { CREDENTIALS_CHANGED } from '../auth/index.ts'
import { readEventsAfter, type Cursor, type StoredEvent, type Tail } from '../events/index.ts'
import { openPlaces } from './places.ts'
import type { Topic } from './topic.ts'

/** A follower that does not read is cut off here and comes back with its Last-Event-ID. */
const MAX_BUFFERED_BYTES = 1_048_576
const HEARTBEAT_MS = 15_000
/** A stream that needs a credential ends then and comes back with it: longer than any session may rest, so that one expires. */
const LONGEST_PRIVATE_MS = 2 * HOUR_MS
/** Facts that a returning follower is sent; one that missed more is told to reload. */
const MAX_CATCH_UP = 5_000

/** Who follows what: the same for as long as the stream lasts. */
export interface Following {
  readonly topics: readonly Topic[]
  readonly skus: ReadonlySet<string> | null
  readonly actor: Actor
  /** Where the follower sits; see `originOf` of `platform/http`. */
  readonly origin: string
  /** Asked when credentials change: a stream must not outlive the one that opened it. Left out: anybody may follow. */
  readonly mayStill?: () => Promise<boolean>
  readonly response: ServerResponse
}

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

const idOf = (cursor: Cursor): string => `${cursor.xid}-${cursor.seq}`

function parseId(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,19})-(\d{1,16})$/.exec(text ?? '')
  return match?.[1] && match[2] ? { xid: match[1], seq: Number(match[2]) } : undefined
}

const isAfter = (a: Cursor, b: Cursor): boolean => {
  const [left, right] = [BigInt(a.xid), BigInt(b.xid)]
  return left === right ? a.seq > b.seq : left > right
}

/** The server-sent event streams of one process, fed by its tail of the log. */
export function openStreams(platform: Platform, tail: Tail): Streams {
  const followers = new Set<Follower>()
  const places = openPlaces()
  tail.on(null, (events) => {
    for (const follower of followers) send(follower.following, unseen(follower, events))
  })
  tail.on([CREDENTIALS_CHANGED], () => {
    for (const { following } of followers) void endIfRevoked(following)
  })
  const heartbeat = setInterval(() => {
    const now = platform.clock().getTime()
    for (const { following, since } of followers) {
      if (following.mayStill && now - since > LONGEST_PRIVATE_MS) following.response.end()
      else write(following.response, ': here\n\n')
    }
  }, HEARTBEAT_MS)
  heartbeat.unref()

  /** Sends what is not sent yet; answers where it stands, at least where the tail stood when it began to read. */
  const catchUp = async (following: Following, from: Cursor): Promise<Cursor> => {
    const atLeast = tail.cursor()
    const { query } = platform.read(systemActor('stream'))
    // Of all types: a filter would let a stranger's old id search the whole log for a rare fact.
    const missed = await readEventsAfter(query, from, MAX_CATCH_UP + 1)
    if (missed.length > MAX_CATCH_UP) {
      write(
        following.response,
        `event: reset\ndata: {"reason":"too far behind: read the current state again"}\n\n`,
      )
      return tail.cursor()
    }
    send(following, missed)
    const last = missed.at(-1)
    return last && isAfter(last, atLeast) ? { xid: last.xid, seq: last.seq } : atLeast
  }

  const streams: Streams = {
    open: () => followers.size,
    admit: places.admit,
    follow: async (following, lastEventId) => {
      const { response } = following
      // Gone while it was asked who it is: its end would never be told again.
      if (response.destroyed) return
      const leave = places.take(following.origin)
      response.on('close', leave)
      let seen = parseId(lastEventId) ?? tail.cursor()
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      response.write(`retry: 1000\nid: ${idOf(seen)}\nevent: hello\ndata: {}\n\n`)
      try {
        // Joins in the very moment in which it has seen all that the tail has brought: nothing falls between the two.
        while (isAfter(tail.cursor(), seen) && !response.destroyed) seen = await catchUp(following, seen)
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
      for (const { following } of followers) following.response.end()
      followers.clear()
    },
  }
  return streams
}

/** Facts that the catch-up has sent already come by once more with the tail; past them nothing is compared any more. */
function unseen(follower: Follower, events: readonly StoredEvent[]): readonly StoredEvent[] {
  const { seen } = follower
  if (seen === null) return events
  const fresh = events.filter((event) => isAfter(event, seen))
  if (fresh.length > 0) follower.seen = null
  return fresh
}

function send({ topics, skus, actor, response }: Following, events: readonly StoredEvent[]): void {
  let text = ''
  for (const event of events) {
    for (const topic of topics) {
      if (topic.types && !topic.types.includes(event.type)) continue
      const message = topic.pick(event, { skus, actor })
      if (message === null) continue
      text += `id: ${idOf(event)}\nevent: ${topic.name}\ndata: ${JSON.stringify(message)}\n\n`
    }
  }
  if (text) write(response, text)
}

/** A follower that does not read is cut off before what waits for it fills the memory. */
function write(response: ServerResponse, text: string): void {
  if (response.destroyed) return
  response.write(text)
  if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy()
}

async function endIfRevoked({ mayStill, response }: Following): Promise<void> {
  if (mayStill && !(await mayStill())) response.end()
}
