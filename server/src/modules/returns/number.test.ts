import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database'

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

/** Luhn, ISO/IEC 7812-1 annex B, written from the right and independent of the SQL. */
const isLuhn = (digits: string): boolean =>
  [...digits]
    .toReversed()
    .map(Number)
    .map((digit, fromRight) => (fromRight % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2))
    .reduce((sum, digit) => sum + digit, 0) %
    10 ===
  0

test('every return number carries the right check digit, at any length', async () => {
  const { rows } = await client.query<{ number: string }>(
    `select returns.number_of(body) as number
       from unnest(array[1, 19, 7992739871, 1000001] || array(select generate_series(1000000, 1002000, 7))) as body`,
  )
  expect(rows[0]).toEqual({ number: 'R18' })
  expect(rows[2]).toEqual({ number: 'R79927398713' })
  expect(rows.filter(({ number }) => !isLuhn(number.slice(1)))).toEqual([])
})
