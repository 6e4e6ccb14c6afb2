import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '#test/patience'
import { openTail } from '#platform/events'
import { openAvailability, receive, reserve, sell, type Availability } from './index.ts'
import { openStockWorld, receipt, type StockWorld } from './test/stock-world.ts'

let world: StockWorld
let model: Availability
let reset: () => void

beforeAll(async () => {
  world = await openStockWorld()
  await world.stocked(7)
  const tail = openTail(world.platform)
  model = await openAvailability(world.platform, {
    on: (types, handler) => tail.on(types, handler),
    onReset: (handler) => {
      reset = handler
      tail.onReset(handler)
    },
  })
  await tail.start()
})
afterAll(() => world.close())

test('what stood before is loaded; what another process does is seen', async () => {
  const { sku, place } = await world.stocked(5)
  const other = world.open()
  await reserve(world.commandOf(other), world.hold([[sku, place, 2]]))
  await vi.waitFor(() => expect(model.available(sku, place)).toBe(3), PATIENCE)
  expect(model.bySku(sku)).toEqual([[place, 3]])
  expect(model.total(sku)).toBe(3)
  expect(model.available(sku, world.newPlace())).toBe(0)
  expect(model.bySku('nobody-knows')).toEqual([])
  await other.close()
})

test('concurrent batches of two processes never leave an old value behind', async () => {
  const { sku, place } = await world.stocked(400)
  const other = world.open()
  await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      // Arrivals are spread over many batches of both processes.
      await new Promise((resolve) => setTimeout(resolve, index % 40))
      const command = index % 2 ? world.command() : world.commandOf(other)
      return reserve(command, world.hold([[sku, place, 1]]))
    }),
  )
  await vi.waitFor(() => expect(model.total(sku)).toBe(100), PATIENCE)
  await other.close()
})

test('a transaction that began first and got the row last has the last word', async () => {
  const { sku, place } = await world.stocked(1)
  await world.write(async (first) => {
    // Its place in the log is taken here, before the other one's.
    await first.query('select pg_current_xact_id()')
    await world.write((second) => receive(second, [receipt(place, [[sku, 1]])]))
    await receive(first, [receipt(place, [[sku, 10]])])
  })
  await vi.waitFor(() => expect(model.available(sku, place)).toBe(12), PATIENCE)
})

test('after a broken connection to the log the table is looked at, and what nobody told is seen', async () => {
  const { sku, place } = await world.stocked(2)
  await vi.waitFor(() => expect(model.total(sku)).toBe(2), PATIENCE)
  const heard: string[] = []
  const stop = model.onChange((changes) => heard.push(...changes.map((change) => change.sku)))
  // A change whose fact never reached us.
  await world.query('update inventory.stock set on_hand = 9, version = version + 1 where sku = $1', [sku])
  reset()
  await vi.waitFor(() => expect(model.available(sku, place)).toBe(9), PATIENCE)
  expect(heard).toContain(sku)
  stop()
})

test('an oversold row shows nothing, never less', async () => {
  const { sku, place } = await world.stocked(1)
  const sale = { document: world.order(world.newOrder()), locationId: place, lines: [{ sku, quantity: 3 }] }
  await world.write((ctx) => sell(ctx, [sale]))
  await vi.waitFor(() => expect(model.asOf().getTime()).toBeGreaterThan(0), PATIENCE)
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 1]])]))
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 4]])]))
  await vi.waitFor(() => expect(model.available(sku, place)).toBe(3), PATIENCE)
  const totals = new Map<string, number>()
  model.eachTotal((each, total) => totals.set(each, total))
  expect(totals.get(sku)).toBe(3)
})
