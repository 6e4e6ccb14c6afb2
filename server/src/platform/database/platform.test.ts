import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { behindSavepoint, openPlatform, type OpenPlatform } from './index.ts'

let database: TestDatabase
let platform: OpenPlatform
const actor = systemActor('test')

beforeAll(async () => {
  database = await createTestDatabase()
  // One connection: what a finished transaction left running meets the next one on it.
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }), poolSize: 1 })
  await platform.pool.query('create table public.note (text text)')
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const notes = async () =>
  (await platform.pool.query<{ text: string }>('select text from public.note')).rows.map((row) => row.text)
const facts = async () =>
  (await platform.pool.query(`select type from platform.event where type like 'test.%'`)).rows
const write = (ctx: WriteContext, text: string) => ctx.query('insert into public.note values ($1)', [text])

const refuse = async (ctx: WriteContext): Promise<void> => {
  await ctx.query('select $1::int', [1])
  throw new Error('refused')
}
/** Still has something to write when its neighbour refuses. */
const writeLater = async (ctx: WriteContext): Promise<void> => {
  for (let step = 0; step < 5; step += 1) await ctx.query('select $1::int', [step])
  await write(ctx, 'too late')
  emit(ctx, { type: 'test.too_late', subject: 'test', data: {} })
}

test('what one of several verbs left running writes nothing after the transaction was rolled back', async () => {
  const refused = platform.write(actor, (ctx) => Promise.all([writeLater(ctx), refuse(ctx)]))
  await expect(refused).rejects.toThrow('refused')
  // On the old connection, for as long as the straggler could still be at work.
  await platform.write(actor, async (ctx) => {
    for (let step = 0; step < 10; step += 1) await ctx.query('select $1::int', [step])
    await write(ctx, 'the next one')
  })
  expect(await notes()).toEqual(['the next one'])
  expect(await facts()).toEqual([])
})

test('nor after its savepoint was rolled back, while the transaction goes on', async () => {
  await platform.write(actor, async (ctx) => {
    const verb = behindSavepoint(ctx, (inner) => Promise.all([writeLater(inner), refuse(inner)]))
    await expect(verb).rejects.toThrow('refused')
    for (let step = 0; step < 10; step += 1) await ctx.query('select $1::int', [step])
    await write(ctx, 'the answer')
  })
  expect(await notes()).toEqual(['the next one', 'the answer'])
  expect(await facts()).toEqual([])
})

test('what stands behind a savepoint is committed and told with the rest', async () => {
  await platform.write(actor, (ctx) =>
    behindSavepoint(ctx, async (inner) => {
      await write(inner, 'told')
      emit(inner, { type: 'test.told', subject: 'test', data: {} })
    }),
  )
  expect(await notes()).toContain('told')
  expect(await facts()).toEqual([{ type: 'test.told' }])
})

test('why a transaction failed is told, not that statements sent beside it came too late', async () => {
  const failing = platform.write(actor, async (ctx) => {
    const wrong = ctx.query('select 1 / $1::int', [0])
    const late = ctx.query('select $1::int', [1])
    wrong.catch(() => {})
    await late
  })
  await expect(failing).rejects.toMatchObject({ code: '22012' })
})

test('what was told cannot be rewritten, deleted or cleared, and whoever tries is told so', async () => {
  for (const text of [
    `update platform.event set type = 'test.untold'`,
    'delete from platform.event',
    'truncate platform.event',
    `update platform.audit set action = 'nothing'`,
    'delete from platform.audit',
    'truncate platform.audit',
  ]) {
    await expect(platform.pool.query(text)).rejects.toMatchObject({ code: '23001' })
  }
  expect(await facts()).toEqual([{ type: 'test.told' }])
})

test('a process that stops in the middle of a transaction does not keep everybody’s facts back for ever', async () => {
  const { rows } = await platform.pool.query<{ longest: string }>(
    `select current_setting('idle_in_transaction_session_timeout') as longest`,
  )
  expect(rows).toEqual([{ longest: '30s' }])
})

/** Two that lock two rows each, the other way round, and go on when both have their first. */
async function crossing(own: OpenPlatform): Promise<string[]> {
  await own.pool.query(`delete from public.note`)
  await own.pool.query(`insert into public.note values ('a'), ('b')`)
  const began: (() => void)[] = []
  const bothBegan = [0, 1].map((who) => new Promise<void>((resolve) => (began[who] = resolve)))
  const told: string[] = []
  const cross = (who: number, [first, second]: readonly [string, string]) =>
    own.write(actor, async (ctx) => {
      await ctx.query('select from public.note where text = $1 for update', [first])
      began[who]?.()
      await Promise.all(bothBegan)
      await ctx.query('select from public.note where text = $1 for update', [second])
      await write(ctx, `after ${second}`)
      emit(ctx, { type: 'test.crossed', subject: second, data: {} })
      ctx.afterCommit(() => told.push(second))
    })
  await Promise.all([cross(0, ['a', 'b']), cross(1, ['b', 'a'])])
  return told
}

test('of two that wait for each other both come through, each with what it wrote and told once, and it is counted', async () => {
  const own = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  try {
    expect((await crossing(own)).sort()).toEqual(['a', 'b'])
    expect((await notes()).sort()).toEqual(['a', 'after a', 'after b', 'b'])
    expect((await facts()).filter(({ type }) => type === 'test.crossed')).toHaveLength(2)
    expect(own.circlesMet()).toBe(1)
  } finally {
    await own.close()
  }
})

test('who waits in a circle time after time is told, and any other failure at once', async () => {
  const fails = async (code: string): Promise<number> => {
    let times = 0
    const failing = platform.write(actor, async () => {
      times += 1
      throw Object.assign(new Error('not this time'), { code })
    })
    await expect(failing).rejects.toMatchObject({ code })
    return times
  }
  expect([await fails('40P01'), await fails('23505')]).toEqual([3, 1])
})
