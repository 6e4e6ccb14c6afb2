import { setTimeout as sleep } from 'node:timers/promises'
import { invariant, MINUTE_MS } from '@splot/kernel'
import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  runMigrations,
  type Runner,
  type TaskList,
} from 'graphile-worker'
import pg from 'pg'
import { systemActor, type Platform, type WriteContext } from '../context/index.ts'

/** The queue's private schema. */
const SCHEMA = 'jobs'
const DEFAULT_MAX_ATTEMPTS = 12
/** Jobs of one worker process at once: sends and look-ups wait on the network, so a few overlap well. */
const CONCURRENCY = 4
const POLL_MS = 2_000
/** After a database that went away; until then the queue could not even write down that a job had failed. */
const RESTART_AFTER_MS = 1_000
/** How long closing waits for connections that are lent out. */
const CLOSE_TIMEOUT_MS = 1_000
/** No job lasts this long: one that is still marked as taken belonged to a worker that was killed. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS

/** Work for the outside world or for later: at least once, with back-off; make it idempotent. */
export interface Job<Payload> {
  /** `module.verb`. */
  readonly name: string
  readonly maxAttempts?: number
  /** Five-field cron pattern in UTC, for jobs that run by the clock; their payload is empty. */
  readonly cron?: string
  readonly run: (platform: Platform, payload: Payload) => Promise<void>
}

export const defineJob = <Payload = Record<string, never>>(job: Job<Payload>): Job<Payload> => job

export interface AddJobOptions {
  /** A job with the same key that has not started is replaced. */
  readonly key?: string
  readonly runAt?: Date
  /** Jobs of one queue run one after another. */
  readonly queue?: string
}

/** Adds a job in the transaction of `ctx`: it exists if and only if the transaction commits. */
export async function addJob<Payload>(
  ctx: WriteContext,
  job: Job<Payload>,
  payload: Payload,
  options: AddJobOptions = {},
): Promise<void> {
  await ctx.query(
    `select ${SCHEMA}.add_job($1, $2::json, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6)`,
    [
      job.name,
      JSON.stringify(payload ?? {}),
      options.queue ?? null,
      options.runAt ?? null,
      job.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
      options.key ?? null,
    ],
  )
}

/** Brings the queue's tables up to date; part of every migration run. */
export async function migrateJobs(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool, schema: SCHEMA, logger: silent })
  } finally {
    await pool.end()
  }
}

const silent = new WorkerLogger(() => () => {})

/** Works off the queue until closed; failed jobs come back with growing pauses. */
export async function runJobs(
  platform: Platform,
  jobs: readonly Job<never>[],
): Promise<{ close(): Promise<void> }> {
  const names = new Set(jobs.map((job) => job.name))
  invariant(names.size === jobs.length, 'two jobs share a name')
  const pool = new pg.Pool({
    connectionString: platform.url,
    max: CONCURRENCY + 2,
    application_name: 'splot-jobs',
  })
  const lost = (error: Error) => platform.log.warn({ err: error }, 'a connection of the job queue was lost')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload: unknown) => job.run(platform, payload as never)]),
  )
  const start = async (): Promise<Runner> => {
    await freeAbandoned(pool)
    return run({
      pgPool: pool,
      preset: {
        worker: {
          schema: SCHEMA,
          concurrentJobs: CONCURRENCY,
          pollInterval: POLL_MS,
          // In batches the queue catches a lost connection itself; one by one it would end the process.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      taskList,
      noHandleSignals: true,
      logger: new WorkerLogger(() => (level, message) => {
        if (level === 'error') platform.log.error({ err: message }, 'job queue')
        if (level === 'warning') platform.log.warn(message)
      }),
      parsedCronItems: parseCronItems(
        jobs.flatMap((job) =>
          job.cron ? [{ task: job.name, match: job.cron, options: { backfillPeriod: 0 } }] : [],
        ),
      ),
    })
  }
  const closing = new AbortController()
  let runner = await start()
  const supervised = (async () => {
    for (;;) {
      await ended(runner)
      if (closing.signal.aborted) return
      platform.log.warn('the job queue stopped; starting it again')
      // Not awaited: after it could not write down the end of a job it waits for itself, for ever.
      runner.stop().catch(() => {})
      runner = await startAgain(start, closing.signal, lost)
    }
  })()
  // Only closing while it starts again ends it so.
  supervised.catch(() => {})
  const freeing = setInterval(() => void freeAbandoned(pool).catch(lost), MINUTE_MS).unref()
  return {
    close: async () => {
      closing.abort()
      clearInterval(freeing)
      // It may have stopped by itself a moment ago.
      await runner.stop().catch(() => {})
      await supervised.catch(() => {})
      // A queue that was left to itself may keep a connection for ever.
      await Promise.race([pool.end(), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })])
    },
  }
}

/** Resolves when the runner has stopped, or is of no use any more because it could not write down the end of a job. */
const ended = (runner: Runner): Promise<void> =>
  new Promise((resolve) => {
    runner.events.once('pool:fatalError', () => resolve())
    runner.promise.then(resolve, () => resolve())
  })

/** Tries until the database is back; rejects when `closing` comes first. */
async function startAgain(
  start: () => Promise<Runner>,
  closing: AbortSignal,
  lost: (error: Error) => void,
): Promise<Runner> {
  for (;;) {
    await sleep(RESTART_AFTER_MS, undefined, { signal: closing })
    try {
      return await start()
    } catch (error) {
      lost(error as Error)
    }
  }
}

/** Gives back what killed workers had taken; the queue itself would keep their jobs, and their queues, for four hours. */
const freeAbandoned = (pool: pg.Pool): Promise<unknown> =>
  pool.query(
    `select ${SCHEMA}.force_unlock_workers(array(
       select distinct locked_by from ${SCHEMA}.jobs where locked_at < now() - $1 * interval '1 ms'))`,
    [ABANDONED_AFTER_MS],
  )

/** The actor of a job. */
export const jobActor = (name: string) => systemActor(`job:${name}`)

export { defineRetention, type Retention } from './retain.ts'
