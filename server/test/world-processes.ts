import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Retailer } from '@splot/demo'
import type { OpenPlatform } from '#platform/database'
import type { ApiOptions } from '../src/main/api.ts'
import { startChild, type Child } from '../src/main/child.ts'
import { loadRetailer } from '../src/main/load-demo.ts'
import type { WorkerOptions } from '../src/main/worker.ts'
import { openWorldDatabase } from '../src/main/world-database.ts'
import type { Outside } from './world.ts'

/** Recovery after a crash is a matter of a second or two, on a machine that has nothing else to do. */
const BACK_AFTER_MS = 120_000
const LOOK_EVERY_MS = 50

/** One more API process on the same database. */
export interface ApiNode {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly process: ChildProcess
  close(): Promise<void>
}

/** What a story may kill; each resolves when it is dead, or when it serves again. */
export interface Processes {
  killApi(): Promise<void>
  startApi(): Promise<void>
  /** Starts another API process beside the first; it ends with the world. */
  startNode(): Promise<ApiNode>
  /** `kill -9` of the postmaster and of every process it had; its supervisor brings it back on the same address. */
  killDatabase(): void
  /** Resolves when the database answers again. */
  databaseBack(): Promise<void>
}

interface Options {
  readonly directory: string
  readonly retailer: Retailer
  readonly outside: Outside
  readonly host: string
  readonly port: number
  readonly logLevel: string
}

/** A durable database with the demo loaded, and API and worker as children of this process. */
export async function startProcesses(
  options: Options,
  closers: (() => Promise<unknown>)[],
): Promise<{ platform: OpenPlatform; processes: Processes }> {
  const { outside, host, port, logLevel } = options
  const database = await openWorldDatabase(join(options.directory, 'postgres'))
  closers.push(database.stop)
  closers.push(database.platform.close)
  await loadRetailer(database.platform, options.retailer)
  const shared: WorkerOptions = { ...outside, url: database.url, logLevel }
  let api: Child<unknown> | undefined
  const apiOptions: ApiOptions = { ...shared, host, port, demo: true, trustProxy: 'loopback' }
  const startApi = async () => {
    api = await startChild('./api.ts', apiOptions)
  }
  const startNode = async (): Promise<ApiNode> => {
    const node = await startChild<{ port: number }>('./api.ts', { ...apiOptions, port: 0 })
    closers.push(node.close)
    return { url: `http://${host}:${node.ready.port}`, process: node.process, close: node.close }
  }
  await startApi()
  closers.push(async () => api?.close())
  const worker = await startChild('./worker.ts', shared)
  closers.push(worker.close)
  return {
    platform: database.platform,
    processes: {
      startApi,
      startNode,
      killApi: async () => {
        if (!api) return
        const ended = once(api.process, 'exit')
        api.process.kill('SIGKILL')
        await ended
      },
      killDatabase: () => {
        const { pid } = database
        for (const one of [pid, ...childrenOf(pid)]) killNow(one)
      },
      databaseBack: async () => {
        const until = Date.now() + BACK_AFTER_MS
        for (;;) {
          try {
            await database.platform.pool.query('select 1')
            return
          } catch (error) {
            if (Date.now() > until) throw error
            await sleep(LOOK_EVERY_MS)
          }
        }
      },
    },
  }
}

/** From /proc: the fourth field of `stat`, behind the name in brackets, is the parent's id. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && parentOf(pid) === parent)
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It has ended since the list was read.
    return undefined
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended first.
  }
}
