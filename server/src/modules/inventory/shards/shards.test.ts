import { chmodSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as fc from 'fast-check'
import { MINUTE_MS, newId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type Platform } from '#platform/context'
import { migrate, openPlatform, startEmbeddedPostgres, type OpenPlatform } from '#platform/database'
import type { Reservation, Reserved } from '../index.ts'
import { SLOTS, slotOf } from './route.ts'
import { openShards, type Shards } from './index.ts'

const actor = systemActor('test')
/** A database that was killed is back within this, or something is wrong. */
const PATIENCE_MS = 120_000

interface Database {
  readonly platform: OpenPlatform
  kill(): void
  close(): Promise<void>
}

let databases: readonly [Database, Database]
let stock: Shards
let ahead = 0
const place = newId<'location'>() satisfies LocationId

/** A PostgreSQL server of its own, brought back by its supervisor when it is killed. */
async function startDatabase(): Promise<Database> {
  const directory = await mkdtemp(join(tmpdir(), 'splot-shard-'))
  chmodSync(directory, 0o755)
  const server = await startEmbeddedPostgres({
    dataDir: join(directory, 'postgres'),
    quiet: true,
    settings: { shared_buffers: '32MB' },
  })
  await migrate(server.url)
  const platform = openPlatform({
    url: server.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  return {
    platform,
    kill: () => void process.kill(server.pid, 'SIGKILL'),
    close: async () => {
      await platform.close()
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

beforeAll(async () => {
  databases = [await startDatabase(), await startDatabase()]
  stock = openShards(databases.map(({ platform }) => platform))
})
afterAll(async () => {
  for (const database of databases ?? []) await database.close()
})

/** A front process has a database for orders and all else; here the first shard stands for it. */
const front = () => databases[0].platform.command(actor)

let made = 0
/** New SKUs, as many on each database. */
async function stocked(each: number, pieces: number): Promise<readonly [Sku[], Sku[]]> {
  const skus: [Sku[], Sku[]] = [[], []]
  while (skus[0].length < each || skus[1].length < each) {
    const sku = `SH-${(made += 1)}` as Sku
    const own = skus[stock.of(sku).at as 0 | 1]
    if (own.length < each) own.push(sku)
  }
  const lines = skus.flat().map((sku) => ({ sku, quantity: pieces }))
  const document = { kind: 'receipt' as const, id: newId() }
  await stock.receive(front(), document.id, [{ document, locationId: place, lines }])
  return skus
}

const basket = (...lines: readonly (readonly [Sku | undefined, number])[]): Reservation => ({
  holdId: newId<'hold'>(),
  kind: 'basket',
  ttlMs: 10 * MINUTE_MS,
  lines: lines.flatMap(([sku, quantity]) => (sku ? [{ sku, locationId: place, quantity }] : [])),
})

async function counters(skus: readonly Sku[]) {
  const rows = await Promise.all(
    databases.map(({ platform }) =>
      platform
        .read(actor)
        .query<{ sku: Sku; onHand: number; reserved: number }>(
          'select sku, on_hand as "onHand", reserved from inventory.stock where sku = any($1)',
          [skus],
        ),
    ),
  )
  return new Map(rows.flat().map((row) => [row.sku, row]))
}

/** How many pieces each shard still holds for this id. */
const heldOn = (holdId: HoldId) =>
  Promise.all(
    databases.map(async ({ platform }) => {
      const [row] = await platform.read(actor).query<{ pieces: number }>(
        `select coalesce(sum(l.outstanding), 0)::int as pieces from inventory.hold_line l join inventory.hold h using (hold_id)
          where hold_id = $1 and h.state in ('soft', 'pinned', 'allocated', 'picked')`,
        [holdId],
      )
      return row?.pieces ?? 0
    }),
  )

const expectProven = async () => {
  for (const { mismatch } of await stock.proveStock()) expect(mismatch).toBeNull()
}

/** Asks until somebody answers, under the same id, as clients do. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(50)
    }
  }
}

test('slots are dealt out evenly, and where a SKU lives never changes', () => {
  const counts = new Map<number, number>()
  for (let at = 0; at < 20_000; at += 1) {
    const slot = slotOf(`SKU-${at}`) % 2
    counts.set(slot, (counts.get(slot) ?? 0) + 1)
  }
  expect(Math.abs((counts.get(0) ?? 0) - (counts.get(1) ?? 0))).toBeLessThan(600)
  // Written into deployed databases: another number here would look for stock where it is not.
  expect(['TEE-RED-M', 'KUBEK', 'Zażółć'].map(slotOf)).toEqual([536, 796, 523])
  const moved = openShards(
    databases.map(({ platform }) => platform),
    {
      slots: Array.from({ length: SLOTS }, () => 1),
      familyOf: () => 'one family',
    },
  )
  expect(moved.of('anything' as Sku).at).toBe(1)
})

test('a basket over two databases is held whole, or nothing of it', async () => {
  const [[here], [there, rare]] = await stocked(2, 5)
  const good = basket([here, 2], [there, 3])
  expect(await stock.reserve(front(), good)).toMatchObject({
    state: 'held',
    lines: [{ sku: here }, { sku: there }],
  })
  expect(await heldOn(good.holdId)).toEqual([2, 3])
  const tooMuch = basket([here, 1], [rare, 6])
  const refused = await stock.reserve(front(), tooMuch)
  expect(refused).toMatchObject({ state: 'short', lines: [{ sku: rare, asked: 6, available: 5 }] })
  expect(await heldOn(tooMuch.holdId)).toEqual([0, 0])
  // Said again, each gets its first answer and the same state.
  expect(await stock.reserve(front(), tooMuch)).toEqual(refused)
  expect(await stock.reserve(front(), good)).toMatchObject({ state: 'held' })
  expect(await heldOn(tooMuch.holdId)).toEqual([0, 0])
  expect(await heldOn(good.holdId)).toEqual([2, 3])
  await expectProven()
})

test('another body under the same id is refused, and takes nothing from who had it first', async () => {
  const [[here], [there]] = await stocked(1, 5)
  const first = basket([there, 2])
  await stock.reserve(front(), first)
  const other = { ...basket([here, 1], [there, 2]), holdId: first.holdId }
  await expect(stock.reserve(front(), other)).rejects.toMatchObject({ code: 'inventory.hold_id_reused' })
  expect(await heldOn(first.holdId)).toEqual([0, 2])
})

test('what can be had of a basket is held where it is, extended, shrunk and given back as one', async () => {
  const [[here], [there]] = await stocked(1, 4)
  const wish = { ...basket([here, 2], [there, 9]), partial: true }
  const answer = await stock.reserve(front(), wish)
  expect(answer).toMatchObject({ state: 'held', short: [{ sku: there, asked: 9, available: 4 }] })
  expect(await heldOn(wish.holdId)).toEqual([2, 4])
  expect(await stock.extend(front(), wish.holdId, 20 * MINUTE_MS)).toMatchObject({ state: 'held' })
  const left = await stock.shrink(front(), wish.holdId, [
    { sku: here as Sku, locationId: place, quantity: 0 },
    { sku: there as Sku, locationId: place, quantity: 1 },
  ])
  expect(left.state).toBe('pinned')
  expect(await heldOn(wish.holdId)).toEqual([0, 1])
  const found = await stock.findHold(front(), wish.holdId)
  expect(found).toMatchObject({ state: 'pinned', lines: [{ sku: there, outstanding: 1 }] })
  expect(await stock.release(front(), [wish.holdId])).toEqual([{ holdId: wish.holdId, state: 'released' }])
  expect(await stock.release(front(), [newId<'hold'>()])).toMatchObject([{ state: 'unknown' }])
  expect(await heldOn(wish.holdId)).toEqual([0, 0])
})

test('an order gets its pieces on both databases, hands them over once, however often it says so', async () => {
  const [[here], [there]] = await stocked(1, 5)
  const orderId = newId<'order'>()
  const hold = basket([here, 2], [there, 2])
  await stock.reserve(front(), hold)
  const allocation = { holdId: hold.holdId, orderId }
  for (const _ of [1, 2]) {
    expect(await stock.allocate(front(), [allocation])).toEqual([{ holdId: hold.holdId, state: 'allocated' }])
  }
  const handedOver = [{ orderId, document: { kind: 'order' as const, id: orderId } }]
  const command = newId()
  const first = await stock.consume(front(), command, handedOver)
  expect(first[0]).toMatchObject({ state: 'done' })
  expect(first[0]?.lines.map(({ sku }) => sku).toSorted()).toEqual([here, there].toSorted())
  expect(await stock.consume(front(), command, handedOver)).toEqual(first)
  for (const row of (await counters([here, there] as Sku[])).values())
    expect(row).toMatchObject({ onHand: 3, reserved: 0 })
  expect(await stock.consume(front(), newId(), handedOver)).toMatchObject([{ state: 'not_held', lines: [] }])
  await expectProven()
})

test('an order of which one database has lost a part gets nothing on the other', async () => {
  const [[here], [there]] = await stocked(1, 2)
  const late = basket([here, 1], [there, 2])
  await stock.reserve(front(), late)
  ahead += 30 * MINUTE_MS
  // Somebody else takes what has lapsed on one of them.
  expect(await stock.reserve(front(), basket([there, 1]))).toMatchObject({ state: 'held' })
  const allocation = { holdId: late.holdId, orderId: newId<'order'>() }
  expect(await stock.allocate(front(), [allocation])).toMatchObject([{ state: 'expired' }])
  expect((await counters([here as Sku])).get(here as Sku)).toMatchObject({ reserved: 0 })
  // Saying it again never leaves half an order, not even when the pieces are there again.
  expect((await stock.allocate(front(), [allocation]))[0]?.state).not.toBe('allocated')
  expect(await heldOn(late.holdId)).toEqual([0, expect.any(Number)])
  await stock.expireHolds()
  await expectProven()
})

const row = fc.nat({ max: 2 })
const wish = fc.array(fc.tuple(fc.nat({ max: 1 }), row, fc.integer({ min: 1, max: 3 })), {
  minLength: 1,
  maxLength: 4,
})

test('two databases never grant more than exists, whole baskets or nothing, and repetition changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 10, maxLength: 50 }), async (wishes) => {
      const skus = await stocked(3, 8)
      const baskets = wishes.map((lines) =>
        basket(...lines.map(([shard, at, quantity]) => [skus[shard as 0 | 1][at], quantity] as const)),
      )
      const answers = await Promise.all(baskets.map((hold) => stock.reserve(front(), hold)))
      const again = await Promise.all(baskets.toReversed().map((hold) => stock.reserve(front(), hold)))
      expect(again.toReversed().map(({ state }) => state)).toEqual(answers.map(({ state }) => state))
      await expectWhole(baskets, answers)
      for (const { onHand, reserved } of (await counters(skus.flat())).values())
        expect(reserved).toBeLessThanOrEqual(onHand)
      await expectProven()
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

/** Held baskets have every piece on every database, refused ones none. */
async function expectWhole(baskets: readonly Reservation[], answers: readonly Reserved[]): Promise<void> {
  const held = await Promise.all(baskets.map(({ holdId }) => heldOn(holdId)))
  baskets.forEach(({ lines }, at) => {
    const wanted = [0, 1].map((shard) =>
      lines.reduce((sum, line) => sum + (stock.of(line.sku).at === shard ? line.quantity : 0), 0),
    )
    expect(held[at]).toEqual(answers[at]?.state === 'held' ? wanted : [0, 0])
  })
}

test('kill -9 of one database in the middle: every answer stands, the rest costs nobody anything', async () => {
  const skus = await stocked(4, 60)
  const baskets = Array.from({ length: 300 }, (_, at) =>
    basket([skus[0][at % 4], 1 + (at % 2)], [skus[1][(at * 3) % 4], 1]),
  )
  // Some of them ask once and give up; the others ask until they have an answer.
  const asked = baskets.map(async (hold, at) => {
    await sleep(at)
    if (at % 3 !== 0) return insist(() => stock.reserve(front(), hold))
    return stock.reserve(front(), hold).catch(() => undefined)
  })
  for (const victim of databases.toReversed()) {
    await sleep(100)
    victim.kill()
  }
  const answers = await Promise.all(asked)
  // The last blow may fall when everybody has been answered: nothing is compared before both are back.
  for (const { platform } of databases) await insist(() => platform.read(actor).query('select 1'))
  const answered = baskets.filter((_, at) => answers[at])
  await expectWhole(
    answered,
    answers.flatMap((answer) => answer ?? []),
  )
  const orders = answered
    .filter((_, at) => at % 5 === 0)
    .map(({ holdId }) => ({ holdId, orderId: newId<'order'>() }))
  const allocated = await insist(() => stock.allocate(front(), orders))
  ahead += 30 * MINUTE_MS
  await insist(() => stock.expireHolds())
  // Only what orders have is left, and all of that.
  const kept = await Promise.all(allocated.map(({ holdId }) => heldOn(holdId)))
  const pieces = kept.flat().reduce((sum, count) => sum + count, 0)
  const rows = [...(await counters(skus.flat())).values()]
  expect(rows.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(pieces)
  for (const { onHand, reserved } of rows) expect(reserved).toBeLessThanOrEqual(onHand)
  await expectProven()
}, 300_000)

test('a command that was cut off between the databases is finished by saying it again, once on each', async () => {
  const [[here], [there]] = await stocked(1, 10)
  const sale = {
    document: { kind: 'order' as const, id: newId() },
    locationId: place,
    lines: [here, there].map((sku) => ({ sku: sku as Sku, quantity: 1 })),
  }
  const command = newId()
  databases[1].kill()
  await insist(() => stock.sell(front(), command, [sale]))
  await insist(() => stock.sell(front(), command, [sale]))
  for (const { onHand } of (await counters([here, there] as Sku[])).values()) expect(onHand).toBe(9)
  await expectProven()
})

test('a process that dies between two databases leaves nothing for good, and who asks again gets the whole', async () => {
  const [[here], [there]] = await stocked(1, 6)
  const second = databases[1].platform
  const cutOff: Platform = {
    ...second,
    command: (who) => ({ ...second.command(who), platform: cutOff }),
    statement: () => Promise.reject(new Error('nobody is here any more')),
    write: () => Promise.reject(new Error('nobody is here any more')),
  }
  const dying = openShards([databases[0].platform, cutOff])
  const [lost, asked] = [basket([here, 2], [there, 2]), basket([here, 3], [there, 3])]
  for (const hold of [lost, asked]) await expect(dying.reserve(front(), hold)).rejects.toThrow('any more')
  expect(await heldOn(lost.holdId)).toEqual([2, 0])
  expect(await stock.reserve(front(), asked)).toMatchObject({ state: 'held' })
  expect(await heldOn(asked.holdId)).toEqual([3, 3])
  ahead += 9 * MINUTE_MS
  await stock.extend(front(), asked.holdId, 10 * MINUTE_MS)
  ahead += 2 * MINUTE_MS
  // What was left half held is there for the next one, without a sweep.
  expect(await stock.reserve(front(), basket([here, 3], [there, 3]))).toMatchObject({ state: 'held' })
  await expectProven()
})
