import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildRetailer } from '@splot/demo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basketStatus, leaveBasket } from '../left-basket.ts'
import { membersOf, outerEnvironment, type Program, startProgram, stop, survivors } from '../program.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = join(root, 'server/src/main/start.ts')
const STORY_MS = 900_000

let directory: string
let running: Program | undefined

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'splot-start-'))
  chmodSync(directory, 0o755)
})

afterAll(async () => {
  if (running) await stop(running.child, 'SIGTERM')
  await rm(directory, { recursive: true, force: true })
})

/** What `npm start` runs in the end, without the builds of the apps, as whoever runs the tests: root on most CI machines. */
async function start(...flags: string[]): Promise<Program> {
  const env = { ...outerEnvironment(root), SPLOT_DATA: join(directory, 'data') }
  running = await startProgram([process.execPath, program, '--no-apps', ...flags], { env })
  return running
}

/** What the worker has made of the demo, as the manager sees it in the office: prices to decide, prices in the shadow, leaflets to give out. */
async function forTheOffice(url: string) {
  const manager = buildRetailer().staff.find(({ password }) => password)
  const signedIn = await fetch(`${url}/v1/staff/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: manager?.email, password: manager?.password }),
  })
  const [cookie = ''] = signedIn.headers.getSetCookie()[0]?.split(';') ?? []
  const read = async <T>(path: string): Promise<readonly T[]> => {
    const answer = await fetch(`${url}${path}`, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    // The doors of this build answer so, or what is read of them is missing.
    return ((await answer.json()) as { items: readonly T[] }).items
  }
  const rules = await read<{ results: { proposed: number; shadow: number } }>('/v1/prices/proposal-rules')
  const batches = await read<{ made: number }>('/v1/coupon-batches')
  return {
    toDecide: rules.some(({ results }) => results.proposed > 0),
    inShadow: rules.some(({ results }) => results.shadow > 0),
    leaflets: batches.map(({ made }) => made),
  }
}

test(
  'the first start loads the demo and says where everything is; the second keeps what was done',
  { timeout: STORY_MS },
  async () => {
    const first = await start()
    expect(first.output()).toMatch(/manager@splot\.example/)
    expect(first.output()).toMatch(/Three things to try/)
    const health = await fetch(`${first.url}/health/ready`)
    expect(await health.json()).toEqual({ status: 'ready' })
    expect(await (await fetch(`${first.url}/metrics`)).text()).toMatch(/splot_http_request_seconds_count\{/)
    expect((await fetch(`${first.url}/dev/mail`)).status).toBe(200)
    expect((await fetch(`${first.url}/docs/api/`)).status).toBe(200)
    const basket = await leaveBasket(first.url)
    await expect
      .poll(() => forTheOffice(first.url), { interval: 1_000 })
      .toEqual({ toDecide: true, inShadow: true, leaflets: [200] })
    const members = membersOf(first, join(directory, 'data/postgres'))
    expect(await stop(first.child, 'SIGINT')).toBe(0)
    expect(await survivors(first, members)).toEqual([])

    const second = await start()
    expect(second.output()).not.toMatch(/first start/)
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
