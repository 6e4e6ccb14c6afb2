import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type QueryResultRow } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { debianServers } from '../debian-postgres.ts'
import { basketStatus, leaveBasket } from '../left-basket.ts'
import { outerEnvironment, type Program, startProgram, stop } from '../program.ts'

const program = fileURLToPath(new URL('../../src/main/start.ts', import.meta.url))
const root = fileURLToPath(new URL('../../../', import.meta.url))
const STORY_MS = 900_000
/** Under the prefix of this run, which a run on a server of yours clears away. */
const DATABASE = `${inject('testDatabases').prefix}given`
const ROLE = `${DATABASE}_owner`

/** The server of this run of the tests, and every PostgreSQL that Debian's packages have put on this machine. */
const servers = [
  {
    name: 'the PostgreSQL of the tests',
    open: async () => ({ url: inject('testDatabases').adminUrl, stop: async () => {} }),
  },
  ...debianServers(),
]

let directory: string
let running: Program | undefined

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'splot-url-'))
  // PostgreSQL may run as another account, which has to pass here.
  chmodSync(directory, 0o755)
})

afterAll(async () => {
  if (running) await stop(running.child, 'SIGTERM')
  await rm(directory, { recursive: true, force: true })
})

async function ask<T extends QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** What an administrator does for Splot: a role without any power but to own one database. Its address. */
async function makeDatabase(admin: string): Promise<string> {
  const password = randomBytes(16).toString('hex')
  await ask(admin, `create role ${ROLE} login password '${password}' nosuperuser nocreatedb nocreaterole`)
  await ask(admin, `create database ${DATABASE} owner ${ROLE} encoding 'UTF8' template template0`)
  const url = new URL(admin)
  url.username = ROLE
  url.password = password
  url.pathname = `/${DATABASE}`
  return url.href
}

async function dropDatabase(admin: string): Promise<void> {
  await ask(admin, `drop database if exists ${DATABASE} with (force)`)
  await ask(admin, `drop role if exists ${ROLE}`)
}

async function start(url: string, data: string): Promise<Program> {
  const env = { ...outerEnvironment(root), DATABASE_URL: url, SPLOT_DATA: data }
  running = await startProgram([process.execPath, program, '--no-apps'], { env })
  return running
}

describe.each(servers)('with DATABASE_URL on $name', ({ name, open }) => {
  test(
    'a plain owner of a database is enough; everything goes there, nothing into a cluster of our own, and a second start keeps it',
    { timeout: STORY_MS },
    async () => {
      const server = await open(join(directory, 'server'))
      const data = join(directory, name.replaceAll(/\W/g, '-'))
      try {
        const url = await makeDatabase(server.url)
        const [version] = await ask<{ major: number; powerful: boolean }>(
          url,
          `select current_setting('server_version_num')::int / 10000 as major, rolsuper as powerful
           from pg_roles where rolname = current_user`,
        )
        expect(version).toEqual({ major: expect.any(Number), powerful: false })

        const first = await start(url, data)
        const basket = await leaveBasket(first.url)
        const search = await (await fetch(`${first.url}/v1/products?q=koszula&limit=1`)).json()
        expect(search).toMatchObject({ items: [{ handle: expect.any(String) }] })
        expect(existsSync(join(data, 'postgres'))).toBe(false)
        expect(await ask(url, `select id from carts.cart where id = '${basket.id}'`)).toHaveLength(1)
        expect(await stop(first.child, 'SIGINT')).toBe(0)

        const second = await start(url, data)
        expect(await basketStatus(second.url, basket)).toBe(200)
        expect(await stop(second.child, 'SIGINT')).toBe(0)
        running = undefined
        expect(existsSync(join(data, 'postgres'))).toBe(false)
      } finally {
        await dropDatabase(server.url)
        await server.stop()
      }
    },
  )
})
