import { Refusal } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type Actor, type CommandContext, type Platform } from '#platform/context'
import { emit } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { combineWrites, openPlatform, type CommandKey, type OpenPlatform } from './index.ts'

let database: TestDatabase
let platform: OpenPlatform

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  await platform.pool.query('create table public.note (text text)')
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const ewa: Actor = { ...systemActor('ewa'), kind: 'staff' }
const olek: Actor = { ...systemActor('olek'), kind: 'staff' }
let keys = 0
const newKey = (): CommandKey => ({ scope: 'test', key: `key ${(keys += 1)}`, bodyHash: 'body' })

const openNotes = () =>
  combineWrites<string, { text: string } | Refusal | null>('test.note', async (ctx, requests) => {
    const good = requests.filter(({ input }) => !input.startsWith('bad'))
    await ctx.query('insert into public.note select unnest($1::text[])', [good.map(({ input }) => input)])
    emit(ctx, { type: 'test.noted', subject: requests[0]?.input ?? '', data: {} })
    return requests.map(({ input }) => {
      if (input.startsWith('bad')) return new Refusal('conflict', 'test.bad', 'A bad note.')
      return input === 'nothing' ? null : { text: input }
    })
  })

const timesNoted = async (text: string): Promise<number> =>
  (await platform.pool.query('select from public.note where text = $1', [text])).rowCount ?? 0

/** The same platform over a connection that breaks when the database has committed and before it has said so. */
function losingTheAnswer(times: number): CommandContext {
  let left = times
  const lossy: Platform = {
    ...platform,
    write: async (actor, work) => {
      const answer = await platform.write(actor, work)
      if (left-- > 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
      return answer
    },
  }
  return { ...platform.command(ewa), platform: lossy }
}

test('a batch whose answer was lost is sent again for those with a key alone, so nobody notes twice', async () => {
  const note = openNotes()
  const ctx = losingTheAnswer(1)
  const [bare, keyed, other] = await Promise.allSettled([
    note(ctx, 'bare'),
    note(ctx, 'keyed', newKey()),
    note(ctx, 'other'),
  ])
  expect(keyed).toEqual({ status: 'fulfilled', value: { text: 'keyed' } })
  expect(bare.status).toBe('rejected')
  expect(other.status).toBe('rejected')
  expect(await Promise.all(['bare', 'keyed', 'other'].map(timesNoted))).toEqual([1, 1, 1])
})

test('a refusal that is returned reaches its caller each time and is not kept, and others of its batch go through', async () => {
  const note = openNotes()
  const ctx = platform.command(ewa)
  const key = newKey()
  const refused = expect.objectContaining({ code: 'test.bad' })
  const [bad, good] = await Promise.allSettled([note(ctx, 'bad one', key), note(ctx, 'good one')])
  expect(bad).toMatchObject({ status: 'rejected', reason: refused })
  expect(good).toMatchObject({ status: 'fulfilled' })
  await expect(note(ctx, 'bad one', key)).rejects.toEqual(refused)
  const kept = await platform.pool.query('select from platform.idempotency where key = $1', [key.key])
  expect(kept.rowCount).toBe(0)
})

test('an answer of nothing is replayed as nothing, and does not shift the answers of others', async () => {
  const note = openNotes()
  const ctx = platform.command(ewa)
  const key = newKey()
  expect(await note(ctx, 'nothing', key)).toBeNull()
  const [again, fresh] = await Promise.all([note(ctx, 'nothing', key), note(ctx, 'fresh')])
  expect(again).toBeNull()
  expect(fresh).toEqual({ text: 'fresh' })
  expect(await timesNoted('nothing')).toBe(1)
})

test('a batch of many speaks for none of them: what it does not attribute is not put on whoever came first', async () => {
  const note = openNotes()
  await Promise.all([note(platform.command(ewa), 'first of two'), note(platform.command(olek), 'second')])
  const { rows } = await platform.pool.query<{ actor: { kind: string; id: string } }>(
    `select actor from platform.event where subject = 'first of two'`,
  )
  expect(rows).toEqual([{ actor: { kind: 'system', id: 'test.note', staffId: null } }])
})
