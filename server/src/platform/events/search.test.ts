import { newId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../context/index.ts'
import { openPlatform, type OpenPlatform } from '../database/index.ts'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { MAX_LOOKED_AT, searchEvents, type EventSearch } from './search.ts'

/** Enough that reading all of them is told from reading a page; `SPLOT_TEST_EVENTS=1000000` takes a minute. */
const EVENTS = Number(process.env['SPLOT_TEST_EVENTS'] ?? 60_000)
/** Pages of 8 kB that one search may touch: some dozens by the index, some hundreds for `MAX_LOOKED_AT` facts; the log has 2,000 here. */
const MOST_BLOCKS = 600

let database: TestDatabase
let platform: OpenPlatform
const place = newId()
const rarePlace = newId()

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  // A busy log with one rare type, one type that stopped long ago, one rare place, and a subject of which there is much.
  await platform.pool.query(
    `insert into platform.event (xid, id, type, version, subject, location_id, channel_id, actor, occurred_at, data)
     select (n / 3 + 10)::text::xid8, gen_random_uuid(),
            case when n in (7, 8) then 'old.gone' when n = 9 then 'rare.told' when n % 4 = 0 then 'orders.placed'
                 when n % 4 = 1 then 'orders.confirmed' when n % 4 = 2 then 'inventory.moved' else 'carts.line_held' end,
            1, case when n % 2 = 0 then 'TEE' else n::text end,
            case when n = 11 then $2::uuid when n % 5 = 0 then $1::uuid end, gen_random_uuid(), '{}', now(), '{"n":1}'
       from generate_series(1, $3::int) n`,
    [place, rarePlace, EVENTS],
  )
  await platform.pool.query('vacuum analyze platform.event')
}, 300_000)
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const any: EventSearch = { type: null, subject: null, places: null, before: null, limit: 50 }

/** All that is found, page by page, as `type subject`. */
async function all(
  search: Partial<EventSearch>,
  most = Infinity,
): Promise<{ found: string[]; pages: number }> {
  const found: string[] = []
  let before = search.before ?? null
  for (let pages = 1; ; pages += 1) {
    const page = await searchEvents(platform.read(systemActor('test')).query, { ...any, ...search, before })
    found.push(...page.events.map(({ type, subject }) => `${type} ${subject}`))
    if (!page.next || found.length >= most) return { found, pages }
    before = page.next
  }
}

const truth = async (where: string, limit: number): Promise<string[]> =>
  (
    await platform.pool.query<{ told: string }>(
      `select type || ' ' || subject as told from platform.event e where ${where}
        order by e.xid desc, e.seq desc limit ${limit}`,
    )
  ).rows.map(({ told }) => told)

test('a module is all of its types, a whole type itself, and pages join without a gap or a repetition', async () => {
  expect((await all({ type: 'orders', limit: 70 }, 700)).found).toEqual(
    await truth(`type like 'orders.%'`, 700),
  )
  expect((await all({ type: 'orders.placed', limit: 70 }, 700)).found).toEqual(
    await truth(`type = 'orders.placed'`, 700),
  )
  expect((await all({ type: 'old' })).found).toEqual(['old.gone TEE', 'old.gone 7'])
  expect((await all({ type: 'rare.told' })).found).toEqual(['rare.told 9'])
  expect((await all({ type: 'order' })).found).toEqual([])
  expect((await all({ type: 'orders_placed' })).found).toEqual([])
})

test('by place and by subject the same is found as by reading everything, in pages that may be short', async () => {
  const rare = await all({ places: [rarePlace] })
  expect(rare.found).toEqual(['carts.line_held 11'])
  expect(rare.pages).toBe(Math.floor(EVENTS / MAX_LOOKED_AT) + 1)
  expect((await all({ places: [place], type: 'orders' }, 500)).found).toEqual(
    await truth(`location_id = '${place}' and type like 'orders.%'`, 500),
  )
  expect((await all({ subject: 'TEE', type: 'old.gone' })).found).toEqual(['old.gone TEE'])
  expect((await all({ subject: 'nobody' })).found).toEqual([])
})

test.each<[string, Partial<EventSearch>]>([
  ['everything', {}],
  ['a busy type', { type: 'orders.placed' }],
  ['a module', { type: 'orders' }],
  ['a rare type', { type: 'rare.told' }],
  ['a type that stopped long ago', { type: 'old' }],
  ['a type that never was', { type: 'never.told' }],
  ['a rare type of a busy subject', { subject: 'TEE', type: 'old' }],
  ['a rare place', { places: [rarePlace] }],
  ['a rare type in a rare place', { places: [rarePlace], type: 'rare' }],
  ['a busy type, far back', { type: 'orders', before: { xid: '1000', seq: '0' } }],
])('%s is found without reading the whole log', async (_what, search) => {
  const client = await platform.pool.connect()
  try {
    // The planner must not need to know the values: a statement that is asked often is planned without them.
    await client.query(`set plan_cache_mode = force_generic_plan`)
    let blocks = Infinity
    await searchEvents(
      async <R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) => {
        await client.query(`prepare asked as ${text}`)
        const literals = values.map((value) =>
          Array.isArray(value) ? `'{${value.join()}}'` : value === null ? 'null' : `'${String(value)}'`,
        )
        const explained = await client.query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(
          `explain (analyze, buffers, format json) execute asked (${literals.join()})`,
        )
        const { Plan } = explained.rows[0]?.['QUERY PLAN'][0] ?? {}
        blocks = (Plan?.['Shared Hit Blocks'] ?? Infinity) + (Plan?.['Shared Read Blocks'] ?? Infinity)
        return [] as R[]
      },
      { ...any, ...search },
    )
    expect(blocks).toBeLessThan(MOST_BLOCKS)
  } finally {
    client.release(true)
  }
})
