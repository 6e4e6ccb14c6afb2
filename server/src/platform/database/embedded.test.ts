import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type QueryResultRow } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded.ts'
import { identify, waitForEnd } from './embedded/processes.ts'

let dataDir: string
let children: ChildProcess[]
let servers: EmbeddedPostgres[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'splot-embedded-'))
  chmodSync(dataDir, 0o755)
  children = []
  servers = []
})

afterEach(async () => {
  for (const child of children) await kill(child)
  for (const server of servers) await server.stop()
  await removeEmbeddedPostgres(dataDir)
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, quiet: true, ...options })
  servers.push(server)
  return server
}

async function ask<T extends QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another Splot, that starts the database and then only lives. */
async function anotherSplot(): Promise<{ process: ChildProcess; serverPid: number; url: string }> {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, quiet: true })
    console.log(JSON.stringify({ serverPid: server.pid, url: server.url }))
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const told = JSON.parse(line.toString()) as { serverPid: number; url: string }
  return { process: child, ...told }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function killServer(pid: number): Promise<void> {
  const identity = identify(pid)
  process.kill(pid, 'SIGKILL')
  if (identity) expect(await waitForEnd(identity, 60_000)).toBe(true)
}

test('a first start makes a durable database that only we can open', async () => {
  const server = await start()
  const [row] = await ask<{ fsync: string; commit: string; lower: string; name: string }>(
    server.url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            lower('ŻÓŁĆ') as lower, current_database() as name`,
  )
  expect(row).toEqual({ fsync: 'on', commit: 'on', lower: 'żółć', name: 'splot' })

  const overTcp = new URL(server.url)
  overTcp.search = ''
  expect(await ask(overTcp.href, 'select 1 as one')).toEqual([{ one: 1 }])
  overTcp.password = 'wrong'
  await expect(ask(overTcp.href, 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('a restart keeps the data and takes another setting', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()

  const second = await start({ settings: { max_connections: 33 } })
  expect(await ask(second.url, `select answer, current_setting('max_connections') as max from kept`)).toEqual(
    [{ answer: 42, max: '33' }],
  )
})

test('the server of a killed Splot is found and used, and what the dead one left running does not commit', async () => {
  const dead = await anotherSplot()
  await ask(dead.url, 'create table written (by text)')
  const slow = ask(dead.url, `insert into written select 'the dead' from pg_sleep(30)`).catch(
    (error: Error) => error,
  )
  while (
    !(await ask(dead.url, `select from pg_stat_activity where query like 'insert%' and state = 'active'`))
      .length
  ) {
    await sleep(10)
  }
  await kill(dead.process)
  expect(identify(dead.serverPid)).toBeDefined()

  const server = await start()
  expect(server).toMatchObject({ adopted: true, pid: dead.serverPid })
  expect(String(await slow)).toMatch(/terminat/)
  expect(await ask(server.url, 'select * from written')).toEqual([])
  await server.stop()
  expect(identify(dead.serverPid)).toBeUndefined()
})

test('an orphan with other settings than we want is replaced, with its data', async () => {
  const dead = await anotherSplot()
  await ask(dead.url, 'create table kept as select 42 as answer')
  await kill(dead.process)

  const server = await start({ settings: { work_mem: '5MB' } })
  expect(server.adopted).toBe(false)
  expect(identify(dead.serverPid)).toBeUndefined()
  expect(await ask(server.url, `select answer, current_setting('work_mem') as mem from kept`)).toEqual([
    { answer: 42, mem: '5MB' },
  ])
})

test('two Splots never share a directory; the second learns who has it', async () => {
  const other = await anotherSplot()
  await expect(start()).rejects.toThrow(`another Splot (process ${other.process.pid})`)
  await expect(removeEmbeddedPostgres(dataDir)).rejects.toThrow('in use')
  expect(await ask(other.url, 'select 1 as one')).toEqual([{ one: 1 }])

  await kill(other.process)
  const mine = await start()
  await expect(start()).rejects.toThrow(`another Splot (process ${process.pid})`)
  expect(await ask(mine.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a server that is killed comes back on the same address, with everything that was committed', async () => {
  const server = await start()
  await ask(server.url, 'create table kept as select 42 as answer')
  const killed = server.pid
  await killServer(killed)
  let rows: unknown[] = []
  while (rows.length === 0) rows = await ask(server.url, 'select answer from kept').catch(() => sleep(20, []))
  expect(rows).toEqual([{ answer: 42 }])
  while (server.pid === killed) await sleep(10)
  expect(identify(server.pid)).toBeDefined()
})

test('a pid file left by a crash does not stop the start, whoever has that number now', async () => {
  const first = await start({ restart: false })
  await ask(first.url, 'create table kept as select 42 as answer')
  const pidFile = join(dataDir, 'cluster/postmaster.pid')
  await killServer(first.pid)
  await first.stop()
  expect(existsSync(pidFile)).toBe(true)
  writeFileSync(pidFile, `${process.pid}\n${dataDir}/cluster\n1\n1\n\n127.0.0.1\n\nready   \n`)

  const second = await start()
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a directory that others cannot pass works as well, and goes with everything in it', async () => {
  const closed = mkdtempSync(join(tmpdir(), 'splot-closed-'))
  try {
    expect(statSync(closed).mode & 0o077).toBe(0)
    const inside = join(closed, 'data')
    const first = await start({ dataDir: inside })
    await ask(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    const second = await start({ dataDir: inside })
    const [row] = await ask<{ directory: string; answer: number }>(
      second.url,
      `select current_setting('data_directory') as directory, answer from kept`,
    )
    expect(row?.answer).toBe(42)
    await second.stop()
    await removeEmbeddedPostgres(inside)
    expect(existsSync(row?.directory ?? '/')).toBe(false)
  } finally {
    rmSync(closed, { recursive: true, force: true })
  }
})

test('a path too long for a socket is served over TCP', async () => {
  const deep = join(dataDir, 'x'.repeat(90))
  const server = await start({ dataDir: deep })
  expect(new URL(server.url).search).toBe('')
  expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a setting that PostgreSQL refuses is told in its own words', async () => {
  await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /invalid value for parameter "shared_buffers"/,
  )
})
