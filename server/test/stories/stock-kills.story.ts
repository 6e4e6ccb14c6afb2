import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE_MS, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newHoldId, proveStock, reserve } from '#modules/inventory'
import { systemActor } from '#platform/context'
import { must } from '../answers.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

const KILLS = 20
type Victim = 'API' | 'database' | 'backend'
/**
 * A backend that is killed takes all the others with it, and the database recovers as after a power cut; the whole of it, postmaster
 * included, is killed less often, because who brings it back gives up after the fifth time within a minute.
 */
const VICTIMS: readonly Victim[] = ['backend', 'database', 'backend', 'API', 'backend']
const HTTP_CLIENTS = 16
const CLIENTS_IN_PROCESS = 4
/** So many answers must have come since the last kill before the next one. */
const ANSWERS_BETWEEN = 40
const ASK_AGAIN_AFTER_MS = 200
/** Longer than any recovery; nothing is timed against it. */
const PATIENCE_MS = 120_000
const TTL_SECONDS = 3_600
const PLENTY = 90_000
/** Gone after a while, so that refusals are at stake too. */
const SCARCE = 150

type Line = { readonly sku: Sku; readonly locationId: LocationId; readonly quantity: number }
type Answer =
  | { readonly state: 'held'; readonly lines: readonly { readonly quantity: number }[] }
  | { readonly state: 'short' }

let world: World
let machine: Credential
let rows: { readonly sku: Sku; readonly locationId: LocationId }[]

beforeAll(async () => {
  world = await createWorld({ processes: true })
  machine = await world.machineKey(['stock.reserve'])
  // The demo's SKUs are SKUs.
  const skus = world.retailer.products
    .slice(0, 6)
    .flatMap(({ variants }) => (variants[0]?.sku ?? []) as Sku[])
  for (const [index, sku] of skus.entries()) await world.setStock(sku, 'MAG1', index === 0 ? SCARCE : PLENTY)
  rows = skus.map((sku) => ({ sku, locationId: world.place('MAG1') }))
})
afterAll(() => world?.close())

/** Every command that was ever sent, and the first answer that somebody heard. */
const asked = new Map<HoldId, readonly Line[]>()
const heard = new Map<HoldId, Answer>()

const someLines = (turn: number): Line[] => {
  const first = rows[turn % rows.length]
  const second = rows[(turn + 1 + (turn % 3)) % rows.length]
  const lines = [first, ...(turn % 2 ? [second] : [])].flatMap((row) => row ?? [])
  return [...new Set(lines)].map((row) => ({ ...row, quantity: 1 + (turn % 2) }))
}

/** In one order: two ways of asking may name them in two. */
const sortedLines = <L extends { readonly sku: string }>(lines: readonly L[]): L[] =>
  lines.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))

/** Through the API; undefined when nobody answered, or only that nobody is there. */
async function overHttp(holdId: HoldId, lines: readonly Line[]): Promise<Answer | undefined> {
  const body = { kind: 'marketplace', ttlSeconds: TTL_SECONDS, lines }
  const answer = await world
    .call('PUT', `/v1/stock/holds/${holdId}`, { as: machine, body })
    .catch(() => undefined)
  if (answer?.status === 200) return { state: 'held', lines: sortedLines(must(answer, 200).body.lines) }
  if (answer?.status === 409 && answer.body.code === 'inventory.sold_out') return { state: 'short' }
  if (answer && answer.status < 500) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return undefined
}

/** Straight to the engine, in this process, which lives on. */
async function inProcess(holdId: HoldId, lines: readonly Line[]): Promise<Answer | undefined> {
  const command = world.platform.command(systemActor('story'))
  const request = { holdId, kind: 'marketplace' as const, ttlMs: TTL_SECONDS * 1_000, lines }
  const answer = await reserve(command, request).catch((error: Error & { code?: string }) => {
    if (error.code?.startsWith('inventory.')) throw error
    return undefined
  })
  if (!answer) return undefined
  return answer.state === 'held' ? { state: 'held', lines: sortedLines(answer.lines) } : { state: 'short' }
}

/**
 * Asks and asks until it is told to stop. Who was not answered asks again under the same id, as apps do; some give up, and what became of
 * their command nobody knows until the end.
 */
async function keepAsking(ask: typeof overHttp, stop: AbortSignal, answered: () => void): Promise<void> {
  for (let turn = Math.floor(Math.random() * 100); !stop.aborted; turn += 1) {
    const holdId = newHoldId()
    const lines = someLines(turn)
    asked.set(holdId, lines)
    let answer = await ask(holdId, lines)
    while (!answer && !stop.aborted && turn % 2 === 0) {
      await sleep(ASK_AGAIN_AFTER_MS)
      answer = await ask(holdId, lines)
    }
    if (answer) {
      heard.set(holdId, answer)
      answered()
    } else await sleep(ASK_AGAIN_AFTER_MS)
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms`)
    await sleep(5)
  }
}

test(
  `${KILLS} times kill -9 under full load: every answer stands, and nothing else does`,
  { timeout: 20 * MINUTE_MS },
  async () => {
    const stop = new AbortController()
    const answers = { http: 0, here: 0 }
    const clients = [
      ...Array.from({ length: HTTP_CLIENTS }, () =>
        keepAsking(overHttp, stop.signal, () => void (answers.http += 1)),
      ),
      ...Array.from({ length: CLIENTS_IN_PROCESS }, () =>
        keepAsking(inProcess, stop.signal, () => void (answers.here += 1)),
      ),
    ]
    const recoveries: string[] = []
    try {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const before = { ...answers }
        await until(() => answers.http > before.http + ANSWERS_BETWEEN, 'answers over HTTP')
        await until(() => answers.here > before.here + ANSWERS_BETWEEN, 'answers in process')
        recoveries.push(await strike(VICTIMS[kill % VICTIMS.length] ?? 'backend', answers))
        // An answer that was on its way at the blow may come before the database is back.
        const { mismatch } = await vi.waitFor(() => proveStock(world.platform.read(systemActor('story'))), {
          timeout: PATIENCE_MS,
          interval: ASK_AGAIN_AFTER_MS,
        })
        expect(mismatch).toBeNull()
      }
    } finally {
      stop.abort()
    }
    await Promise.all(clients)
    console.log(
      `recovered after ${recoveries.join(', ')}; ${asked.size} asked, ${asked.size - heard.size} not answered`,
    )
    expect(asked.size).toBeGreaterThan(heard.size)
    await askTheRestAgain()
    await expectWhatWasHeard()
  },
)

/** Kills, and waits until both ways are answered again. */
async function strike(what: Victim, answers: { http: number; here: number }): Promise<string> {
  const { processes } = world
  const began = performance.now()
  if (what === 'API') {
    await processes.killApi()
    await processes.startApi()
  } else {
    await (what === 'database' ? processes.killDatabase() : killBackend())
    await processes.databaseBack()
  }
  const back = { ...answers }
  await until(() => answers.http > back.http, 'the first answer over HTTP')
  await until(() => answers.here > back.here, 'the first answer in process')
  return `${what} ${Math.round(performance.now() - began)} ms`
}

/** One of the database's processes, of those that are carrying out a transaction. */
async function killBackend(): Promise<void> {
  for (;;) {
    const [busy] = await world.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
        order by xact_start nulls last limit 1`,
    )
    if (!busy) throw new Error('somebody is connected')
    try {
      process.kill(busy.pid, 'SIGKILL')
      return
    } catch (error) {
      // It may have ended since it was seen.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Who was not answered asks again, over HTTP and here, in any order: all of it is one answer. */
async function askTheRestAgain(): Promise<void> {
  const rest = [...asked].filter(([holdId]) => !heard.has(holdId))
  await Promise.all(
    rest.map(async ([holdId, lines]) => {
      const again = await Promise.all([
        overHttp(holdId, lines),
        inProcess(holdId, lines),
        overHttp(holdId, lines),
      ])
      const [first, ...others] = again
      if (!first) throw new Error('everything is up again, and nobody answers')
      for (const other of others) expect(other).toEqual(first)
      heard.set(holdId, first)
    }),
  )
}

async function expectWhatWasHeard(): Promise<void> {
  const holds = await world.query<{ holdId: HoldId; state: string; lines: string[] }>(
    `select h.hold_id as "holdId", h.state,
            array(select concat_ws(' ', s.sku, s.location_id, l.quantity, l.outstanding)
                    from inventory.hold_line l join inventory.stock s using (stock_id) where l.hold_id = h.hold_id) as lines
       from inventory.hold h`,
  )
  const kept = new Map(holds.map((hold) => [hold.holdId, hold]))
  for (const [holdId, answer] of heard) {
    const lines = answer.state === 'held' ? (asked.get(holdId) ?? []) : []
    const hold = kept.get(holdId)
    expect({ state: hold?.state, lines: hold?.lines.toSorted() }).toEqual({
      state: answer.state === 'held' ? 'pinned' : 'refused',
      lines: lines
        .map((line) => [line.sku, line.locationId, line.quantity, line.quantity].join(' '))
        .toSorted(),
    })
    if (answer.state === 'held') expect(piecesIn(answer.lines)).toBe(piecesIn(lines))
  }
  // Nothing else: no hold that nobody asked for, and no piece that no answer explains.
  expect(holds).toHaveLength(asked.size)
  const promised = [...heard.values()].reduce(
    (sum, one) => sum + (one.state === 'held' ? piecesIn(one.lines) : 0),
    0,
  )
  const [counted] = await world.query<{ reserved: number }>(
    'select sum(reserved)::int as reserved from inventory.stock',
  )
  expect(counted?.reserved).toBe(promised)
  const scarce = await world.query(
    'select reserved from inventory.stock where sku = $1 and location_id = $2',
    [rows[0]?.sku, rows[0]?.locationId],
  )
  expect([SCARCE - 1, SCARCE]).toContain(scarce[0]?.['reserved'])
  const { mismatch } = await proveStock(world.platform.read(systemActor('story')))
  expect(mismatch).toBeNull()
}

const piecesIn = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0)
