import { newId, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Platform } from '#platform/context'
import {
  adjust,
  allocate,
  consume,
  defineKit,
  expireHolds,
  extend,
  findHold,
  newHoldId,
  proveStock,
  receive,
  release,
  releaseAllocated,
  relocate,
  reserve,
  shrink,
  type Reservation,
} from './index.ts'
import { openStockWorld, receipt, type StockWorld } from './test/stock-world.ts'

/** Ways in which other shops sold what they did not have, each as it was reported, asked of this engine. */

let world: StockWorld
/** Three processes on one database. */
let nodes: Platform[]
const closers: (() => Promise<void>)[] = []
beforeAll(async () => {
  world = await openStockWorld()
  const others = [world.open(), world.open()]
  for (const { close } of others) closers.push(close)
  nodes = [world.platform, ...others]
})
afterAll(async () => {
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
  for (const close of closers) await close()
  await world.close()
})

const nth = (index: number) => world.commandOf(nodes[index % nodes.length])
const held = <Answer extends { readonly state: string }>(answers: readonly Answer[]): Answer[] =>
  answers.filter(({ state }) => state === 'held')

test('Medusa #16825: two checkouts of one unit at once: one order, and of the other nothing is left behind', async () => {
  const { sku, place } = await world.stocked(1)
  const checkouts = await Promise.all(
    [0, 1].map(async (index) => {
      const hold = world.hold([[sku, place, 1]])
      const reserved = await reserve(nth(index), hold)
      const orderId = world.newOrder()
      // Even a checkout that goes on as if it had been held gets no order.
      const [allocated] = await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
      return { hold, reserved, allocated }
    }),
  )
  const [winner] = checkouts.filter(({ reserved }) => reserved.state === 'held')
  const [loser] = checkouts.filter(({ reserved }) => reserved.state === 'short')
  expect(winner?.allocated).toMatchObject({ state: 'allocated' })
  expect(loser?.allocated).toMatchObject({ state: 'unknown' })
  expect(await findHold(world.platform.read(world.actor), loser?.hold.holdId ?? newHoldId())).toMatchObject({
    state: 'refused',
    orderId: null,
    lines: [],
  })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 1 })
})

test('Medusa #16569: whoever calls the reservation directly, through three processes at once, gets no more than there is', async () => {
  const { sku, place } = await world.stocked(25)
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      reserve(nth(index), world.hold([[sku, place, 1 + (index % 3)]])),
    ),
  )
  const pieces = answers.flatMap((answer) => (answer.state === 'held' ? answer.lines : []))
  const reserved = pieces.reduce((sum, line) => sum + line.quantity, 0)
  expect(reserved).toBeLessThanOrEqual(25)
  expect(await world.level(sku, place)).toEqual({ onHand: 25, reserved })
  // Nobody was refused what was there either.
  const refused = answers.flatMap((answer) => (answer.state === 'short' ? answer.lines : []))
  for (const { asked } of refused) expect(asked).toBeGreaterThan(25 - reserved)
})

test('Medusa #16502: lines that share an item are one demand: the same SKU twice, a place and a choice of places, a kit and its component', async () => {
  const { sku, place } = await world.stocked(1)
  const other = world.newPlace()
  const twice: Reservation = world.hold([
    [sku, place, 1],
    [sku, place, 1],
  ])
  expect(await reserve(nth(0), twice)).toMatchObject({ state: 'short', lines: [{ asked: 2, available: 1 }] })
  const chosen: Reservation = {
    ...world.hold([[sku, place, 1]]),
    lines: [
      { sku, locationId: place, quantity: 1 },
      { sku, places: [place, other], quantity: 1 },
    ],
  }
  expect(await reserve(nth(1), chosen)).toMatchObject({ state: 'short' })
  const kit = world.newSku()
  await world.write((ctx) =>
    defineKit(ctx, { sku: kit, kind: 'virtual', components: [{ sku, quantity: 1 }] }),
  )
  const shared = world.hold([
    [kit, place, 1],
    [sku, place, 1],
  ])
  expect(await reserve(nth(2), shared)).toMatchObject({ state: 'short' })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })
  expect(await reserve(nth(0), world.hold([[kit, place, 1]]))).toMatchObject({ state: 'held' })
})

test('Medusa #12401: giving back the same pieces by every way there is never makes the reserved count negative', async () => {
  const { sku, place } = await world.stocked(4)
  const holds = [world.hold([[sku, place, 2]]), world.hold([[sku, place, 2]])] as const
  for (const hold of holds) await reserve(nth(0), hold)
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: holds[1].holdId, orderId }]))
  const back = [0, 1, 2].flatMap((index) => [
    release(nth(index), [holds[0].holdId]),
    shrink(nth(index), holds[0].holdId, [{ sku, locationId: place, quantity: 0 }]),
    world.write((ctx) => releaseAllocated(ctx, [{ orderId }])),
    world.write((ctx) => releaseAllocated(ctx, [{ holdId: holds[1].holdId }])),
    world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }])),
    expireHolds(nodes[index] as Platform),
  ])
  await Promise.all(back)
  const level = await world.level(sku, place)
  expect(level?.reserved).toBe(0)
  // The order's pieces were either handed over or given back, once.
  expect([2, 4]).toContain(level?.onHand)
})

test('Medusa #16338: pieces that another store serves leave the first store alone, in both books', async () => {
  const sku = world.newSku()
  const [promised, serving] = [await world.stocked(2, sku), await world.stocked(2, sku)]
  const hold = world.hold([[sku, promised.place, 1]])
  await reserve(nth(0), hold)
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
  const relocation = { holdId: hold.holdId, sku, from: promised.place, to: serving.place, quantity: 1 }
  await world.write((ctx) => relocate(ctx, relocation))
  await world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
  expect(await world.level(sku, promised.place)).toEqual({ onHand: 2, reserved: 0 })
  expect(await world.level(sku, serving.place)).toEqual({ onHand: 1, reserved: 0 })
})

test('Vendure #4030: 13 pieces from stores with 10 and 15 take 10 and 3, not 10 and 13', async () => {
  const sku = world.newSku()
  const [first, second] = [await world.stocked(10, sku), await world.stocked(15, sku)]
  const command: Reservation = {
    ...world.hold([]),
    lines: [{ sku, places: [first.place, second.place], quantity: 13 }],
  }
  expect(await reserve(nth(0), command)).toMatchObject({
    state: 'held',
    lines: [
      { locationId: first.place, quantity: 10 },
      { locationId: second.place, quantity: 3 },
    ],
  })
  expect(await world.level(sku, second.place)).toEqual({ onHand: 15, reserved: 3 })
})

test('Vendure #1738: what somebody is paying for is nobody else’s, and who pays too late is told before there is an order', async () => {
  const { sku, place } = await world.stocked(1)
  const [paying, waiting] = [world.hold([[sku, place, 1]]), world.hold([[sku, place, 1]])]
  expect(await reserve(nth(0), paying)).toMatchObject({ state: 'held' })
  // While the first is at her bank, the last piece is not to be had.
  expect(await reserve(nth(1), waiting)).toMatchObject({ state: 'short' })
  world.turnClock(61_000)
  const second = { ...waiting, holdId: newHoldId() }
  expect(await reserve(nth(1), second)).toMatchObject({ state: 'held' })
  const orders = await Promise.all(
    [paying, second].map(({ holdId }) =>
      world.write((ctx) => allocate(ctx, [{ holdId, orderId: world.newOrder() }])),
    ),
  )
  expect(orders.flat().map(({ state }) => state)).toEqual(['expired', 'allocated'])
})

test("Saleor's consumed generator: what orders have and what baskets hold both count, for every line of a request", async () => {
  const rows = [await world.stocked(10), await world.stocked(10)] as const
  const lines = (quantity: number) => rows.map(({ sku, place }) => [sku, place, quantity] as const)
  const ordered = world.hold(lines(6))
  await reserve(nth(0), ordered)
  await world.write((ctx) => allocate(ctx, [{ holdId: ordered.holdId, orderId: world.newOrder() }]))
  await reserve(nth(1), world.hold(lines(2)))
  expect(await reserve(nth(2), world.hold(lines(3)))).toMatchObject({
    state: 'short',
    lines: [{ available: 2 }, { available: 2 }],
  })
  expect(await reserve(nth(0), world.hold(lines(2)))).toMatchObject({ state: 'held' })
})

test("Saleor's hold for the time of payment is checked too: an extension takes no piece that somebody else has by now", async () => {
  const { sku, place } = await world.stocked(1)
  const late = world.hold([[sku, place, 1]])
  await reserve(nth(0), late)
  world.turnClock(61_000)
  expect(await reserve(nth(1), world.hold([[sku, place, 1]]))).toMatchObject({ state: 'held' })
  expect(await extend(nth(2), late.holdId, 45_000)).toMatchObject({ state: 'expired' })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 1 })
})

test("Odoo's double quant: who finds a row busy waits for it, and neither makes a second one nor goes below zero", async () => {
  const { sku, place } = await world.stocked(2)
  const busy = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const holder = world.write(async (ctx) => {
    await adjust(ctx, [
      {
        document: { kind: 'adjustment', id: newId() },
        locationId: place,
        reason: 'damage',
        lines: [{ sku, quantity: -1 }],
      },
    ])
    locked.resolve()
    await busy.promise
  })
  await locked.promise
  const waiting = [0, 1, 2].map((index) => reserve(nth(index), world.hold([[sku, place, 1]])))
  const more = world.write((ctx) => receive(ctx, [receipt(place, [[sku, 1]])]))
  busy.resolve()
  await Promise.all([holder, more])
  const answers = await Promise.all(waiting)
  expect(held(answers).length).toBeGreaterThanOrEqual(1)
  expect(held(answers).length).toBeLessThanOrEqual(2)
  const rows = await world.query('select on_hand, reserved from inventory.stock where sku = $1', [sku])
  expect(rows).toEqual([{ on_hand: 2, reserved: held(answers).length }])
})

test("Odoo's double quant: the first pieces of an article that arrive through three processes at once are one row", async () => {
  const [sku, place] = [world.newSku(), world.newPlace()]
  await Promise.all(
    nodes.map((node) => node.write(world.actor, (ctx) => receive(ctx, [receipt(place, [[sku, 2]])]))),
  )
  expect(await world.query('select on_hand from inventory.stock where sku = $1', [sku])).toEqual([
    { on_hand: 6 },
  ])
})

test('Magento #2727: channels that share a place share its pieces', async () => {
  const { sku, place } = await world.stocked(5)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const channel = { id: newId<'channel'>(), code: 'shared' }
      const node = nodes[index % nodes.length] as Platform
      return reserve(node.command({ ...world.actor, channel }), world.hold([[sku, place, 1]]))
    }),
  )
  expect(held(answers)).toHaveLength(5)
})

test('Magento #3165: a counter that drifted is named, with what it should be', async () => {
  const { sku, place } = await world.stocked(3)
  await reserve(nth(0), world.hold([[sku, place, 1]]))
  const drift = (pieces: number) =>
    world.query('update inventory.stock set reserved = reserved + $2 where sku = $1', [sku, pieces])
  await drift(1)
  expect(await proveStock(world.platform.read(world.actor), [place])).toMatchObject({
    proven: false,
    mismatch: { sku, locationId: place, reserved: 2, held: 1 },
  })
  await drift(-1)
})

type Asking = (sku: Sku, place: LocationId, kit: Sku) => Reservation['lines']

/** The ways in which two hundred people ask for the same piece. */
const asking: Readonly<Record<string, Asking>> = {
  plainly: (sku, locationId) => [{ sku, locationId, quantity: 1 }],
  'from anywhere': (sku, place) => [{ sku, places: [place, newId<'location'>()], quantity: 1 }],
  'in a kit': (_sku, locationId, kit) => [{ sku: kit, locationId, quantity: 1 }],
  'in another kit': (_sku, locationId, kit) => [{ sku: `${kit}-B` as Sku, locationId, quantity: 1 }],
}

test('one piece, two hundred buyers, three processes, split lines, two kits that share it: one of them has it', async () => {
  const { sku, place } = await world.stocked(1)
  const kit = world.newSku()
  for (const name of [kit, `${kit}-B` as Sku])
    await world.write((ctx) =>
      defineKit(ctx, { sku: name, kind: 'virtual', components: [{ sku, quantity: 1 }] }),
    )
  const ways = Object.values(asking)
  const channel = { id: newId<'channel'>() as ChannelId, code: 'race' }
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const way = ways[index % ways.length]
      const lines = way?.(sku, place, kit) ?? []
      // Every tenth asks for two by asking twice for one, and can never be served.
      const split = index % 10 === 9 ? [...lines, { sku, locationId: place, quantity: 1 }] : lines
      const node = nodes[index % nodes.length] as Platform
      const request = { ...world.hold([]), lines: split }
      return reserve(node.command({ ...world.actor, channel }), request).then((answer) => ({
        ...answer,
        index,
      }))
    }),
  )
  const winners = held(answers)
  expect(winners).toHaveLength(1)
  expect((winners[0]?.index ?? 9) % 10).not.toBe(9)
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 1 })
})

test('a soft hold that gave everything back is answered with nothing when it is asked again', async () => {
  const sku = world.newSku()
  const [a, b] = [await world.stocked(2, sku), await world.stocked(2, sku)]
  const command: Reservation = {
    ...world.hold([]),
    lines: [{ sku, places: [a.place, b.place], quantity: 3 }],
  }
  await reserve(nth(0), command)
  const nothing = [a.place, b.place].map((locationId) => ({ sku, locationId, quantity: 0 }))
  await shrink(nth(0), command.holdId, nothing)
  expect(await reserve(nth(1), command)).toMatchObject({ state: 'held', lines: [] })
})
