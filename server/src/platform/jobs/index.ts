import { invariant } from '@splot/kernel'
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
  const runner: Runner = await run({
    pgPool: pool,
    schema: SCHEMA,
    taskList,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
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
  return {
    close: async () => {
      await runner.stop()
      await pool.end()
    },
  }
}

/** The actor of a job. */
export const jobActor = (name: string) => systemActor(`job:${name}`)
