import { existsSync, rmSync } from 'node:fs'
import { Client } from 'pg'
import { locateBinaries } from './embedded/binaries.ts'
import { ensureCluster } from './embedded/cluster.ts'
import { findHome } from './embedded/home.ts'
import { takeOwnership } from './embedded/ownership.ts'
import {
  adoptOrphan,
  isRunning,
  type Launch,
  launchPostmaster,
  type Postmaster,
  type Settings,
  stopPostmaster,
} from './embedded/postmaster.ts'

const DATABASE = 'splot'
const WATCH_EVERY_MS = 250
/** A server that dies more often than this is not started again: the disk is full, or worse. */
const MAX_RESTARTS_PER_MINUTE = 5
const MINUTE_MS = 60_000

/** Durable, and sized for a shop's short transactions on a small machine. Every one can be overridden. */
const DEFAULT_SETTINGS: Settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: 100,
  random_page_cost: 1.1,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_files_per_process: 500,
}

export type EmbeddedOptions = {
  /** Where the database lives; made when missing. One Splot at a time. */
  dataDir: string
  /** TCP port on 127.0.0.1; a free one when not given. */
  port?: number
  /** No notes to the console. */
  quiet?: boolean
  /** Server settings (postgresql.conf), over the defaults. */
  settings?: Settings
  /** Start the server again when it dies (default); off for who wants to see it dead. */
  restart?: boolean
}

export type EmbeddedPostgres = {
  /** For `pg` and libpq: a Unix socket where possible (`?host=<directory>`), else TCP on 127.0.0.1. */
  readonly url: string
  readonly port: number
  /** The postmaster's; changes when it had to be started again. */
  readonly pid: number
  /** True when the server of an earlier, killed process was found running and is used. */
  readonly adopted: boolean
  /** Fast shutdown, waits for its end, gives the directory free. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts (or adopts) a real PostgreSQL with its data in `dataDir`. Works as root and as an ordinary user. Whoever starts it
 * stops it, on SIGINT and SIGTERM too; after a SIGKILL of ours the next start finds the orphan.
 * @throws DataDirectoryInUse while another living process uses the directory; Error when PostgreSQL does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const note = (line: string) => {
    if (!options.quiet) console.error(line)
  }
  const home = findHome(options.dataDir)
  if (home.directory !== home.asked) {
    note(
      `The database is in ${home.directory}: PostgreSQL must not run as root and cannot reach ${home.asked}.`,
    )
  }
  const release = takeOwnership(home.directory)
  try {
    const settings = { ...DEFAULT_SETTINGS, ...options.settings }
    const binaries = locateBinaries(home.account)
    const password = ensureCluster(home, binaries, settings['fsync'] !== 'off')
    const launch: Launch = { home, binaries, password, settings, port: options.port }
    const orphan = await adoptOrphan(launch)
    const server = orphan ?? (await launchPostmaster(launch))
    const watch = superviseServer(launch, server, options.restart ?? true, note)
    const url = await ensureDatabase(server.url).catch(async (error: Error) => {
      await watch.stop()
      throw error
    })
    return {
      url,
      port: server.port,
      adopted: orphan !== undefined,
      get pid() {
        return watch.pid()
      },
      stop: once(async () => {
        await watch.stop()
        release()
      }),
    }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * Deletes an embedded database with everything in it, after stopping a server that a killed process left behind.
 * @throws DataDirectoryInUse while a living process uses it.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return
  const home = findHome(dataDir)
  const release = takeOwnership(home.directory)
  try {
    // No port is the one of an orphan, so none is adopted: it is stopped.
    const launch = { home, binaries: locateBinaries(home.account), password: '', settings: {}, port: -1 }
    await adoptOrphan(launch)
  } finally {
    release()
  }
  for (const path of [home.directory, home.asked]) rmSync(path, { recursive: true, force: true })
}

/** Makes our database in a new cluster and returns its address. */
async function ensureDatabase(adminUrl: string): Promise<string> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
  const url = new URL(adminUrl)
  url.pathname = `/${DATABASE}`
  return url.href
}

/** Looks after a running server: starts it again on the same port when it dies, and takes it along when this process exits. */
function superviseServer(launch: Launch, first: Postmaster, restart: boolean, note: (line: string) => void) {
  let { pid } = first
  let stopping = false
  let recovery: Promise<void> | undefined
  const deaths: number[] = []

  const recover = async () => {
    const now = Date.now()
    deaths.push(now)
    if (deaths.filter((time) => time > now - MINUTE_MS).length > MAX_RESTARTS_PER_MINUTE) {
      throw new Error(
        `PostgreSQL died ${MAX_RESTARTS_PER_MINUTE} times within a minute; see ${launch.home.log}`,
      )
    }
    note('PostgreSQL died; starting it again.')
    pid = (await launchPostmaster({ ...launch, port: first.port })).pid
    note('PostgreSQL is back.')
  }
  const timer = setInterval(() => {
    if (!restart || stopping || recovery || isRunning(pid)) return
    recovery = recover().then(
      () => {
        recovery = undefined
      },
      (error: Error) => {
        // Stays set: no further attempt. Every query fails from here on, and readiness with it.
        console.error(error.message)
      },
    )
  }, WATCH_EVERY_MS).unref()
  // A process that exits without stop() cannot wait here; the server ends by itself and the next start waits for it.
  const stopAtExit = () => {
    if (isRunning(pid)) process.kill(pid, 'SIGINT')
  }
  process.once('exit', stopAtExit)

  return {
    pid: () => pid,
    stop: async () => {
      stopping = true
      clearInterval(timer)
      await recovery
      await stopPostmaster(launch.home, launch.binaries, pid)
      process.removeListener('exit', stopAtExit)
    },
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= action())
}
