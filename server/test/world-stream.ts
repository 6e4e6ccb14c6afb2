import type { LocationId } from '@splot/kernel'
import { PATIENCE } from './patience.ts'
import type { Credential } from './world-http.ts'

interface AvailabilityChange {
  readonly sku: string
  readonly locationId: LocationId
  readonly available: number
  readonly version: number
}

/** One server-sent event, its data parsed. */
export interface StreamMessage {
  readonly id: string
  readonly event: string
  /** Always an object; `changes` is what the topic `availability` tells. */
  readonly data: { readonly changes?: readonly AvailabilityChange[]; readonly [field: string]: unknown }
}

export interface Stream {
  /** Everything that came so far, oldest first. */
  readonly messages: readonly StreamMessage[]
  /** The first message, past or future, that fits; rejects after `timeoutMs` milliseconds. */
  wait(fits: (message: StreamMessage) => boolean, timeoutMs?: number): Promise<StreamMessage>
  close(): void
}

/** However busy the machine is; nothing is timed by it. */
const DEFAULT_WAIT_MS = PATIENCE.timeout

/** Opens `GET /v1/events/stream` and resolves once the server has said hello: what is committed from now on arrives. */
export async function openStream(
  url: string,
  topics: readonly string[],
  skus?: readonly string[],
  as?: Credential,
): Promise<Stream> {
  const query = new URLSearchParams({ topics: topics.join(','), ...(skus && { skus: skus.join(',') }) })
  const stop = new AbortController()
  const answer = await fetch(`${url}/v1/events/stream?${query}`, {
    headers: { ...as },
    signal: stop.signal,
  })
  if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}`)
  const messages: StreamMessage[] = []
  const waiting = new Set<() => void>()
  const reading = readMessages(answer.body, (message) => {
    messages.push(message)
    for (const look of waiting) look()
  })
  // It ends with an AbortError when the story closes it, and when the server goes away.
  reading.catch(() => {})
  const stream: Stream = {
    messages,
    wait: (fits, timeoutMs = DEFAULT_WAIT_MS) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages.find(fits)
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`no such message in ${timeoutMs} ms; ${messages.length} others came`))
        }, timeoutMs)
        waiting.add(look)
        look()
      }),
    close: () => stop.abort(),
  }
  await stream.wait((message) => message.event === 'hello')
  return stream
}

async function readMessages(
  body: ReadableStream<Uint8Array>,
  heard: (message: StreamMessage) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      text = text.slice(end + 2)
      const data = fields.get('data')
      if (data === undefined) continue
      heard({
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? 'message',
        data: JSON.parse(data),
      })
    }
  }
}
