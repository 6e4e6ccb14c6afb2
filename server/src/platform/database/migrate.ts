import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { invariant } from '@splot/kernel'
import pg from 'pg'
import { moduleOrder } from '../../graph.ts'
import { migrateJobs } from '../jobs/index.ts'

/** Any number that no other program locks: migrations of two starting processes take turns. */
const MIGRATION_LOCK = 7_301_984

const platformDir = new URL('./migrations/', import.meta.url)
const moduleDir = (name: string) => new URL(`../../modules/${name}/migrations/`, import.meta.url)

interface Migration {
  readonly owner: string
  readonly name: string
  readonly text: string
}

async function migrationsIn(owner: string, directory: URL): Promise<Migration[]> {
  const files = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const names = files.filter((file) => file.endsWith('.sql')).sort()
  const numbers = names.map((name) => name.slice(0, 4))
  // Two people took the same number at once: which of the two runs first must not hang on how they are called.
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  invariant(twice === undefined, `${owner} has two migrations numbered ${twice}`)
  return Promise.all(
    names.map(async (name) => ({
      owner,
      name,
      text: await readFile(fileURLToPath(new URL(name, directory)), 'utf8'),
    })),
  )
}

/**
 * Applies every migration that the database has not seen: the platform's first, then each module's in the order of the
 * graph; forward only, each in its own transaction, the job queue's own tables last. Refuses a database whose applied migrations were edited since.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await client.query(`create schema if not exists platform`)
    await client.query(`create table if not exists platform.migration (
      owner text not null, name text not null, hash text not null, applied_at timestamptz not null default now(),
      primary key (owner, name))`)
    const seen = await client.query<{ owner: string; name: string; hash: string }>(
      'select owner, name, hash from platform.migration',
    )
    const hashes = new Map(seen.rows.map((row) => [`${row.owner}/${row.name}`, row.hash]))
    const all = [
      await migrationsIn('platform', platformDir),
      ...(await Promise.all(moduleOrder.map((name) => migrationsIn(name, moduleDir(name))))),
    ].flat()
    const applied: string[] = []
    for (const migration of all) {
      if (await applyOnce(client, migration, hashes)) applied.push(`${migration.owner}/${migration.name}`)
    }
    await migrateJobs(url)
    return { applied }
  } finally {
    await client.end()
  }
}

async function applyOnce(
  client: pg.Client,
  migration: Migration,
  hashes: Map<string, string>,
): Promise<boolean> {
  const label = `${migration.owner}/${migration.name}`
  const hash = createHash('sha256').update(migration.text).digest('hex')
  const known = hashes.get(label)
  if (known === hash) return false
  if (known !== undefined) {
    throw new Error(`Migration ${label} was edited after it had been applied. Add a new migration instead.`)
  }
  await client.query('begin')
  try {
    await client.query(migration.text)
    await client.query('insert into platform.migration (owner, name, hash) values ($1, $2, $3)', [
      migration.owner,
      migration.name,
      hash,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${label} failed: ${(error as Error).message}`, { cause: error })
  }
  return true
}
