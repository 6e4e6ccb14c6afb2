import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Binaries } from './binaries.ts'
import { SUPERUSER, spawnOptions, trimLog } from './cluster.ts'
import type { Home } from './home.ts'
import { identify, processesInside, waitForEnd } from './processes.ts'

/** After a crash the old backends hold the shared memory for a moment, and the port may be taken by then: worth trying again. */
const START_RETRY_MS = 5_000
const TRANSIENT = /shared memory block|lock file .* already exists|Address already in use/
const RETRY_PAUSE_MS = 200
/** Replaying the log after a crash may take this long (max_wal_size is 2 GB). */
const READY_WITHIN_MS = 120_000
const POLL_MS = 10
const ADOPT_CONNECT_MS = 2_000
const TERMINATE_BACKENDS_MS = 5_000
/** Fast shutdown writes a checkpoint first. */
const FAST_STOP_MS = 30_000
const IMMEDIATE_STOP_MS = 5_000
const LOG_TAIL_CHARACTERS = 2_000
const MAX_LOG_BYTES = 10_000_000
/** Shortest sun_path among the systems that we run on (macOS: 104 with the closing zero). */
const MAX_SOCKET_PATH = 103

export type Settings = Record<string, string | number>
/** A PostgreSQL server that answers. */
export type Postmaster = { pid: number; port: number; url: string }
export type Launch = {
  home: Home
  binaries: Binaries
  password: string
  settings: Settings
  port: number | undefined
}

/**
 * Uses the server that an earlier, killed process left behind, if it is exactly the one that we would start; otherwise stops it.
 * Statements that it still runs for the dead are ended first: as after a restart, nothing old commits any more.
 */
export async function adoptOrphan(launch: Launch): Promise<Postmaster | undefined> {
  const found = readPidFile(launch.home)
  const identity = found && identify(found.pid)
  const inside = processesInside(launch.home.cluster)
  if (!found || !identity || (inside && !inside.includes(found.pid))) {
    removeStalePidFile(launch.home, inside)
    return undefined
  }
  const suits =
    found.ready &&
    (launch.port ?? found.port) === found.port &&
    startedWith(launch.home, argumentsOf(launch, found.port))
  const server = { pid: found.pid, port: found.port, url: urlOf(launch, found.port) }
  if (suits && (await answersAlone(server.url, launch.home))) return server
  await stopPostmaster(launch.home, launch.binaries, found.pid)
  return undefined
}

/**
 * Starts the server and waits until it answers.
 * @throws with the end of PostgreSQL's own log when it refuses to start, or still does after five seconds of tries.
 */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  const deadline = Date.now() + START_RETRY_MS
  for (;;) {
    const port = launch.port ?? (await freePort())
    const logStart = existsSync(launch.home.log) ? statSync(launch.home.log).size : 0
    const child = spawnPostmaster(launch, port)
    if (child.pid !== undefined && (await becomesReady(launch.home, child))) {
      return { pid: child.pid, port, url: urlOf(launch, port) }
    }
    const log = readFileSync(launch.home.log).subarray(logStart).toString('utf8').slice(-LOG_TAIL_CHARACTERS)
    if (Date.now() > deadline || !TRANSIENT.test(log)) {
      throw new Error(`PostgreSQL did not start in ${launch.home.directory}:\n${log}`)
    }
    await sleep(RETRY_PAUSE_MS)
  }
}

/** Fast shutdown: clients are disconnected, all is written. A server that does not end in time is stopped at once and recovers at its next start. */
export async function stopPostmaster(home: Home, binaries: Binaries, pid: number): Promise<void> {
  const identity = identify(pid)
  if (!identity) return
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-w'], spawnOptions(undefined))
    return
  }
  process.kill(pid, 'SIGINT')
  if (await waitForEnd(identity, FAST_STOP_MS)) return
  process.kill(pid, 'SIGQUIT')
  if (!(await waitForEnd(identity, IMMEDIATE_STOP_MS)))
    throw new Error(`PostgreSQL (process ${pid}) does not stop.`)
}

function spawnPostmaster(launch: Launch, port: number): ChildProcess {
  trimLog(launch.home, MAX_LOG_BYTES)
  const log = openSync(launch.home.log, 'a')
  try {
    const child = spawn(launch.binaries.postgres, argumentsOf(launch, port), {
      ...spawnOptions(launch.home.account),
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C reaches Splot first, which ends its work before it stops the database.
      detached: true,
    })
    // A failed spawn also shows as a child without pid; without a listener the event would end the process.
    child.once('error', () => {})
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

async function becomesReady(home: Home, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS
  // Whoever exits meanwhile takes it along: nobody else knows of it yet.
  const stop = () => void child.kill('SIGINT')
  process.once('exit', stop)
  try {
    while (child.exitCode === null && child.signalCode === null) {
      const state = readPidFile(home)
      if (state?.pid === child.pid && state?.ready) return true
      if (Date.now() > deadline) {
        stop()
        throw new Error(`PostgreSQL was not ready after ${READY_WITHIN_MS / 1_000} s; see ${home.log}`)
      }
      await sleep(POLL_MS)
    }
    return false
  } finally {
    process.removeListener('exit', stop)
  }
}

function argumentsOf({ home, settings }: Launch, port: number): string[] {
  const all: Settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketDirectory(home, port) ?? '',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', home.cluster, '-p', String(port), ...flags]
}

/** `undefined` where there are no Unix sockets for PostgreSQL, or the path is too long for one. */
function socketDirectory(home: Home, port: number): string | undefined {
  if (process.platform === 'win32') return undefined
  const path = join(home.cluster, `.s.PGSQL.${port}`)
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH ? home.cluster : undefined
}

/** `?host=` sends `pg` and libpq through the socket; who ignores it arrives by TCP with the same user and password. */
function urlOf({ home, password }: Launch, port: number): string {
  const directory = socketDirectory(home, port)
  const query = directory ? `?host=${encodeURIComponent(directory)}` : ''
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres${query}`
}

/** postmaster.pid: one line each for pid, directory, start, port, socket directory, address, shared memory, status. */
function readPidFile(home: Home): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/**
 * PostgreSQL judges a left-over pid file well, except when its pid meanwhile belongs to another program (common in
 * containers) or to a zombie. It may only go when surely no process works in the directory.
 */
function removeStalePidFile(home: Home, inside: number[] | undefined): void {
  if (inside?.length === 0) rmSync(join(home.cluster, 'postmaster.pid'), { force: true })
}

/** postmaster.opts holds the command line of the last start, each argument in double quotes. */
function startedWith(home: Home, args: string[]): boolean {
  try {
    const options = readFileSync(join(home.cluster, 'postmaster.opts'), 'utf8').trim()
    return options.endsWith(` ${args.map((arg) => `"${arg}"`).join(' ')}`)
  } catch {
    return false
  }
}

async function answersAlone(url: string, home: Home): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ADOPT_CONNECT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ directory: string; ended: boolean }>(
      `select current_setting('data_directory') as directory,
              coalesce((select bool_and(pg_terminate_backend(pid, ${TERMINATE_BACKENDS_MS})) from pg_stat_activity
                        where backend_type = 'client backend' and pid <> pg_backend_pid()), true) as ended`,
    )
    return rows[0]?.directory === home.cluster && rows[0].ended
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

/** True while the server's process lives. */
export function isRunning(pid: number): boolean {
  return identify(pid) !== undefined
}
