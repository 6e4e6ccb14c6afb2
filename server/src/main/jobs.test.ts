import { existsSync, readdirSync } from 'node:fs'
import { DAY_MS, newId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { EVENTS_KEPT_DAYS, emit } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { jobs } from './jobs.ts'

let database: TestDatabase
let platform: OpenPlatform
let ahead = 0
const actor = systemActor('test')

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})
beforeEach(() => {
  ahead = 0
})

const run = async (name: string) => {
  const job = jobs.find((one) => one.name === name)
  // Jobs by the clock have an empty payload.
  await job?.run(platform, {} as never)
}
const count = async (table: string) =>
  (await platform.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n

test('the first answer to a command is remembered for thirty days, and no longer', async () => {
  await platform.pool.query(
    `insert into platform.idempotency (scope, key, body_hash, status, answer, created_at)
     select 'test', n::text, '', 200, '{}', now() from generate_series(1, 12000) n`,
  )
  ahead = 29 * DAY_MS
  await run('platform.forget-answers')
  expect(await count('platform.idempotency')).toBe(12_000)
  ahead = 31 * DAY_MS
  await run('platform.forget-answers')
  expect(await count('platform.idempotency')).toBe(0)
})

test('old facts are cleared away in handfuls, never one that a subscriber has not read, nor a young one', async () => {
  const publish = (subject: string) =>
    platform.write(actor, async (ctx) => {
      for (let at = 0; at < 6_000; at += 1) emit(ctx, { type: 'test.told', subject, data: {} })
    })
  await publish('read')
  const { rows } = await platform.pool.query<{ xid: string; seq: number }>(
    `select xid::text as xid, seq from platform.event e order by e.xid desc, e.seq desc limit 1`,
  )
  await platform.pool.query(
    `insert into platform.subscriber (name, xid, seq) values ('slow', $1::text::xid8, $2)`,
    [rows[0]?.xid, rows[0]?.seq],
  )
  await publish('unread')
  ahead = (EVENTS_KEPT_DAYS - 1) * DAY_MS
  await publish('young')
  ahead = (EVENTS_KEPT_DAYS + 1) * DAY_MS
  await run('platform.retain-events')
  const left = await platform.pool.query(`select distinct subject from platform.event order by 1`)
  expect(left.rows).toEqual([{ subject: 'unread' }, { subject: 'young' }])

  await platform.pool.query(`delete from platform.subscriber`)
  await run('platform.retain-events')
  const young = await platform.pool.query(`select distinct subject from platform.event`)
  expect(young.rows).toEqual([{ subject: 'young' }])
  // The log itself still refuses whoever is not that job.
  await expect(platform.pool.query('delete from platform.event')).rejects.toThrow(/append-only/)
  await expect(
    platform.write(actor, async (ctx) => {
      await ctx.query(`select set_config('platform.retaining', 'on', true)`)
      await ctx.query(`update platform.event set type = 'test.untold'`)
    }),
  ).rejects.toThrow(/append-only/)
})

test('a handful that takes too long is stopped by the database and taken again with fewer rows', async () => {
  await platform.pool.query(
    `insert into platform.idempotency (scope, key, body_hash, status, answer, created_at)
     select 'slow', $1 || n, '', 200, '{}', now() from generate_series(1, 700) n`,
    [newId()],
  )
  // As on a busy disk: most of a millisecond for each row, slept at once, so that some hundred are the limit on any machine.
  await platform.pool.query(`
    create function slow() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.0008 * count(*)) from gone; return null; end $$;
    create trigger slow after delete on platform.idempotency referencing old table as gone
      for each statement execute function slow()`)
  ahead = 31 * DAY_MS
  await run('platform.forget-answers')
  expect(await count('platform.idempotency')).toBe(0)
})

test('what is cleared away is cleared away by jobs that all have a name of their own and a time at night', () => {
  const names = jobs.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of [
    'platform.forget-answers',
    'platform.retain-events',
    'messages.retain',
    'webhooks.retain',
  ])
    expect(jobs.find((job) => job.name === name)?.cron).toMatch(/^\d+ 3 \* \* \*$/)
})

test('every job that a module or a flow has is run by the worker', async () => {
  const run = new Set<unknown>(jobs)
  const faces = ['modules', 'flows'].flatMap((of) => {
    const folder = new URL(`../${of}/`, import.meta.url)
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const index = new URL(`${entry.name}/index.ts`, folder)
      if (entry.isDirectory()) return existsSync(index) ? index : []
      return /(?<!\.test)\.ts$/.test(entry.name) ? new URL(entry.name, folder) : []
    })
  })
  const idle: string[] = []
  for (const face of faces) {
    const exported: unknown = await import(face.href)
    for (const [name, value] of Object.entries(exported as object))
      if (name.endsWith('Job') && !run.has(value)) idle.push(name)
  }
  expect(idle).toEqual([])
})
