import { setTimeout as sleep } from 'node:timers/promises'
import { newId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { defineKit } from '#modules/inventory'
import { systemActor } from '#platform/context'
import { must } from '../answers.ts'
import { PATIENCE } from '../patience.ts'
import { expectStockProven } from '../prove-stock.ts'
import { promote } from '../world-offers.ts'
import { openCaller, type Caller, type Credential } from '../world-http.ts'
import type { ApiNode } from '../world-processes.ts'
import { openStream } from '../world-stream.ts'
import { createWorld, type World } from '../world.ts'

const BUYERS = 200
const STORE = 'WAW1'
/** Nothing may take that long: a process that was frozen or cut off is back in a second or two. */
const PATIENCE_MS = 120_000
const LOOK_EVERY_MS = 50
/** The id that every installation's web channel has. */
const WEB = '019aa000-0000-7000-8000-000000000001'

let world: World
let second: ApiNode
let third: ApiNode
let doors: readonly Caller[]
let key: Credential
let skus: string[]
const closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  world = await createWorld({ processes: true })
  second = await world.processes.startNode()
  third = await world.processes.startNode()
  doors = [world.call, openCaller(second.url, closers), openCaller(third.url, closers)]
  key = await world.machineKey(['stock.reserve', 'stock.read'])
  skus = world.retailer.products.slice(0, 8).flatMap(({ variants }) => variants[0]?.sku ?? [])
})
afterAll(async () => {
  for (const close of closers) await close()
  await world?.close()
})

type Line = { readonly sku: string; readonly quantity: number }

/** Asks the next of the three processes; until it answers, always under the same id, as clients do. */
async function hold(at: number, lines: readonly Line[], holdId = newId()): Promise<number> {
  const door = doors[at % doors.length] as Caller
  const body = {
    kind: 'marketplace' as const,
    lines: lines.map((line) => ({ ...line, locationId: world.place(STORE) })),
  }
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await door('PUT', `/v1/stock/holds/${holdId}`, { as: key, body }).catch(() => undefined)
    if (answer && answer.status < 500) return answer.status
    if (Date.now() > until) throw new Error(`no answer in ${PATIENCE_MS} ms`)
    await sleep(LOOK_EVERY_MS)
  }
}

const race = async (linesOf: (buyer: number) => readonly Line[]): Promise<Record<string, number>> => {
  const answers = await Promise.all(Array.from({ length: BUYERS }, (_, buyer) => hold(buyer, linesOf(buyer))))
  const counted: Record<string, number> = {}
  for (const status of answers) counted[status] = (counted[status] ?? 0) + 1
  return counted
}

/** What each process says of these articles in the store, in its own memory. */
const saidBy = (door: Caller, asked: readonly string[]) =>
  door('GET', `/v1/stock/availability?skus=${asked.join(',')}`, { as: key }).then((answer) => {
    const { places, items } = must(answer, 200).body as {
      places: string[]
      items: { sku: string; pieces: number[] }[]
    }
    const here = places.indexOf(world.place(STORE))
    return items.map(({ sku, pieces }) => [sku, pieces[here] ?? 0] as const)
  })

async function tableSays(asked: readonly string[]) {
  const rows = await world.query<{ sku: string; free: number }>(
    `select sku, greatest(0, inventory.promisable(on_hand, reserved, quarantined, safety, uncovered)) as free
       from inventory.stock where sku = any($1) and location_id = $2`,
    [asked, world.place(STORE)],
  )
  return asked.map((sku) => [sku, rows.find((row) => row.sku === sku)?.free ?? 0] as const)
}

async function expectAllAgree(asked: readonly string[]): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const table = await tableSays(asked)
    const said = await Promise.all(doors.map((door) => saidBy(door, asked)))
    if (said.every((one) => JSON.stringify(one) === JSON.stringify(table))) return
    if (Date.now() > until) {
      for (const one of said) expect(one).toEqual(table)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

const expectProven = async () => expectStockProven(world.call, await world.asManager())

test('one piece, 200 buyers, three processes: one gets it, and all three know', async () => {
  const sku = skus[0] ?? ''
  await world.setStock(sku, STORE, 1)
  expect(await race(() => [{ sku, quantity: 1 }])).toEqual({ 200: 1, 409: BUYERS - 1 })
  await expectAllAgree([sku])
})

test('a pair asked for in two lines goes to one buyer whole, or not at all', async () => {
  const [, sku = '', other = ''] = skus
  await world.setStock(sku, STORE, 3)
  await world.setStock(other, STORE, BUYERS)
  // Each line alone would fit twice; two lines of the same article are one demand.
  const lines = [
    { sku, quantity: 1 },
    { sku: other, quantity: 1 },
    { sku, quantity: 1 },
  ]
  expect(await race(() => lines)).toEqual({ 200: 1, 409: BUYERS - 1 })
  expect(await tableSays([sku, other])).toEqual([
    [sku, 1],
    [other, BUYERS - 1],
  ])
  await expectAllAgree([sku, other])
})

test('kits that share their last component, and who wants just that: one of them all', async () => {
  const [, , , shared = '', left = '', right = ''] = skus
  await world.setStock(shared, STORE, 1)
  await world.setStock(left, STORE, BUYERS)
  await world.setStock(right, STORE, BUYERS)
  const kits = [`KIT-${left}`, `KIT-${right}`] as Sku[]
  for (const [at, sku] of kits.entries()) {
    const components = [shared, at === 0 ? left : right].map((part) => ({ sku: part as Sku, quantity: 1 }))
    await world.platform.write(systemActor('story'), (ctx) =>
      defineKit(ctx, { sku, kind: 'virtual', components }),
    )
  }
  const until = Date.now() + PATIENCE_MS
  // Every process hears of the kits by the log.
  for (const door of doors) {
    while ((await saidBy(door, kits)).some(([, pieces]) => pieces !== 1)) {
      if (Date.now() > until) throw new Error('the kits are not known everywhere')
      await sleep(LOOK_EVERY_MS)
    }
  }
  const wishes = [kits[0] ?? '', kits[1] ?? '', shared]
  const counted = await race((buyer) => [{ sku: wishes[buyer % wishes.length] ?? '', quantity: 1 }])
  // The others hear that it is sold out (409), or that the shop has no such article (422): these kits are not in its catalogue.
  expect(counted).toMatchObject({ 200: 1 })
  expect((counted[409] ?? 0) + (counted[422] ?? 0)).toBe(BUYERS - 1)
  expect(await tableSays([shared])).toEqual([[shared, 0]])
  await expectAllAgree([shared, left, right])
  for (const door of doors) {
    expect(await saidBy(door, kits)).toEqual(kits.map((sku) => [sku, 0]))
  }
  await expectProven()
})

test('the last use of a code, 200 buyers with baskets, three processes: one basket has it, 199 are told why', async () => {
  const sku = skus[7] ?? ''
  const code = 'OSTATNI'
  const offer = { name: 'Ostatni', code, uses: 1, action: { kind: 'line_percent', ppm: 100_000 } } as const
  const version = await promote(world, offer)
  for (const door of doors)
    await vi.waitFor(
      async () => expect(must(await door('GET', '/v1/rules'), 200).body.version).toBe(version),
      PATIENCE,
    )
  const body = { lines: [{ sku, quantity: 1, fulfilment: { kind: 'ship' } }] }
  const buyers = await Promise.all(
    Array.from({ length: BUYERS }, async (_, at) => {
      const door = doors[at % doors.length] as Caller
      // Each at a connection of her own: guessing and filling baskets are slowed down by address.
      const from = `10.20.${at >> 8}.${at & 255}`
      const { id, token = '' } = must(await door('POST', '/v1/carts', { body, from }), 201).body
      return { door, from, path: `/v1/carts/${id}/coupons` as const, headers: { 'x-cart-token': token } }
    }),
  )
  const answers = await Promise.all(
    buyers.map(({ door, from, path, headers }) => door('POST', path, { from, headers, body: { code } })),
  )
  const taken = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 422)
  expect([taken.length, refused.length]).toEqual([1, BUYERS - 1])
  for (const { body: problem } of refused) {
    expect(problem).toMatchObject({
      code: 'coupons.used_up',
      facts: { words: { pl: 'Ten kod został już wykorzystany do końca.' } },
    })
  }
})

test('what one process sells is told by the stream of another', async () => {
  const sku = skus[6] ?? ''
  await world.setStock(sku, STORE, 50)
  await expectAllAgree([sku])
  const stream = await openStream(third.url, ['availability'], [sku], key)
  closers.push(async () => stream.close())
  expect(await hold(0, [{ sku, quantity: 7 }])).toBe(200)
  await stream.wait(({ data }) => data.changes?.some(({ available }) => available === 43) ?? false)
})

test('a process that was frozen while the others sold says what they say, and had nothing to repair', async () => {
  const asked = skus.slice(4)
  for (const sku of asked) await world.setStock(sku, STORE, 1_000)
  await expectAllAgree(asked)
  const stream = await openStream(second.url, ['availability'], asked, key)
  closers.push(async () => stream.close())
  second.process.kill('SIGSTOP')
  try {
    await Promise.all(
      Array.from({ length: 500 }, (_, at) =>
        // The first and the third go on.
        hold((at % 2) * 2, [{ sku: asked[at % asked.length] ?? '', quantity: 1 + (at % 2) }]),
      ),
    )
  } finally {
    second.process.kill('SIGCONT')
  }
  await expectAllAgree(asked)
  const table = new Map(await tableSays(asked))
  await stream.wait(
    () =>
      asked.every((sku) => {
        const told = stream.messages
          .flatMap(({ data }) => data.changes ?? [])
          .filter((one) => one.sku === sku)
        return told.at(-1)?.available === table.get(sku as Sku)
      }),
    PATIENCE_MS,
  )
  const metrics = await (await fetch(`${second.url}/metrics`)).text()
  expect(/splot_model_repaired_rows\{[^}]*model="availability"[^}]*\} (\d+)/.exec(metrics)?.[1]).toBe('0')
})

test('processes whose connections are all cut again and again lose no answer and agree in the end', async () => {
  const asked = skus.slice(4)
  for (const sku of asked) await world.setStock(sku, STORE, 2_000)
  const before = new Map(await tableSays(asked))
  const buying = Promise.all(
    Array.from({ length: 600 }, async (_, at) => {
      await sleep(at)
      return hold(at, [{ sku: asked[at % asked.length] ?? '', quantity: 1 }])
    }),
  )
  for (let cut = 0; cut < 5; cut += 1) {
    await sleep(100)
    await world.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('splot-api', 'splot-listen')`,
    )
  }
  expect(new Set(await buying)).toEqual(new Set([200]))
  await expectAllAgree(asked)
  const after = new Map(await tableSays(asked))
  const sold = asked.map((sku) => (before.get(sku) ?? 0) - (after.get(sku) ?? 0))
  expect(sold.reduce((sum, pieces) => sum + pieces, 0)).toBe(600)
  await expectProven()
})

test('a till that asks another process than before is told that nothing has changed', async () => {
  const path = `/v1/prices/snapshot?locationId=${world.place(STORE)}&channelId=${WEB}` as const
  const as = await world.machineKey(['prices.read'])
  const ask = async (door: Caller, headers: Record<string, string> = {}) => {
    const { status, headers: answered } = await door('GET', path, { as, headers })
    return { status, tag: String(answered['etag']) }
  }
  const tags = async () => new Set(await Promise.all(doors.map(async (door) => (await ask(door)).tag)))
  await expect.poll(async () => (await tags()).size).toBe(1)
  const [tag = ''] = await tags()
  for (const door of doors) expect((await ask(door, { 'if-none-match': tag })).status).toBe(304)
})
