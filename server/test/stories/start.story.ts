import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identify } from '../../src/platform/database/embedded/processes.ts'

const program = fileURLToPath(new URL('../../src/main/start.ts', import.meta.url))
const READY_MS = 90_000

let directory: string
let running: ChildProcess | undefined

interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly output: string
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'splot-start-'))
  chmodSync(directory, 0o755)
})

afterAll(async () => {
  if (running && running.exitCode === null && running.signalCode === null) {
    const ended = once(running, 'exit')
    running.kill('SIGTERM')
    await ended
  }
  await rm(directory, { recursive: true, force: true })
})

/** `npm start` as people run it, without the builds of the apps; resolves when it says that it is ready. */
async function start(...flags: string[]): Promise<Started> {
  const child = spawn(process.execPath, [program, '--no-apps', ...flags], {
    env: { ...process.env, SPLOT_DATA: join(directory, 'data'), PORT: '0', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready:\n${output}`)), READY_MS)
    const heard = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes('Ctrl-C')) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
  child.removeAllListeners('exit')
  const url = /Shop\s+(http:\/\/\S+?)\/?\s/.exec(output)?.[1] ?? ''
  return { child, url, output }
}

async function stop(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}

async function openBasket(url: string): Promise<{ id: string; token: string }> {
  const response = await fetch(`${url}/v1/carts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  return (await response.json()) as { id: string; token: string }
}

const basketStatus = async (url: string, basket: { id: string; token: string }): Promise<number> =>
  (await fetch(`${url}/v1/carts/${basket.id}`, { headers: { 'x-cart-token': basket.token } })).status

test(
  'the first start loads the demo and says where everything is; the second keeps what was done',
  { timeout: 4 * READY_MS },
  async () => {
    const first = await start()
    expect(first.output).toMatch(/manager@splot\.example/)
    expect(first.output).toMatch(/Three things to try/)
    const health = await fetch(`${first.url}/health/ready`)
    expect(await health.json()).toEqual({ status: 'ready' })
    expect(await (await fetch(`${first.url}/metrics`)).text()).toMatch(/splot_http_request_seconds_count\{/)
    expect((await fetch(`${first.url}/dev/mail`)).status).toBe(200)
    expect((await fetch(`${first.url}/docs/api/`)).status).toBe(200)
    const basket = await openBasket(first.url)
    const postmaster = Number(
      readFileSync(join(directory, 'data/postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
    )
    expect(await stop(first.child, 'SIGINT')).toBe(0)
    expect(identify(postmaster)).toBeUndefined()

    const second = await start()
    expect(second.output).not.toMatch(/first start/)
    expect(await basketStatus(second.url, basket)).toBe(200)

    // A killed process leaves nothing that stops the next start, and nothing of it is lost.
    await stop(second.child, 'SIGKILL')
    const third = await start()
    expect(await basketStatus(third.url, basket)).toBe(200)
    expect(await stop(third.child, 'SIGTERM')).toBe(0)

    const fresh = await start('--fresh')
    expect(await basketStatus(fresh.url, basket)).toBe(404)
    expect(await stop(fresh.child, 'SIGINT')).toBe(0)
  },
)
