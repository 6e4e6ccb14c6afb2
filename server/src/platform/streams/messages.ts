import type { ServerResponse } from 'node:http'
import type { Actor } from '../context/index.ts'
import type { Cursor, StoredEvent } from '../events/index.ts'
import type { FactTopic, Topic, ValueTopic } from './topic.ts'

/** A follower that does not read is cut off here and comes back with its Last-Event-ID. */
const MAX_BUFFERED_BYTES = 1_048_576

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

const isFacts = (topic: Topic): topic is FactTopic => 'pick' in topic
export const isValues = (topic: Topic): topic is ValueTopic => 'open' in topic

export const isAfter = (a: Cursor, b: Cursor): boolean => {
  const [left, right] = [BigInt(a.xid), BigInt(b.xid)]
  return left === right ? a.seq > b.seq : left > right
}

export const earlier = (a: Cursor, b: Cursor): Cursor => (isAfter(a, b) ? b : a)

/** The id of a message: where its reader may resume. */
export const idOf = (cursor: Cursor): string => `${cursor.xid}-${cursor.seq}`

/** What a returning follower names as the last that it had; nothing when that is no id of ours. */
export function parseId(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,19})-(\d{1,16})$/.exec(text ?? '')
  return match?.[1] && match[2] ? { xid: match[1], seq: Number(match[2]) } : undefined
}

export const messageText = (at: Cursor, topic: Topic, message: unknown): string =>
  `id: ${idOf(at)}\nevent: ${topic.name}\ndata: ${JSON.stringify(message)}\n\n`

/** `safe`: what a digest holds back begins behind it; no message may claim more. */
export function sendFacts(following: Following, events: readonly StoredEvent[], safe: Cursor): void {
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

/** A follower that does not read is cut off before what waits for it fills the memory. */
export function write(response: ServerResponse, text: string): void {
  if (response.destroyed) return
  response.write(text)
  if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy()
}
