import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { systemActor } from '../context/index.ts'
import { openPlatform, type OpenPlatform } from '../database/index.ts'
import { addJob, defineJob, runJobs } from './index.ts'

let database: TestDatabase
let platform: OpenPlatform
const actor = systemActor('test')

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }), poolSize: 3 })
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

/** A job that tells when it runs. */
function telling(name: string) {
  const runs: unknown[] = []
  const told = Promise.withResolvers<void>()
  const job = defineJob<{ readonly round: number }>({
    name,
    run: async (_platform, payload) => {
      runs.push(payload)
      told.resolve()
    },
  })
  return { job, runs, told: told.promise }
}

test('a job exists if and only if its transaction commits', async () => {
  const { job, runs, told } = telling('test.committed')
  const lost = platform.write(actor, async (ctx) => {
    await addJob(ctx, job, { round: 1 })
    throw new Error('the transaction fails')
  })
  await expect(lost).rejects.toThrow('the transaction fails')
  await platform.write(actor, (ctx) => addJob(ctx, job, { round: 2 }))
  const queue = await runJobs(platform, [job])
  await told
  await queue.close()
  expect(runs).toEqual([{ round: 2 }])
})

test('what a killed worker had taken, and the queue it stood in, is free again when the next one starts', async () => {
  const { job, runs, told } = telling('test.abandoned')
  await platform.write(actor, (ctx) => addJob(ctx, job, { round: 1 }, { queue: 'one after another' }))
  // As `kill -9` leaves it: taken long ago, by nobody who lives.
  const ago = `locked_by = 'pool-dead', locked_at = now() - interval '11 minutes'`
  await platform.pool.query(`update jobs._private_jobs set ${ago}`)
  await platform.pool.query(`update jobs._private_job_queues set ${ago}`)
  const queue = await runJobs(platform, [job])
  await told
  await queue.close()
  expect(runs).toEqual([{ round: 1 }])
})

test('a queue whose connections are all cut goes on working', async () => {
  const { job, runs, told } = telling('test.after_the_cut')
  const cut = Promise.withResolvers<void>()
  const cutter = defineJob({
    name: 'test.cut',
    maxAttempts: 1,
    // Its own queue cannot even write down that it has ended.
    run: async () => {
      await platform.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'splot-jobs'`,
      )
      cut.resolve()
    },
  })
  const queue = await runJobs(platform, [job, cutter])
  await platform.write(actor, (ctx) => addJob(ctx, cutter, {}))
  await cut.promise
  await platform.write(actor, (ctx) =>
    addJob(ctx, job, { round: 1 }, { runAt: new Date(Date.now() + 1_000) }),
  )
  await told
  await queue.close()
  expect(runs).toEqual([{ round: 1 }])
})
