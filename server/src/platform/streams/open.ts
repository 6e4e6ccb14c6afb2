import type { ServerResponse } from 'node:http'
import { Refusal } from '@splot/kernel'
import type { Actor, Platform } from '../context/index.ts'
import { systemActor } from '../context/index.ts'
import { readEventsAfter, type Cursor, type StoredEvent, type Tail } from '../events/index.ts'
import type { Topic } from './topic.ts'

/** Open streams of one process. */
export const MAX_STREAMS = 5_000
/** A follower that does not read is cut off here and comes back with its Last-Event-ID. */
const MAX_BUFFERED_BYTES = 1_048_576
const HEARTBEAT_MS = 15_000
/** Facts that a returning follower is sent; one that missed more is told to reload. */
const MAX_CATCH_UP = 5_000

interface Follower {
  readonly topics: readonly Topic[]
  readonly asked: { skus: ReadonlySet<string> | null; actor: Actor }
  readonly response: ServerResponse
  /** The last fact it has seen or that was not for it. */
  seen: Cursor
}

export interface Streams {
  /** Refuses with `streams.full` when no more followers fit; ask before taking over the response. */
  admit(): void
  /** Takes over the response and follows the log until the connection ends. */
  follow(options: {
    topics: readonly Topic[]
    skus: ReadonlySet<string> | null
    actor: Actor
    lastEventId: string | undefined
    response: ServerResponse
  }): Promise<void>
  readonly open: () => number
  close(): void
}

const idOf = (cursor: Cursor): string => `${cursor.xid}-${cursor.seq}`

function parseId(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,20})-(\d{1,16})$/.exec(text ?? '')
  return match?.[1] && match[2] ? { xid: match[1], seq: Number(match[2]) } : undefined
}

const isAfter = (a: Cursor, b: Cursor): boolean => {
  const [left, right] = [BigInt(a.xid), BigInt(b.xid)]
  return left === right ? a.seq > b.seq : left > right
}

/** The server-sent event streams of one process, fed by its tail of the log. */
export function openStreams(platform: Platform, tail: Tail): Streams {
  const followers = new Set<Follower>()
  tail.on(null, (events) => {
    for (const follower of followers) send(follower, events)
  })
  const heartbeat = setInterval(() => {
    for (const { response } of followers) response.write(': here\n\n')
  }, HEARTBEAT_MS)
  heartbeat.unref()

  const send = (follower: Follower, events: readonly StoredEvent[]): void => {
    let text = ''
    for (const event of events) {
      // Facts that the catch-up has sent already come by once more with the tail.
      if (!isAfter(event, follower.seen)) continue
      follower.seen = event
      for (const topic of follower.topics) {
        if (topic.types && !topic.types.includes(event.type)) continue
        const message = topic.pick(event, follower.asked)
        if (message === null) continue
        text += `id: ${idOf(event)}\nevent: ${topic.name}\ndata: ${JSON.stringify(message)}\n\n`
      }
    }
    if (text) follower.response.write(text)
    if (follower.response.writableLength > MAX_BUFFERED_BYTES) follower.response.destroy()
  }

  const catchUp = async (follower: Follower): Promise<void> => {
    const types = follower.topics.every((topic) => topic.types)
      ? follower.topics.flatMap((topic) => topic.types ?? [])
      : null
    const { query } = platform.read(systemActor('stream'))
    const missed = await readEventsAfter(query, follower.seen, MAX_CATCH_UP + 1, types)
    if (missed.length > MAX_CATCH_UP) {
      follower.response.write(
        `event: reset\ndata: {"reason":"too far behind: read the current state again"}\n\n`,
      )
      follower.seen = tail.cursor()
      return
    }
    send(follower, missed)
  }

  const streams: Streams = {
    open: () => followers.size,
    admit: () => {
      if (followers.size >= MAX_STREAMS) {
        throw new Refusal('unavailable', 'streams.full', 'Too many open streams. Try again in a minute.', {
          retryAfterSeconds: 60,
        })
      }
    },
    follow: async ({ topics, skus, actor, lastEventId, response }) => {
      const resumed = parseId(lastEventId)
      const follower: Follower = { topics, asked: { skus, actor }, response, seen: resumed ?? tail.cursor() }
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      response.write(`retry: 1000\nid: ${idOf(follower.seen)}\nevent: hello\ndata: {}\n\n`)
      response.on('close', () => followers.delete(follower))
      if (resumed) await catchUp(follower)
      if (!response.destroyed) followers.add(follower)
      // Between the catch-up and joining, the tail may have moved on: look once more.
      if (resumed) await catchUp(follower)
    },
    close: () => {
      clearInterval(heartbeat)
      for (const { response } of followers) response.end()
      followers.clear()
    },
  }
  return streams
}
