import { chmodSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { ownerOf } from '../src/platform/database/embedded/ownership.ts'
import { lives } from '../src/platform/database/embedded/processes.ts'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/database/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabases: TestDatabases
  }
}

/** What the workers need to make databases; everything made in a run carries its prefix. */
export type TestDatabases = { adminUrl: string; prefix: string }

const DIRECTORY_PREFIX = 'splot-test-'
/** Tests of durability start a server of their own with the real settings. */
const FAST_AND_FORGETFUL = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: 300,
  shared_buffers: '128MB',
}

/** One PostgreSQL per test run: yours (TEST_DATABASE_URL or DATABASE_URL), or an embedded one that ends with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `splot_test_${process.pid}_`
  const given = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL']
  if (given) {
    project.provide('testDatabases', { adminUrl: given, prefix })
    return () => dropAll(given, prefix)
  }
  await removeLeftovers()
  const parent = mkdtempSync(join(tmpdir(), DIRECTORY_PREFIX))
  // As root, PostgreSQL runs as another account, which has to pass here.
  chmodSync(parent, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: parent, quiet: true, settings: FAST_AND_FORGETFUL })
  project.provide('testDatabases', { adminUrl: server.url, prefix })
  return async () => {
    await server.stop()
    await removeEmbeddedPostgres(parent)
  }
}

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  } finally {
    await client.end()
  }
}

/** A run that was killed leaves its server and its files; the next run clears them away. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(DIRECTORY_PREFIX)) continue
    const directory = join(tmpdir(), name)
    const owner = ownerOf(directory)
    // Another run may be busy with the same leftovers, or they may be another user's.
    if (owner && !lives(owner)) await removeEmbeddedPostgres(directory).catch(() => {})
  }
}
