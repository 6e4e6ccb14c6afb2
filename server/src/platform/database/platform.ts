import { invariant } from '@splot/kernel'
import type pg from 'pg'
import type { Logger } from 'pino'
import {
  isAbandoned,
  type Actor,
  type PendingEvent,
  type Platform,
  type Query,
  type Settled,
  type WriteContext,
} from '../context/index.ts'
import { writeEvents, wakeReaders } from '../events/write.ts'
import { openCircles } from './circles.ts'
import { openPool, queryOver } from './connection.ts'

/** Connections of one process to PostgreSQL; the server allows 100, and an API, a worker and tools share them. */
const POOL_SIZE = 20

/** SQL state of a statement that comes behind one that failed: it says nothing of why. */
const ABORTED = '25P02'

export interface OpenPlatform extends Platform {
  readonly pool: pg.Pool
  readonly url: string
  /** Transactions that the database has ended since the start because they waited for each other in a circle: each is a fault. */
  readonly circlesMet: () => number
  close(): Promise<void>
}

export interface PlatformOptions {
  readonly url: string
  readonly log: Logger
  /** Tests and simulations bring their own; the default is the machine's. */
  readonly clock?: () => Date
  readonly poolSize?: number
  readonly name?: string
}

/** Opens the pool and makes the contexts that every verb takes. Close it last. */
export function openPlatform(options: PlatformOptions): OpenPlatform {
  const { log } = options
  const clock = options.clock ?? (() => new Date())
  const pool = openPool(options.url, options.poolSize ?? POOL_SIZE, options.name ?? 'splot')
  // An idle connection that dies (a restarted database) is replaced by the pool; unhandled it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  // The pool listens to idle connections only: one that dies while it is lent out would end the process too.
  pool.on('connect', (client) => client.on('error', () => {}))
  const closers: (() => Promise<void> | void)[] = []
  const poolQuery = queryOver(pool)
  const { breakOut, met } = openCircles(log)
  const platform: OpenPlatform = {
    log,
    clock,
    pool,
    url: options.url,
    circlesMet: met,
    read: (actor) => ({ now: clock(), actor, log, query: poolQuery }),
    command: (actor) => ({ transaction: false, now: clock(), actor, log, platform }),
    statement: (text, values) => breakOut(() => poolQuery(text, values)),
    write: (actor, work) => breakOut(() => writeTransaction(platform, actor, work)),
    onClose: (close) => closers.push(close),
    close: async () => {
      for (const close of closers.reverse()) await close()
      await pool.end()
    },
  }
  return platform
}

async function writeTransaction<T>(
  platform: OpenPlatform,
  actor: Actor,
  work: (ctx: WriteContext) => Promise<T>,
): Promise<Settled<T>> {
  const client = await platform.pool.connect()
  const opened = writeContext(platform, client, actor)
  const { ran, why } = opened
  const { ctx, close } = closable(opened.ctx)
  let broken: Error | undefined
  try {
    const begun = client.query('BEGIN')
    begun.catch(() => {})
    const answer = await work(ctx)
    await begun
    if (isAbandoned(answer)) {
      close()
      await client.query('ROLLBACK')
      return answer.answer as Settled<T>
    }
    const published = ctx.pendingEvents.length > 0
    // Sent together, carried out one after the other: where the facts fail, COMMIT rolls back.
    const [, commit] = await Promise.all([writeEvents(ctx), client.query('COMMIT')])
    invariant(
      commit.command === 'COMMIT',
      'a statement failed and its error was swallowed: the commit rolled back',
    )
    for (const run of ran) run()
    if (published) wakeReaders(platform)
    return answer as Settled<T>
  } catch (error) {
    close()
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost
    })
    throw why(error)
  } finally {
    close()
    client.release(broken)
  }
}

function writeContext(platform: OpenPlatform, client: pg.PoolClient, actor: Actor) {
  const ran: (() => void)[] = []
  const pendingEvents: PendingEvent[] = []
  const run = queryOver(client)
  let failure: unknown
  const ctx: WriteContext = {
    transaction: true,
    now: platform.clock(),
    actor,
    log: platform.log,
    query: async (text, values) => {
      try {
        return await run(text, values)
      } catch (error) {
        if (!isAborted(error)) failure = error
        throw error
      }
    },
    pendingEvents,
    afterCommit: (work) => ran.push(work),
  }
  // Of statements that are sent side by side one that only came too late may be heard of first.
  const why = (error: unknown): unknown => (isAborted(error) ? (failure ?? error) : error)
  return { ctx, ran, why }
}

const isAborted = (error: unknown): boolean => (error as { code?: string }).code === ABORTED

/**
 * A context that takes no more statements and facts once it is closed. Verbs that run side by side do not stop when one of
 * them refuses; what the others still send would otherwise land behind the rollback, and be committed.
 */
function closable(ctx: WriteContext): { ctx: WriteContext; close: () => void } {
  let closed = false
  const query: Query = (text, values) =>
    closed ? Promise.reject(new Error('this work was rolled back already')) : ctx.query(text, values)
  return { ctx: { ...ctx, query, pendingEvents: [] }, close: () => void (closed = true) }
}

/**
 * Runs `work` behind a savepoint inside the transaction of `ctx`, with a context of its own; when it throws or abandons, what
 * it wrote and emitted vanishes and the transaction goes on.
 */
export async function behindSavepoint<T>(
  ctx: WriteContext,
  work: (ctx: WriteContext) => Promise<T>,
): Promise<T> {
  const inner = closable(ctx)
  const undo = async () => {
    inner.close()
    await ctx.query('ROLLBACK TO SAVEPOINT verb')
  }
  await ctx.query('SAVEPOINT verb')
  try {
    const answer = await work(inner.ctx)
    if (isAbandoned(answer)) await undo()
    else ctx.pendingEvents.push(...inner.ctx.pendingEvents)
    return answer
  } catch (error) {
    await undo()
    throw error
  }
}
