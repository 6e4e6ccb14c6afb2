import { setTimeout as sleep } from 'node:timers/promises'
import { newId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '#test/patience'
import { openPlatform } from '#platform/database'
import { openTail, type StoredEvent } from '#platform/events'
import { openAvailability, receive, reserve, sell, type Availability } from '../index.ts'
import { openStockWorld, receipt, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

type Row = { readonly sku: Sku; readonly place: LocationId }
type Deliver = (event: StoredEvent, deliver: (events: readonly StoredEvent[]) => void) => void

/** For nodes that lose facts: nobody need wait long for what never comes. */
const SOON_LOST_MS = 200

/** A process of its own that follows the log; `between` stands between the tail and the model. */
async function openNode(between?: Deliver, lostAfterMs?: number) {
  const platform = openPlatform({ url: world.url, log: pino({ level: 'silent' }), name: 'node-under-test' })
  const tail = openTail(platform)
  const model = await openAvailability(
    platform,
    {
      on: (types, handler) =>
        tail.on(types, (events) => {
          if (between) for (const event of events) between(event, handler)
          else handler(events)
        }),
      onReset: (handler) => tail.onReset(handler),
    },
    lostAfterMs === undefined ? {} : { lostAfterMs },
  )
  await tail.start()
  return { platform, model, tail, close: platform.close }
}

const stockedRows = async (count: number): Promise<Row[]> => {
  const rows: Row[] = []
  const places = [world.newPlace(), world.newPlace(), world.newPlace()]
  for (let made = 0; made < count; made += 1) {
    const place = places[made % places.length]
    if (place) rows.push(await world.stocked(50, world.newSku(), place))
  }
  return rows
}

/** What everybody does to the rows at once: holds, sales, arrivals. */
const bustle = (rows: readonly Row[], steps: number) =>
  Promise.all(
    Array.from({ length: steps }, async (_, step) => {
      await sleep(step % 50)
      const { sku, place } = rows[(step * 7) % rows.length] ?? (await world.stocked(1))
      const document = { kind: 'order' as const, id: newId() }
      if (step % 5 === 0) await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 1 + (step % 3)]])]))
      else if (step % 5 === 1)
        await world.write((ctx) =>
          sell(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 1 }] }]),
        )
      else await reserve(world.command(), world.hold([[sku, place, 1]]))
    }),
  )

/** The repairs of a pass, and of the one that the model makes by itself at the same time: either may be first. */
async function repairedBy({ audit }: Availability): Promise<number> {
  const before = audit.record().repairedRows
  await audit.pass()
  return audit.record().repairedRows - before
}

/** The rows in which memory and table differ. */
async function differences(model: Availability): Promise<unknown[]> {
  const rows = await world.query<{ sku: string; place: string; available: number }>(
    `select sku, location_id as place,
            greatest(0, inventory.promisable(on_hand, reserved, quarantined, safety, uncovered)) as available
       from inventory.stock where channel_terms is null`,
  )
  return rows.filter(({ sku, place, available }) => model.available(sku, place) !== available)
}

test('facts that are lost, doubled and turned around leave no wrong number behind an audit', async () => {
  let lost = 0
  let deaf = false
  let last: StoredEvent | undefined
  const node = await openNode((event, deliver) => {
    const fate = Math.random()
    if (deaf || fate < 0.3) return void (lost += 1)
    if (fate < 0.5) deliver([event, event])
    else if (fate < 0.7 && last) deliver([event, last])
    else if (fate < 0.8) setTimeout(() => deliver([event]), 20)
    else deliver([event])
    last = event
  }, SOON_LOST_MS)
  const rows = await stockedRows(20)
  await bustle(rows, 300)
  // A later fact of the same row makes good for one that was lost: what comes last is lost for certain.
  deaf = true
  const [first] = rows
  const lostBefore = lost
  if (first) await world.write((ctx) => receive(ctx, [receipt(first.place, [[first.sku, 7]])]))
  await vi.waitFor(() => expect(lost).toBeGreaterThan(lostBefore), PATIENCE)
  await node.model.audit.pass()
  await vi.waitFor(async () => expect(await differences(node.model)).toEqual([]), PATIENCE)
  expect(node.model.audit.record().repairedRows).toBeGreaterThan(0)
  for (const { sku, place } of rows) expect(node.model.total(sku)).toBe(node.model.available(sku, place))
  await node.close()
})

test('a node whose connections are cut again and again under load misses nothing, and nothing has to be repaired', async () => {
  const node = await openNode()
  const rows = await stockedRows(10)
  const work = bustle(rows, 300)
  for (let cut = 0; cut < 4; cut += 1) {
    await sleep(15)
    await world.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('node-under-test', 'splot-listen')`,
    )
  }
  await work
  await vi.waitFor(async () => expect(await differences(node.model)).toEqual([]), PATIENCE)
  await node.model.audit.pass()
  expect(node.model.audit.record().repairedRows).toBe(0)
  await node.close()
})

test('a quiet table is passed without a repair, and a hot one too: what is on its way is not what was missed', async () => {
  const node = await openNode()
  const rows = await stockedRows(5)
  const work = bustle(rows, 400)
  while (node.model.audit.record().passes < 5) await node.model.audit.pass()
  await work
  await node.model.audit.pass()
  expect(node.model.audit.record().repairedRows).toBe(0)
  await node.close()
})

test('a database that went back in time is followed there, and forwards again', async () => {
  const node = await openNode(undefined, SOON_LOST_MS)
  const [row] = await stockedRows(1)
  const { sku, place } = row ?? (await world.stocked(50))
  await bustle([{ sku, place }], 10)
  await vi.waitFor(async () => expect(await differences(node.model)).toEqual([]), PATIENCE)
  // As after a recovery to an earlier moment: an older version of the row, with other numbers.
  await world.query('update inventory.stock set on_hand = 77, reserved = 0, version = 1 where sku = $1', [
    sku,
  ])
  expect(await repairedBy(node.model)).toBe(1)
  expect(node.model.available(sku, place)).toBe(77)
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 3]])]))
  await vi.waitFor(() => expect(node.model.available(sku, place)).toBe(80), PATIENCE)
  await node.close()
})

test('a number of one channel that nobody told is found, and who listens hears of it', async () => {
  const node = await openNode(undefined, SOON_LOST_MS)
  const { sku, place } = await world.stocked(9)
  await vi.waitFor(() => expect(node.model.total(sku)).toBe(9), PATIENCE)
  const heard: string[] = []
  node.model.onChange(() => {
    throw new Error('a listener with a fault of its own')
  })
  node.model.onChange((changes) => heard.push(...changes.map((change) => change.sku)))
  const channel = newId<'channel'>()
  const terms = { [channel]: { buffer: 4 } }
  await world.query('update inventory.stock set channel_terms = $2, version = version + 1 where sku = $1', [
    sku,
    JSON.stringify(terms),
  ])
  expect(await repairedBy(node.model)).toBe(1)
  expect(node.model.available(sku, place, channel)).toBe(5)
  expect(node.model.available(sku, place)).toBe(9)
  expect(heard).toContain(sku)
  expect(await repairedBy(node.model)).toBe(0)
  await node.close()
})

test('a fact that cannot be read takes nothing else with it, and the audit looks at once', async () => {
  const node = await openNode((event, deliver) => deliver([{ ...event, data: { changes: 'torn' } }, event]))
  const passes = node.model.audit.record().passes
  const { sku, place } = await world.stocked(3)
  await vi.waitFor(() => expect(node.model.available(sku, place)).toBe(3), PATIENCE)
  await vi.waitFor(() => expect(node.model.audit.record().passes).toBeGreaterThan(passes), PATIENCE)
  await node.close()
})

test('by itself the audit finds what was lost, without anybody asking', async () => {
  const node = await openNode(undefined, SOON_LOST_MS)
  const { sku, place } = await world.stocked(2)
  await vi.waitFor(() => expect(node.model.total(sku)).toBe(2), PATIENCE)
  await world.query('update inventory.stock set on_hand = 6, version = version + 1 where sku = $1', [sku])
  await vi.waitFor(() => expect(node.model.available(sku, place)).toBe(6), PATIENCE)
  await node.close()
})
