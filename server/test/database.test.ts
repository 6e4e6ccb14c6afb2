import { expect, test } from 'vitest'
import { Client, type QueryResultRow } from 'pg'
import { createTestDatabase } from './database.ts'

async function ask<T extends QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

test('every test file gets a migrated database that nobody else sees', async () => {
  const [mine, theirs] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await ask(mine.url, 'create table only_here ()')
    const seen = `select to_regclass('only_here') is not null as here, exists (select from platform.migration) as migrated`
    expect(await ask(mine.url, seen)).toEqual([{ here: true, migrated: true }])
    expect(await ask(theirs.url, seen)).toEqual([{ here: false, migrated: true }])
  } finally {
    await Promise.all([mine.drop(), theirs.drop()])
  }
})

test('a dropped database is gone, even while somebody is connected', async () => {
  const database = await createTestDatabase()
  const client = new Client({ connectionString: database.url })
  client.on('error', () => {})
  await client.connect()
  await database.drop()
  await expect(ask(database.url, 'select 1')).rejects.toThrow(/does not exist/)
  await client.end().catch(() => {})
})

test('Polish letters are letters to the trigram search, and sort as Poles expect', async () => {
  const database = await createTestDatabase()
  try {
    await ask(database.url, 'create extension if not exists pg_trgm')
    const rows = await ask<{ similarity: number; sorted: string[] }>(
      database.url,
      `select similarity('żółty', 'żółta') as similarity,
              (select array_agg(word order by word collate "pl-x-icu") from unnest(array['zebra', 'łąka', 'lama', 'mapa']) word) as sorted`,
    )
    expect(rows[0]?.similarity).toBeGreaterThan(0.3)
    expect(rows[0]?.sorted).toEqual(['lama', 'łąka', 'mapa', 'zebra'])
  } finally {
    await database.drop()
  }
})
