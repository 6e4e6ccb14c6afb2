import { invariant } from '@splot/kernel'
import { systemActor, type Platform, type WriteContext } from '../context/index.ts'
import { headOfLog, readEventsAfter, type StoredEvent } from './read.ts'
import type { Tail } from './tail.ts'

/** Facts handed to a subscriber in one transaction. */
const SUBSCRIBER_PAGE = 500
/** Transactions without a fact of interest after which the cursor moves anyway. */
const FOREIGN_XIDS = 1_000n
const SUBSCRIBER_POLL_MS = 2_000
const LONGEST_BACKOFF_MS = 30_000

/** A reaction to others' facts. Its effect and its cursor commit together, so each fact takes effect exactly once. */
export interface Subscriber {
  /** Stable: the cursor is kept under it. */
  readonly name: string
  /** Null: every fact. */
  readonly types: readonly string[] | null
  /** Where a subscriber that is new to this database begins; default is the beginning of the log. */
  readonly from?: 'beginning' | 'now'
  readonly handle: (ctx: WriteContext, events: readonly StoredEvent[]) => Promise<void>
}

export const subscribe = (subscriber: Subscriber): Subscriber => subscriber

/**
 * Handles one page of `subscriber`; answers how many facts stood on it. Two processes never handle the same page: the
 * cursor's row is locked.
 */
export async function runSubscriberOnce(platform: Platform, subscriber: Subscriber): Promise<number> {
  return platform.write(systemActor(`subscriber:${subscriber.name}`), async (ctx) => {
    const [cursor] = await ctx.query<{ xid: string; seq: number }>(
      `select xid::text as xid, seq from platform.subscriber where name = $1 for update`,
      [subscriber.name],
    )
    invariant(cursor, `the subscriber ${subscriber.name} has no cursor`)
    const head = await headOfLog(ctx.query)
    const events = await readEventsAfter(ctx.query, cursor, SUBSCRIBER_PAGE, subscriber.types)
    // Nothing of interest for long: moving to the head spares the next look all those foreign facts, and a commit most looks.
    const last = events.at(-1) ?? (BigInt(head.xid) - BigInt(cursor.xid) > FOREIGN_XIDS ? head : undefined)
    if (!last) return 0
    if (events.length > 0) await subscriber.handle(ctx, events)
    await ctx.query(
      `update platform.subscriber set xid = $2::text::xid8, seq = $3, updated_at = $4 where name = $1`,
      [subscriber.name, last.xid, last.seq, ctx.now],
    )
    return events.length
  })
}

/** Gives every subscriber a cursor. */
export async function registerSubscribers(
  platform: Platform,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const names = new Set(subscribers.map((s) => s.name))
  invariant(names.size === subscribers.length, 'two subscribers share a name')
  await platform.write(systemActor('subscribers'), async (ctx) => {
    const head = await headOfLog(ctx.query)
    for (const subscriber of subscribers) {
      const start = subscriber.from === 'now' ? head : { xid: '0', seq: 0 }
      await ctx.query(
        `insert into platform.subscriber (name, xid, seq) values ($1, $2::text::xid8, $3) on conflict do nothing`,
        [subscriber.name, start.xid, start.seq],
      )
    }
  })
}

/** Runs the subscribers until closed: woken by the tail, polling besides, backing off after failures. */
export async function runSubscribers(
  platform: Platform,
  tail: Tail,
  subscribers: readonly Subscriber[],
): Promise<{ close(): Promise<void> }> {
  await registerSubscribers(platform, subscribers)
  const loops = subscribers.map((subscriber) => new SubscriberLoop(platform, subscriber))
  const stop = tail.on(null, (events) => {
    const types = new Set(events.map((event) => event.type))
    for (const loop of loops)
      if (!loop.subscriber.types || loop.subscriber.types.some((type) => types.has(type))) loop.wake()
  })
  for (const loop of loops) loop.wake()
  return {
    close: async () => {
      stop()
      await Promise.all(loops.map((loop) => loop.close()))
    },
  }
}

class SubscriberLoop {
  readonly platform: Platform
  readonly subscriber: Subscriber
  running: Promise<void> | undefined
  timer: NodeJS.Timeout | undefined
  again = false
  closed = false
  failures = 0

  constructor(platform: Platform, subscriber: Subscriber) {
    this.platform = platform
    this.subscriber = subscriber
  }

  wake(): void {
    this.again = true
    if (this.running || this.closed) return
    clearTimeout(this.timer)
    this.running = this.drain().finally(() => {
      this.running = undefined
      if (this.closed) return
      const backoff = Math.min(LONGEST_BACKOFF_MS, 200 * 2 ** this.failures)
      this.timer = setTimeout(() => this.wake(), this.failures > 0 ? backoff : SUBSCRIBER_POLL_MS)
    })
  }

  async drain(): Promise<void> {
    try {
      do {
        this.again = false
        while (!this.closed && (await runSubscriberOnce(this.platform, this.subscriber)) === SUBSCRIBER_PAGE);
      } while (this.again && !this.closed)
      this.failures = 0
    } catch (error) {
      this.failures += 1
      this.platform.log.error(
        { err: error, subscriber: this.subscriber.name },
        'a subscriber failed; it will try again',
      )
    }
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.running
  }
}

/** How far each subscriber lags behind the log, in facts; a metric and a health sign. */
export const lagOfSubscribers = (platform: Platform): Promise<{ name: string; lag: number }[]> =>
  platform.read(systemActor('lag')).query<{ name: string; lag: number }>(
    `select s.name, (select count(*) from (select 1 from platform.event e
                      where (e.xid, e.seq) > (s.xid, s.seq) limit 100000) behind)::int as lag
       from platform.subscriber s`,
  )
