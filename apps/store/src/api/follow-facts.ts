import { credentials } from '../house.ts'

/** Sign of life comes every 15 s; after this the line is dead even if nobody has hung up. */
const SILENCE_MS = 40_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** Orders and what becomes of them; stock papers. */
export type Topic = 'work' | 'stock'

export interface Fact {
  readonly type: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface FollowOptions {
  readonly topics: readonly Topic[]
  /** A fact of these topics at this place; null: read everything again. */
  readonly onFact: (fact: Fact | null) => void
  readonly onLive: (live: boolean) => void
}

/**
 * Follows `GET /v1/events/stream` until the returned function is called. An EventSource cannot send the device's key, so the stream
 * is read by fetch; it resumes where it was cut by `Last-Event-ID`.
 */
export function followFacts({ topics, onFact, onLive }: FollowOptions): () => void {
  const ended = new AbortController()
  let lastId: string | null = null
  let wait = FIRST_WAIT_MS

  const once = async (): Promise<void> => {
    const quiet = new AbortController()
    let silence = setTimeout(() => quiet.abort(), SILENCE_MS)
    try {
      const response = await fetch(`/v1/events/stream?topics=${topics.join(',')}`, {
        headers: {
          ...credentials(),
          accept: 'text/event-stream',
          ...(lastId && { 'last-event-id': lastId }),
        },
        signal: AbortSignal.any([ended.signal, quiet.signal]),
        cache: 'no-store',
      })
      if (!response.ok || !response.body) return
      onLive(true)
      wait = FIRST_WAIT_MS
      // What happened between the last read and now is not in a stream that begins anew.
      if (lastId === null) onFact(null)
      const read = createSseReader(({ id, event, data }) => {
        if (id) lastId = id
        // The topics' own shape; the server writes it, nobody else can.
        if (topics.some((topic) => topic === event)) onFact(JSON.parse(data) as Fact)
        if (event === 'reset') onFact(null)
      })
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        clearTimeout(silence)
        silence = setTimeout(() => quiet.abort(), SILENCE_MS)
        read(value)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  const forever = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await once().catch(() => {})
      if (ended.signal.aborted) return
      onLive(false)
      await new Promise((resolve) => setTimeout(resolve, wait))
      wait = Math.min(LONGEST_WAIT_MS, wait * 2)
    }
  }
  void forever()
  return () => ended.abort()
}

export interface SseMessage {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** Cuts a stream of text into server-sent events (WHATWG HTML 9.2.6); comments and `retry` are passed over. */
export function createSseReader(onMessage: (message: SseMessage) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const message = { id: '', event: 'message', data: [] as string[] }
      for (const line of block.split('\n')) {
        const [, field, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
        if (field === 'id') message.id = value
        if (field === 'event') message.event = value
        if (field === 'data') message.data.push(value)
      }
      if (message.data.length > 0) onMessage({ ...message, data: message.data.join('\n') })
    }
  }
}
