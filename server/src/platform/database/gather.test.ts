import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type CommandContext, type ReadContext } from '#platform/context'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { gatherReads, openPlatform, type OpenPlatform } from './index.ts'

let database: TestDatabase
let platform: OpenPlatform
let ctx: CommandContext

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  ctx = platform.command(systemActor('test'))
  await platform.pool.query('create table public.shelf (id text primary key, pieces int)')
  await platform.pool.query("insert into public.shelf values ('tee', 1), ('cap', 2)")
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

/** Looks into the shelf, and tells what each statement was asked for. */
function openShelf() {
  const statements: (readonly string[])[] = []
  const look = async (read: ReadContext, ids: readonly string[]) => {
    statements.push(ids)
    if (ids.includes('broken')) await read.query('select * from public.no_such_shelf')
    const rows = await read.query<{ id: string; pieces: number }>(
      'select id, pieces from public.shelf where id = any($1)',
      [ids],
    )
    return new Map(rows.map((row) => [row.id, row.pieces]))
  }
  return { statements, pieces: gatherReads('test.shelf', look) }
}

test('who comes while a statement runs is answered by the next, everybody with what he asked for', async () => {
  const { statements, pieces } = openShelf()
  const answers = await Promise.all(['tee', 'cap', 'tee', 'sock'].map((id) => pieces(ctx, id)))
  expect(answers).toEqual([1, 2, 1, undefined])
  expect(statements).toEqual([['tee'], ['cap', 'tee', 'sock']])
})

test('nobody gets what was read before he asked', async () => {
  const { pieces } = openShelf()
  const before = pieces(ctx, 'cap')
  await platform.pool.query("update public.shelf set pieces = 3 where id = 'cap'")
  expect(await pieces(ctx, 'cap')).toBe(3)
  expect([2, 3]).toContain(await before)
})

test('a statement that fails is told to all who wait for it, and the next goes on', async () => {
  const { pieces } = openShelf()
  const first = pieces(ctx, 'tee')
  const together = await Promise.allSettled([pieces(ctx, 'broken'), pieces(ctx, 'cap')])
  expect(await first).toBe(1)
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await pieces(ctx, 'tee')).toBe(1)
})

test('inside a transaction it is a bug', async () => {
  const { pieces } = openShelf()
  await expect(
    // The type forbids it; who casts is told.
    platform.write(ctx.actor, async (write) => pieces(write as unknown as CommandContext, 'tee')),
  ).rejects.toThrow('not inside a transaction')
})
