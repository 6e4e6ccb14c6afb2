import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestDatabases } from './global-setup.ts'

/** Any number that no other program locks: the workers of a run build the template one at a time. */
const TEMPLATE_LOCK = 5_130_427

export type TestDatabase = {
  /** For `pg` and everything else that takes a connection string. */
  readonly url: string
  /** Disconnects everybody and deletes the database. */
  drop(): Promise<void>
}

let template: Promise<string> | undefined
let created = 0

/**
 * A fresh, fully migrated database of its own for the calling test file, cloned from a template in about 50 ms.
 * The template is migrated by whoever asks first in a run, so that tests without a database never wait for it.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const databases = inject('testDatabases')
  template ??= ensureTemplate(databases)
  return createDatabase(databases, `template ${await template}`)
}

/** An empty database without any schema, for tests of migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('testDatabases'), '')
}

async function createDatabase(databases: TestDatabases, source: string): Promise<TestDatabase> {
  created += 1
  const name = `${databases.prefix}${process.pid}_${Date.now().toString(36)}_${created}`
  await administer(databases, (client) => client.query(`create database ${name} ${source}`))
  return {
    url: urlFor(databases, name),
    drop: async () => {
      await administer(databases, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function ensureTemplate(databases: TestDatabases): Promise<string> {
  const name = `${databases.prefix}template`
  await administer(databases, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return
    // Migrated under another name: a failure half-way must not leave a template that looks complete.
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    const { migrate } = await import('../src/platform/database/migrate.ts')
    await migrate(urlFor(databases, unfinished))
    await client.query(`alter database ${unfinished} rename to ${name}`)
  })
  return name
}

async function administer<T>(databases: TestDatabases, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databases.adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlFor(databases: TestDatabases, name: string): string {
  const url = new URL(databases.adminUrl)
  url.pathname = `/${name}`
  return url.href
}
