import type { ServerResponse } from 'node:http'
import { HOUR_MS } from '@splot/kernel'
import type { Actor, Platform } from '../context/index.ts'
import { systemActor } from '../context/index.ts'
import { CREDENTIALS_CHANGED } from '../auth/index.ts'
import { readEventsAfter, type Cursor, type StoredEvent, type Tail } from '../events/index.ts'
import { MAX_TOLD, openDigest, type Digest } from './digest.ts'
import { openPlaces } from './places.ts'
import type { Changed, FactTopic, Topic, ValueTopic } from './topic.ts'

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

const isFacts = (topic: Topic): topic is FactTopic => 'pick' in topic
const isValues = (topic: Topic): topic is ValueTopic => 'open' in topic

/** The server-sent event streams of one process, fed by its tail of the log. Read models that topics tell of follow the tail before it. */
export function openStreams(platform: Platform, tail: Tail): Streams {
  const followers = new Set<Follower>()
  const digests = new Map<Topic, Digest>()
  const places = openPlaces()
  tail.on(null, (events) => {
    for (const follower of followers) {
      send(follower.following, unseen(follower, events), safeOf(follower.following))
    }
    for (const digest of digests.values()) digest.pageEnded()
  })
  const digestOf = (topic: ValueTopic): Digest => {
    let digest = digests.get(topic)
    if (!digest) {
      digest = openDigest(tail, topic.open(platform), (changed) => {
        for (const { following } of followers) {
          if (following.topics.includes(topic)) tellValues(following, topic, changed, safeOf(following))
        }
      })
      digests.set(topic, digest)
    }
    return digest
  }
  /** From where this follower could resume without missing anything that a digest still holds back. */
  const safeOf = ({ topics }: Following): Cursor =>
    topics
      .filter(isValues)
      .map((topic) => digestOf(topic).safe())
      .reduce(earlier, tail.cursor())
  const tellValues = (following: Following, topic: ValueTopic, changed: Changed, at: Cursor): void => {
    const message = digestOf(topic).values.tell(changed, following)
    if (message !== null) write(following.response, messageText(at, topic, message))
  }
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
    const tooFar = (): Cursor => {
      write(
        following.response,
        `event: reset\ndata: {"reason":"too far behind: read the current state again"}\n\n`,
      )
      return tail.cursor()
    }
    if (missed.length > MAX_CATCH_UP) return tooFar()
    const last = missed.at(-1)
    const here = last && isAfter(last, atLeast) ? { xid: last.xid, seq: last.seq } : atLeast
    const values = following.topics
      .filter(isValues)
      .map((topic) => ({ topic, changed: catchUpWith(topic, missed) }))
    if (values.some(({ changed }) => partsIn(changed, following.skus) > MAX_TOLD)) return tooFar()
    send(following, missed, here)
    for (const { topic, changed } of values) if (changed.size > 0) tellValues(following, topic, changed, here)
    return here
  }

  const catchUpWith = (topic: ValueTopic, events: readonly StoredEvent[]): Changed => {
    const changed = new Map<string, Set<string>>()
    for (const [subject, part] of digestOf(topic).values.catchUp(events)) {
      const parts = changed.get(subject)
      if (parts) parts.add(part)
      else changed.set(subject, new Set([part]))
    }
    return changed
  }

  /** Somebody who comes from a process that is ahead of this one must not be told older values than there. */
  const keepUpWith = async (following: Following, from: Cursor): Promise<void> => {
    const values = following.topics.filter(isValues)
    if (values.length === 0 || !isAfter(from, tail.cursor())) return
    const { query } = platform.read(systemActor('stream'))
    const ahead = await readEventsAfter(query, tail.cursor(), MAX_CATCH_UP)
    for (const topic of values) catchUpWith(topic, ahead)
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
      const asked = parseId(lastEventId)
      let seen = asked ?? tail.cursor()
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      // What a digest holds back at this moment is told after the hello, and again to who resumes from it.
      response.write(`retry: 1000\nid: ${idOf(asked ?? safeOf(following))}\nevent: hello\ndata: {}\n\n`)
      try {
        await keepUpWith(following, seen)
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
      for (const digest of digests.values()) digest.close()
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

/** `safe`: what a digest holds back begins behind it; no message may claim more. */
function send(following: Following, events: readonly StoredEvent[], safe: Cursor): void {
  const topics = following.topics.filter(isFacts)
  if (topics.length === 0) return
  let text = ''
  for (const event of events) {
    for (const topic of topics) {
      if (topic.types && !topic.types.includes(event.type)) continue
      const message = topic.pick(event, following)
      if (message !== null) text += messageText(earlier(event, safe), topic, message)
    }
  }
  if (text) write(following.response, text)
}

const messageText = (at: Cursor, topic: Topic, message: unknown): string =>
  `id: ${idOf(at)}\nevent: ${topic.name}\ndata: ${JSON.stringify(message)}\n\n`

const earlier = (a: Cursor, b: Cursor): Cursor => (isAfter(a, b) ? b : a)

/** How many parts a follower of these subjects would be told. */
function partsIn(changed: Changed, skus: ReadonlySet<string> | null): number {
  let sum = 0
  for (const [subject, parts] of changed) if (!skus || skus.has(subject)) sum += parts.size
  return sum
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
