import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiOptions } from '@splot/server/main/api'
import { startChild } from '@splot/server/main/child'
import type { SandboxAddresses } from '@splot/server/main/sandbox'
import { keptSecret } from '@splot/server/main/secret'
import type { WorkerOptions } from '@splot/server/main/worker'
import { loadDemoWith, openWorldDatabase } from '@splot/server/main/world-database'
import { Pool } from 'undici'
import { closing } from './closing.ts'
import { cpuMsOf } from './cpu.ts'

/** More than the largest crowd of a benchmark, so that the generator never queues on its own side. */
const CONNECTIONS = 1_024
/** A world counts as settled when all of it together has used less than this of one core for so long. */
const QUIET_SHARE = 0.05
const QUIET_MS = 2_000
/** The demo's prices are presented within half a minute of its start. */
const SETTLES_WITHIN_MS = 120_000
/** Mail gives way to sales, as in `npm start`. */
const WORKER_NICENESS = 10

export interface BenchWorld {
  /** Where it keeps everything, laid out as `npm start` expects it of SPLOT_DATA. */
  readonly directory: string
  readonly databaseUrl: string
  readonly baseUrl: string
  /** Kept-alive connections to the API. */
  readonly http: Pool
  /** CPU milliseconds used so far by API and database together. */
  readonly cpuMs: () => number
  /** The sandbox payment provider and the key to its own API. */
  readonly payments: { readonly url: string; readonly secret: string }
  /** Ids of the API process and the database's postmaster. */
  readonly pids: readonly number[]
  close(): Promise<void>
}

/**
 * A whole Splot with the demo retailer: durable embedded database, API, worker and sandbox in processes of their own. With `keep`
 * its directory stays after `close`.
 *
 * It is not `createWorld` of the tests, and what the two have in common is in server/src/main (`openWorldDatabase`, `startChild`).
 * A story looks inside the doubles, turns the clock, kills and loads thirty products, so most of its world is one process; a
 * benchmark needs every part in a process of its own, as `npm start` runs them, or the doubles' work would be counted as ours.
 * The replay has no third one: as a program it sells in this world, as a story in that one.
 */
export async function openWorld(
  note: (line: string) => void,
  options: { readonly keep?: boolean; readonly plain?: boolean } = {},
): Promise<BenchWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'splot-bench-'))
  chmodSync(directory, 0o755)
  const closers: (() => Promise<void>)[] = []
  if (!options.keep) closers.push(() => rm(directory, { recursive: true, force: true }))
  const close = closing(async () => {
    for (const step of closers.reverse()) await step()
  })
  try {
    note('starting database, demo, sandbox, API and worker …')
    const database = await openWorldDatabase(join(directory, 'postgres'))
    closers.push(database.stop)
    const secret = keptSecret(directory, 'master')
    await loadDemoWith(database.platform, secret, options)
    await database.platform.close()
    const paymentsSecret = keptSecret(directory, 'payments')
    const sandbox = await startChild<SandboxAddresses>('./sandbox.ts', {
      directory: join(directory, 'sandbox'),
      paymentsSecret,
      labelsSecret: keptSecret(directory, 'labels'),
    })
    closers.push(sandbox.close)
    const shared: WorkerOptions = {
      url: database.url,
      secret,
      logLevel: 'error',
      publicUrl: 'http://localhost:4000',
      payments: {
        url: sandbox.ready.paymentsUrl,
        secret: paymentsSecret,
        webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
      },
      smtpUrl: sandbox.ready.smtpUrl,
      mailFrom: 'Splot <zamowienia@splot.example>',
    }
    const apiOptions: ApiOptions = { ...shared, host: '127.0.0.1', port: 0 }
    const api = await startChild<{ port: number }>('./api.ts', apiOptions)
    closers.push(api.close)
    const worker = await startChild('./worker.ts', shared, WORKER_NICENESS)
    closers.push(worker.close)
    const baseUrl = `http://127.0.0.1:${api.ready.port}`
    const http = new Pool(baseUrl, { connections: CONNECTIONS, headersTimeout: 60_000, bodyTimeout: 60_000 })
    closers.push(() => http.destroy())
    const pids = [api.process.pid ?? 0, database.pid]
    note('waiting until what the demo has started is done …')
    await settled([...pids, worker.process.pid ?? 0])
    const payments = { url: sandbox.ready.paymentsUrl, secret: paymentsSecret }
    return {
      directory,
      databaseUrl: database.url,
      baseUrl,
      http,
      pids,
      cpuMs: () => cpuMsOf(pids),
      payments,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Waits until nothing runs any more that the start has left to the worker (facts to hand on, prices to present): a limit or a latency measured
 * beside that would say little.
 */
async function settled(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + SETTLES_WITHIN_MS
  for (let used = cpuMsOf(pids); performance.now() < deadline;) {
    await sleep(QUIET_MS)
    const now = cpuMsOf(pids)
    // Where CPU time cannot be read, everything gets the same two seconds.
    if (!(now - used > QUIET_SHARE * QUIET_MS)) return
    used = now
  }
  throw new Error(`the world did not come to rest within ${SETTLES_WITHIN_MS / 1000} s`)
}

/** One JSON call; throws with status and code unless the answer is 2xx. */
export async function call<T>(
  http: Pool,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; expect?: readonly number[] } = {},
): Promise<{ status: number; body: T }> {
  const answer = await http.request({
    method,
    path,
    headers: {
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: options.body === undefined ? null : JSON.stringify(options.body),
  })
  // The benchmark trusts the API's declared shapes; a wrong one fails where it is used.
  const body = (await answer.body.json()) as T
  const expected = options.expect ?? [200, 201]
  if (!expected.includes(answer.statusCode)) {
    throw new Error(`${method} ${path}: ${answer.statusCode} ${(body as { code?: string }).code ?? ''}`)
  }
  return { status: answer.statusCode, body }
}
