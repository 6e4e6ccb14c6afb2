import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Sku } from '@splot/kernel'
import { PATIENCE } from '#test/patience'
import { openTail } from '#platform/events'
import {
  defineKit,
  openAvailability,
  receive,
  reserve,
  retireKit,
  sell,
  type Availability,
  type AvailabilityChange,
} from '../index.ts'
import { openStockWorld, receipt, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
let model: Availability
let other: ReturnType<StockWorld['open']>

beforeAll(async () => {
  world = await openStockWorld()
  other = world.open()
  const tail = openTail(world.platform)
  model = await openAvailability(world.platform, tail)
  await tail.start()
})
afterAll(async () => {
  await other.close()
  await world.close()
})

/** However busy the machine is. */
const eventually = (check: () => void) => vi.waitFor(check, PATIENCE)

/** Told by another process, as from the office. */
const define = (sku: Sku, components: Record<Sku, number>) =>
  other.write(world.actor, (ctx) =>
    defineKit(ctx, {
      sku,
      kind: 'virtual',
      // The keys are SKUs.
      components: Object.entries(components).map(([sku, quantity]) => ({ sku: sku as Sku, quantity })),
    }),
  )

test('a kit is shown where all of it is, as many as the scarcest component makes, and changes with each of them', async () => {
  const { sku: shirt, place } = await world.stocked(5)
  const { sku: sock } = await world.stocked(7, world.newSku(), place)
  const elsewhere = world.newPlace()
  await world.stocked(9, shirt, elsewhere)
  const kit = world.newSku()
  await define(kit, { [shirt]: 1, [sock]: 2 })
  await eventually(() => expect(model.bySku(kit)).toEqual([[place, 3]]))
  const heard: AvailabilityChange[] = []
  const stop = model.onChange((changes) => heard.push(...changes.filter((change) => change.sku === kit)))
  await reserve(world.commandOf(other), world.hold([[kit, place, 2]]))
  await eventually(() => expect(model.available(kit, place)).toBe(1))
  expect(model.available(shirt, place)).toBe(3)
  const document = world.order(world.newOrder())
  await world.write((ctx) =>
    sell(ctx, [{ document, locationId: place, lines: [{ sku: sock, quantity: 2 }] }]),
  )
  await eventually(() => expect(model.available(kit, place)).toBe(0))
  await world.write((ctx) => receive(ctx, [receipt(elsewhere, [[sock, 4]])]))
  await eventually(() => expect(model.bySku(kit)).toEqual([[elsewhere, 2]]))
  expect(heard.map((change) => change.available)).toEqual([1, 0, 2])
  stop()
})

test('a new definition shows at once, and a retired kit is nowhere', async () => {
  const { sku: shirt, place } = await world.stocked(8)
  const kit = world.newSku()
  await define(kit, { [shirt]: 1 })
  await eventually(() => expect(model.total(kit)).toBe(8))
  await define(kit, { [shirt]: 3 })
  await eventually(() => expect(model.total(kit)).toBe(2))
  // This process takes apart by the same definition.
  const answer = await reserve(world.command(), world.hold([[kit, place, 3]]))
  expect(answer).toMatchObject({ state: 'short', lines: [{ sku: kit, available: 2 }] })
  await other.write(world.actor, (ctx) => retireKit(ctx, kit))
  await eventually(() => expect(model.total(kit)).toBe(0))
  await define(kit, { [shirt]: 8 })
  await eventually(() => expect(model.total(kit)).toBe(1))
})
