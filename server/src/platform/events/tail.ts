import type { Platform } from '../context/index.ts'
import { systemActor } from '../context/index.ts'
import { listen, type Listener } from './listen.ts'
import { headOfLog, readEventsAfter, type Cursor, type StoredEvent } from './read.ts'

/** Facts read at once. */
const TAIL_PAGE = 1_000
/** Without any wake-up the tail looks by itself this often. */
const TAIL_POLL_MS = 1_000
/** After a wake-up the woken fact may still hide behind an open transaction: look again this soon, this many times. */
const RECHECK_MS = [3, 5, 10, 20, 40, 80, 160]

/** Between two looks: under load each brings many facts, instead of each fact a look. */
const DEFAULT_REST_MS = 4

type Handler = (events: readonly StoredEvent[]) => void

/** Follows the event log from now on inside one process: for read models, caches and live streams. */
export interface Tail {
  /** Calls `handler` with each page's facts of these types (`null`: all), in log order. */
  on(types: readonly string[] | null, handler: Handler): () => void
  /** Called after the first connection and after each reconnection. No fact is skipped: the cursor stands. */
  onReset(handler: () => void): void
  /** Resolves once facts committed from now on will be seen. */
  start(): Promise<void>
  readonly cursor: () => Cursor
  close(): Promise<void>
}

/**
 * Opens the tail of this process; it closes with the platform. `restMs`: a process that nobody waits for rests longer between
 * two looks.
 */
export function openTail(platform: Platform, options: { readonly restMs?: number } = {}): Tail {
  const restMs = options.restMs ?? DEFAULT_REST_MS
  const query = platform.read(systemActor('tail')).query
  const handlers = new Set<{ types: ReadonlySet<string> | null; handler: Handler }>()
  const resets: (() => void)[] = []
  let cursor: Cursor = { xid: '0', seq: 0 }
  let listener: Listener | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let running: Promise<void> | undefined
  let wokenAgain = false
  let recheck = 0
  let rested = true

  const deliver = (events: readonly StoredEvent[]): void => {
    for (const { types, handler } of handlers) {
      const wanted = types ? events.filter((event) => types.has(event.type)) : events
      if (wanted.length === 0) continue
      try {
        handler(wanted)
      } catch (error) {
        platform.log.error({ err: error }, 'a reader of the event tail failed')
      }
    }
  }

  const drain = async (): Promise<void> => {
    for (;;) {
      wokenAgain = false
      const events = await readEventsAfter(query, cursor, TAIL_PAGE)
      const last = events.at(-1)
      if (last) {
        cursor = { xid: last.xid, seq: last.seq }
        recheck = 0
        deliver(events)
      }
      if (events.length < TAIL_PAGE) return
    }
  }

  const look = (): void => {
    wokenAgain = true
    if (running || closed || !rested) return
    clearTimeout(timer)
    rested = false
    running = drain()
      .catch((error: Error) => {
        if (!closed) platform.log.warn({ err: error }, 'the event tail could not read; trying again')
      })
      .finally(() => {
        running = undefined
        if (closed) return
        timer = setTimeout(rest, restMs)
      })
  }

  /** After a rest: on with what was woken meanwhile, else at the next moment of looking unasked. */
  const rest = (): void => {
    rested = true
    if (wokenAgain) return look()
    const wait = RECHECK_MS[recheck++] ?? TAIL_POLL_MS
    timer = setTimeout(look, wait)
  }

  const tail: Tail = {
    on: (types, handler) => {
      const entry = { types: types ? new Set(types) : null, handler }
      handlers.add(entry)
      return () => void handlers.delete(entry)
    },
    onReset: (handler) => void resets.push(handler),
    cursor: () => cursor,
    start: async () => {
      cursor = await headOfLog(query)
      const woken = () => {
        recheck = 0
        look()
      }
      listener = listen({ url: platform.url, channel: 'splot_event', log: platform.log }, woken, () => {
        for (const reset of resets) reset()
        woken()
      })
      // Where nobody can listen (a pooler in between), the tail still polls.
      look()
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await listener?.close()
      await running
    },
  }
  platform.onClose(tail.close)
  return tail
}
