import { newId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allocate,
  assemble,
  consume,
  defineKit,
  newHoldId,
  proveStock,
  receive,
  releaseAllocated,
  reserve,
  retireKit,
  returnToStock,
  sell,
  shrink,
  takeApart,
  type Reserved,
} from '../index.ts'
import { openStockWorld, receipt, type StockWorld } from '../test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(async () => {
  expect((await proveStock(world.platform.read(world.actor))).mismatch).toBeNull()
  await world.close()
})

const kitOf = async (
  components: readonly (readonly [Sku, number])[],
  kind: 'virtual' | 'packed' = 'virtual',
) => {
  const sku = world.newSku()
  await redefine(sku, components, kind)
  return sku
}

const redefine = (
  sku: Sku,
  components: readonly (readonly [Sku, number])[],
  kind: 'virtual' | 'packed' = 'virtual',
) =>
  world.write((ctx) =>
    defineKit(ctx, { sku, kind, components: components.map(([sku, quantity]) => ({ sku, quantity })) }),
  )

const stock = (place: LocationId, ...lines: (readonly [Sku, number])[]) =>
  world.write((ctx) => receive(ctx, [receipt(place, lines)]))

const reservedOf = async (sku: Sku, place: LocationId) => (await world.level(sku, place))?.reserved ?? 0
const onHandOf = async (sku: Sku, place: LocationId) => (await world.level(sku, place))?.onHand ?? 0

const outcome = (answer: Reserved) =>
  answer.state === 'held' ? { held: answer.lines, short: answer.short } : { short: answer.lines }

/** A place with a kit of one shirt and two socks. */
async function gift(shirts: number, socks: number) {
  const place = world.newPlace()
  const [shirt, sock] = [world.newSku(), world.newSku()]
  await stock(place, [shirt, shirts], [sock, socks])
  return {
    place,
    shirt,
    sock,
    kit: await kitOf([
      [shirt, 1],
      [sock, 2],
    ]),
  }
}

test('a kit is held, ordered and handed over by its own SKU, and its pieces leave the ledger', async () => {
  const { place, shirt, sock, kit } = await gift(3, 5)
  const hold = world.hold([[kit, place, 2]])
  const held = await reserve(world.command(), hold)
  expect(outcome(held)).toEqual({ held: [{ sku: kit, locationId: place, quantity: 2 }], short: [] })
  expect(await reservedOf(shirt, place)).toBe(2)
  expect(await reservedOf(sock, place)).toBe(4)
  expect(await reserve(world.command(), hold)).toEqual(held)

  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
  const one = [{ sku: kit, locationId: place, quantity: 1 }]
  const [gone] = await world.write((ctx) =>
    consume(ctx, [{ orderId, lines: one, document: world.order(orderId) }]),
  )
  expect(gone).toEqual({ state: 'done', lines: one })
  const [back] = await world.write((ctx) => releaseAllocated(ctx, [{ orderId }]))
  expect(back).toEqual({ state: 'done', lines: one })
  expect(await world.level(shirt, place)).toEqual({ onHand: 2, reserved: 0 })
  expect(await world.level(sock, place)).toEqual({ onHand: 3, reserved: 0 })
  expect(await world.level(kit, place)).toBeUndefined()
})

test('one shirt is left: of two hundred baskets with either of two kits that need it, one gets it', async () => {
  const { place, shirt, sock, kit } = await gift(1, 1_000)
  const other = await kitOf([
    [shirt, 1],
    [sock, 1],
  ])
  const second = world.open()
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(
        world.commandOf(index % 2 ? second : undefined),
        world.hold([[index % 3 ? kit : other, place, 1]]),
      ),
    ),
  )
  await second.close()
  expect(answers.filter((answer) => answer.state === 'held')).toHaveLength(1)
  expect(await reservedOf(shirt, place)).toBe(1)
  expect(await reservedOf(sock, place)).toBeLessThanOrEqual(2)
})

test('a kit and its component in one basket are counted together, and the answer names what was asked', async () => {
  const { place, shirt, sock, kit } = await gift(2, 10)
  const refused = await reserve(
    world.command(),
    world.hold([
      [shirt, place, 1],
      [kit, place, 2],
    ]),
  )
  expect(outcome(refused)).toEqual({ short: [{ sku: shirt, locationId: place, asked: 1, available: 0 }] })
  const tooMany = await reserve(world.command(), world.hold([[kit, place, 3]]))
  expect(outcome(tooMany)).toEqual({
    short: [{ sku: kit, locationId: place, asked: 3, available: 2, lacking: [shirt] }],
  })
  expect((await reservedOf(shirt, place)) + (await reservedOf(sock, place))).toBe(0)
  const both = await reserve(
    world.command(),
    world.hold([
      [shirt, place, 1],
      [kit, place, 1],
    ]),
  )
  expect(both.state).toBe('held')
  expect(await reservedOf(shirt, place)).toBe(2)
})

test('a partial reservation keeps whole kits only, and single pieces beside them', async () => {
  const { place, shirt, sock, kit } = await gift(5, 5)
  const hold = {
    ...world.hold([
      [kit, place, 4],
      [sock, place, 3],
    ]),
    partial: true,
  }
  const answer = await reserve(world.command(), hold)
  expect(outcome(answer)).toEqual({
    held: [
      { sku: kit, locationId: place, quantity: 2 },
      { sku: sock, locationId: place, quantity: 1 },
    ],
    short: [
      { sku: kit, locationId: place, asked: 4, available: 2, lacking: [sock] },
      { sku: sock, locationId: place, asked: 3, available: 1 },
    ],
  })
  expect(await reservedOf(shirt, place)).toBe(2)
  expect(await reservedOf(sock, place)).toBe(5)
  expect(await reserve(world.command(), hold)).toEqual(answer)

  const none = { ...world.hold([[kit, place, 1]]), partial: true }
  const nothing = await reserve(world.command(), none)
  expect(outcome(nothing)).toEqual({
    short: [{ sku: kit, locationId: place, asked: 1, available: 0, lacking: [sock] }],
  })
  expect(await world.stateOf(none.holdId)).toBe('refused')
  expect(await reservedOf(shirt, place)).toBe(2)
})

test('a kit from anywhere comes whole from one place each', async () => {
  const here = await gift(1, 1)
  const there = world.newPlace()
  await stock(there, [here.shirt, 2], [here.sock, 4])
  const holdId: HoldId = newHoldId()
  const answer = await reserve(world.command(), {
    holdId,
    kind: 'ship',
    ttlMs: 60_000,
    lines: [{ sku: here.kit, places: [here.place, there], quantity: 2 }],
  })
  expect(outcome(answer)).toEqual({ held: [{ sku: here.kit, locationId: there, quantity: 2 }], short: [] })
  expect(await world.stateOf(holdId)).toBe('soft')
  expect(await reservedOf(here.shirt, here.place)).toBe(0)
})

test('what was held under an older definition is what is handed over', async () => {
  const { place, shirt, sock, kit } = await gift(4, 10)
  const hold = world.hold([[kit, place, 1]])
  await reserve(world.command(), hold)
  await redefine(kit, [
    [shirt, 2],
    [sock, 1],
  ])
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: hold.holdId, orderId }]))
  const lines = [{ sku: kit, locationId: place, quantity: 1 }]
  await world.write((ctx) => consume(ctx, [{ orderId, lines, document: world.order(orderId) }]))
  expect(await onHandOf(shirt, place)).toBe(3)
  expect(await onHandOf(sock, place)).toBe(8)
  // A sale over the counter knows only today's kit.
  await world.write((ctx) =>
    sell(ctx, [{ document: world.order(orderId), locationId: place, lines: [{ sku: kit, quantity: 1 }] }]),
  )
  expect(await onHandOf(shirt, place)).toBe(1)
  expect(await onHandOf(sock, place)).toBe(7)
  expect(await reserve(world.command(), hold)).toMatchObject({ state: 'held' })
})

test('a basket gives back one kit of three, and keeps the single piece beside them', async () => {
  const { place, shirt, sock, kit } = await gift(10, 10)
  const hold = world.hold([
    [kit, place, 3],
    [shirt, place, 2],
  ])
  await reserve(world.command(), hold)
  await shrink(world.command(), hold.holdId, [{ sku: kit, locationId: place, quantity: 2 }])
  expect(await reservedOf(shirt, place)).toBe(4)
  expect(await reservedOf(sock, place)).toBe(4)
  await shrink(world.command(), hold.holdId, [{ sku: shirt, locationId: place, quantity: 0 }])
  expect(await reservedOf(shirt, place)).toBe(2)
  await shrink(world.command(), hold.holdId, [{ sku: kit, locationId: place, quantity: 0 }])
  expect(await world.stateOf(hold.holdId)).toBe('released')
})

test('a till sells and takes back a kit: its pieces go and come', async () => {
  const { place, shirt, sock, kit } = await gift(3, 6)
  const document = world.order(world.newOrder())
  await world.write((ctx) => sell(ctx, [{ document, locationId: place, lines: [{ sku: kit, quantity: 2 }] }]))
  expect([await onHandOf(shirt, place), await onHandOf(sock, place)]).toEqual([1, 2])
  await world.write((ctx) =>
    returnToStock(ctx, [{ document, locationId: place, lines: [{ sku: kit, quantity: 1 }] }]),
  )
  expect([await onHandOf(shirt, place), await onHandOf(sock, place)]).toEqual([2, 4])
  expect(await world.query('select sku from inventory.movement where sku = $1', [kit])).toEqual([])
})

test('packed kits are assembled and taken apart, and more than the book knew of is told', async () => {
  const place = world.newPlace()
  const [cup, tea] = [world.newSku(), world.newSku()]
  await stock(place, [cup, 2], [tea, 9])
  const box = await kitOf(
    [
      [cup, 2],
      [tea, 3],
    ],
    'packed',
  )
  const assembly = { document: { kind: 'kit' as const, id: newId() }, locationId: place, sku: box }
  await world.write((ctx) => assemble(ctx, { ...assembly, quantity: 1 }))
  expect([await onHandOf(box, place), await onHandOf(cup, place), await onHandOf(tea, place)]).toEqual([
    1, 0, 6,
  ])
  expect((await reserve(world.command(), world.hold([[box, place, 1]]))).state).toBe('held')
  await world.write((ctx) => assemble(ctx, { ...assembly, quantity: 1 }))
  expect(await onHandOf(cup, place)).toBe(-2)
  const told = await world.query(
    `select subject from platform.event where type = 'inventory.oversold' and subject = $1`,
    [cup],
  )
  expect(told).toHaveLength(1)
  await world.write((ctx) => takeApart(ctx, { ...assembly, quantity: 2 }))
  expect([await onHandOf(box, place), await onHandOf(cup, place), await onHandOf(tea, place)]).toEqual([
    0, 2, 9,
  ])
})

test('kits of kits, kits with stock and empty kits are refused; a retired kit is sold no more', async () => {
  const { place, shirt, sock, kit } = await gift(2, 4)
  await expect(kitOf([[kit, 1]])).rejects.toMatchObject({ code: 'inventory.kit_of_kits' })
  await expect(redefine(shirt, [[world.newSku(), 1]])).rejects.toMatchObject({
    code: 'inventory.kit_of_kits',
  })
  const plain = await world.stocked(1)
  await expect(redefine(plain.sku, [[sock, 1]])).rejects.toMatchObject({ code: 'inventory.kit_has_stock' })
  await expect(kitOf([])).rejects.toMatchObject({ code: 'inventory.bad_kit' })
  await expect(
    kitOf([
      [sock, 1],
      [sock, 2],
    ]),
  ).rejects.toMatchObject({ code: 'inventory.bad_kit' })
  await world.write((ctx) => retireKit(ctx, kit))
  expect((await reserve(world.command(), world.hold([[kit, place, 1]]))).state).toBe('short')
})
