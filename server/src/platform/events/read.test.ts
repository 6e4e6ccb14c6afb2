import { newId } from '@splot/kernel'
import { Client, type QueryResultRow } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { readEventsAfter, type Cursor } from './read.ts'

let database: TestDatabase
let client: Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const query = async <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]> =>
  (await client.query<Row>(sql, values && [...values])).rows

test('the log is read in the order of transactions, also where their numbers grow by a digit', async () => {
  await query(
    `insert into platform.event (xid, id, type, version, subject, channel_id, actor, occurred_at, data)
     select x::text::xid8, gen_random_uuid(), 'test.told', 1, x::text, $1, '{}', now(), '{}'
       from unnest(array[101, 99, 100, 9, 10]) x`,
    [newId()],
  )
  const read: string[] = []
  for (let cursor: Cursor = { xid: '0', seq: 0 }; ;) {
    const page = await readEventsAfter(query, cursor, 2)
    const last = page.at(-1)
    if (!last) break
    read.push(...page.map(({ subject }) => subject))
    cursor = { xid: last.xid, seq: last.seq }
  }
  expect(read).toEqual(['9', '10', '99', '100', '101'])
})
