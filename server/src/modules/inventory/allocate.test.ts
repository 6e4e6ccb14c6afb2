import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE_MS, newId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import {
  adjust,
  allocate,
  consume,
  expireHolds,
  newHoldId,
  pick,
  proveStock,
  release,
  releaseAllocated,
  reserve,
  returnToStock,
  sell,
} from './index.ts'
import { whileItWaits } from '#test/waiting'
import { openStockWorld, type StockWorld } from './test/stock-world.ts'
import { holdRow, holdWithLines } from './test/waiting.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

const held = async (
  lines: readonly (readonly [Sku, LocationId, number])[],
  ttlMs?: number,
): Promise<HoldId> => {
  const hold = world.hold(lines, ttlMs === undefined ? {} : { ttlMs })
  expect(await reserve(world.command(), hold)).toMatchObject({ state: 'held' })
  return hold.holdId
}

test('a hold becomes the order’s, is picked, handed over, and leaves the ledger explained', async () => {
  const { sku, place } = await world.stocked(3)
  const holdId = await held([[sku, place, 2]])
  const orderId = world.newOrder()
  expect(await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))).toEqual([
    { holdId, state: 'allocated' },
  ])
  world.turnClock(90 * MINUTE_MS)
  expect(await expireHolds(world.platform)).toBe(0)
  expect(await world.write((ctx) => pick(ctx, { orderIds: [orderId] }))).toEqual([holdId])
  expect(await world.level(sku, place)).toEqual({ onHand: 3, reserved: 2 })
  const document = world.order(orderId)
  expect(await world.write((ctx) => consume(ctx, [{ orderId, document }]))).toEqual([
    { state: 'done', lines: [{ sku, locationId: place, quantity: 2 }] },
  ])
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })
  expect(await world.stateOf(holdId)).toBe('consumed')
  const ledger = await world.query<{ kind: string; quantity: number; document_id: string }>(
    'select kind, quantity, document_id from inventory.movement where sku = $1 order by id',
    [sku],
  )
  expect(ledger).toMatchObject([
    { kind: 'receipt', quantity: 3 },
    { kind: 'sale', quantity: -2, document_id: orderId },
  ])
})

test('handing over twice, or what belongs to nobody, is told and writes nothing', async () => {
  const { sku, place } = await world.stocked(3)
  const holdId = await held([[sku, place, 1]])
  const orderId = world.newOrder()
  const document = world.order(orderId)
  expect(await world.write((ctx) => consume(ctx, [{ holdId, document }]))).toEqual([
    { state: 'not_held', lines: [] },
  ])
  await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
  const answers = await world.write((ctx) =>
    consume(ctx, [
      { holdId, document },
      { holdId, document },
    ]),
  )
  expect(answers.map((answer) => answer.state)).toEqual(['done', 'not_held'])
  expect(await world.level(sku, place)).toEqual({ onHand: 2, reserved: 0 })
})

test('an order gives up one line and hands over the rest, whichever of its holds has the pieces', async () => {
  const { sku: shirt, place } = await world.stocked(5)
  const { sku: belt } = await world.stocked(5, world.newSku(), place)
  const orderId = world.newOrder()
  const holds = [
    await held([
      [shirt, place, 1],
      [belt, place, 1],
    ]),
    await held([[shirt, place, 2]]),
  ]
  await world.write((ctx) =>
    allocate(
      ctx,
      holds.map((holdId) => ({ holdId, orderId })),
    ),
  )
  const document = world.order(orderId)
  const [tooMany, belts] = await world.write((ctx) =>
    releaseAllocated(ctx, [
      { orderId, lines: [{ sku: shirt, locationId: place, quantity: 4 }] },
      { orderId, lines: [{ sku: belt, locationId: place, quantity: 1 }] },
    ]),
  )
  expect(tooMany?.state).toBe('not_held')
  expect(belts?.state).toBe('done')
  expect(await world.level(belt, place)).toEqual({ onHand: 5, reserved: 0 })
  const lines = [{ sku: shirt, locationId: place, quantity: 3 }]
  expect(await world.write((ctx) => consume(ctx, [{ orderId, lines, document }]))).toEqual([
    { state: 'done', lines },
  ])
  expect(await world.level(shirt, place)).toEqual({ onHand: 2, reserved: 0 })
  expect(await Promise.all(holds.map((holdId) => world.stateOf(holdId)))).toEqual(['consumed', 'consumed'])
})

test('many orders allocate and hand over in one call', async () => {
  const { sku, place } = await world.stocked(100)
  const orders = await Promise.all(
    Array.from({ length: 60 }, async () => ({
      holdId: await held([[sku, place, 1]]),
      orderId: world.newOrder(),
    })),
  )
  const answers = await world.write((ctx) => allocate(ctx, orders))
  expect(answers.every((answer) => answer.state === 'allocated')).toBe(true)
  await world.write((ctx) =>
    consume(
      ctx,
      orders.map(({ holdId, orderId }) => ({ holdId, document: world.order(orderId) })),
    ),
  )
  expect(await world.level(sku, place)).toEqual({ onHand: 40, reserved: 0 })
})

test('an expired hold that nobody took is still the customer’s; a taken one is not, and the order hears it', async () => {
  const { sku, place } = await world.stocked(2)
  const late = await held([[sku, place, 1]], MINUTE_MS)
  const tooLate = await held([[sku, place, 1]], MINUTE_MS)
  world.turnClock(2 * MINUTE_MS)
  const orderId = world.newOrder()
  expect(await world.write((ctx) => allocate(ctx, [{ holdId: late, orderId }]))).toMatchObject([
    { state: 'allocated' },
  ])
  await held([[sku, place, 1]])
  expect(await world.write((ctx) => allocate(ctx, [{ holdId: tooLate, orderId }]))).toEqual([
    { holdId: tooLate, state: 'expired' },
  ])
  expect(await world.level(sku, place)).toEqual({ onHand: 2, reserved: 2 })
})

test('a swept or partly taken hold is taken again when everything is there', async () => {
  const { sku: shirt, place } = await world.stocked(1)
  const { sku: belt } = await world.stocked(1, world.newSku(), place)
  const late = await held(
    [
      [shirt, place, 1],
      [belt, place, 1],
    ],
    MINUTE_MS,
  )
  world.turnClock(2 * MINUTE_MS)
  const other = await held([[belt, place, 1]])
  const orderId = world.newOrder()
  expect(await world.write((ctx) => allocate(ctx, [{ holdId: late, orderId }]))).toMatchObject([
    { state: 'expired' },
  ])
  await expireHolds(world.platform)
  expect(await world.stateOf(late)).toBe('expired')
  expect(await world.level(shirt, place)).toEqual({ onHand: 1, reserved: 0 })
  await release(world.command(), [other])
  expect(await world.write((ctx) => allocate(ctx, [{ holdId: late, orderId }]))).toMatchObject([
    { state: 'allocated' },
  ])
  expect(await world.level(shirt, place)).toEqual({ onHand: 1, reserved: 1 })
  expect(await world.level(belt, place)).toEqual({ onHand: 1, reserved: 1 })
})

test('allocating again is the same answer; another order, a released or an unknown hold is unknown', async () => {
  const { sku, place } = await world.stocked(2)
  const holdId = await held([[sku, place, 1]])
  const orderId = world.newOrder()
  const once = () => world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
  expect(await once()).toEqual(await once())
  const given = await held([[sku, place, 1]])
  await release(world.command(), [given])
  const asked = [
    { holdId, orderId: world.newOrder() },
    { holdId: given, orderId },
    { holdId: newHoldId(), orderId },
  ]
  const answers = await world.write((ctx) => allocate(ctx, asked))
  expect(answers.map((answer) => answer.state)).toEqual(['unknown', 'unknown', 'unknown'])
  expect(await release(world.command(), [holdId])).toEqual([{ holdId, state: 'allocated' }])
})

test('the sweep gives back thousands in batches, from two processes at once, each hold once', async () => {
  await expireHolds(world.platform)
  const { sku, place } = await world.stocked(3_000)
  await Promise.all(
    Array.from({ length: 2_500 }, () =>
      reserve(world.command(), world.hold([[sku, place, 1]], { ttlMs: MINUTE_MS })),
    ),
  )
  world.turnClock(2 * MINUTE_MS)
  const other = world.open()
  const swept = await Promise.all([expireHolds(world.platform), expireHolds(other)])
  await other.close()
  expect(swept[0] + swept[1] + (await expireHolds(world.platform))).toBe(2_500)
  expect(await world.level(sku, place)).toEqual({ onHand: 3_000, reserved: 0 })
})

test('returns and corrections are movements too; a place that never had the SKU gets its row', async () => {
  const sku = world.newSku()
  const place = world.newPlace()
  const document = { kind: 'return' as const, id: newId() }
  await world.write((ctx) =>
    returnToStock(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 2 }] }]),
  )
  await world.write((ctx) =>
    adjust(ctx, [
      { document, locationId: place, lines: [{ sku, quantity: -1 }], reason: 'damage', note: 'torn' },
    ]),
  )
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })
  await expect(
    world.write((ctx) => sell(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 0 }] }])),
  ).rejects.toMatchObject({ code: 'inventory.bad_quantity' })
})

test('the ledger cannot be rewritten, not even by us', async () => {
  const { sku } = await world.stocked(1)
  for (const text of [
    'update inventory.movement set quantity = 5 where sku = $1',
    'delete from inventory.movement where sku = $1',
  ]) {
    await expect(world.query(text, [sku])).rejects.toThrow('append-only')
  }
})

test('a counter that drifted is found and named', async () => {
  const read = world.platform.read(world.actor)
  expect(await proveStock(read)).toMatchObject({ proven: true })
  const { sku, place } = await world.stocked(4)
  await world.query('update inventory.stock set on_hand = 5 where sku = $1', [sku])
  expect(await proveStock(read)).toMatchObject({
    proven: false,
    mismatch: { sku, locationId: place, onHand: 5, moved: 4, reserved: 0, held: 0 },
  })
})

test('two hand-overs of one order in one call take the pieces of both off it', async () => {
  const { sku, place } = await world.stocked(5)
  const holdId = await held([[sku, place, 3]])
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
  const document = world.order(orderId)
  const piece = { orderId, document, lines: [{ sku, locationId: place, quantity: 1 }] }
  expect(await world.write((ctx) => consume(ctx, [piece, piece]))).toMatchObject([
    { state: 'done' },
    { state: 'done' },
  ])
  expect(await world.level(sku, place)).toEqual({ onHand: 3, reserved: 1 })
  expect(await proveStock(world.platform.read(world.command().actor), [place])).toMatchObject({
    mismatch: null,
  })
})

// Its lines are not touched, or whoever has that hold and then wants its lines would wait in a circle.
test('a hold that is made while others are waited for is not there yet', async () => {
  const { sku, place } = await world.stocked(3)
  const first = await held([[sku, place, 1]])
  const late = world.hold([[sku, place, 1]])
  const allocations = [first, late.holdId].map((holdId) => ({ holdId, orderId: world.newOrder() }))
  const answers = await whileItWaits(
    world,
    holdRow(first),
    () => world.write((ctx) => allocate(ctx, allocations)),
    () => reserve(world.command(), late),
    holdWithLines(late.holdId),
  )
  expect(answers).toEqual([
    { holdId: first, state: 'allocated' },
    { holdId: late.holdId, state: 'unknown' },
  ])
  expect(await world.stateOf(late.holdId)).toBe('pinned')
})

test('pieces that become an order’s while its others are waited for are handed over next time', async () => {
  const { sku, place } = await world.stocked(3)
  const orderId = world.newOrder()
  const [first, late] = [await held([[sku, place, 1]]), await held([[sku, place, 2]])]
  await world.write((ctx) => allocate(ctx, [{ holdId: first, orderId }]))
  const handOver = () => world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
  const done = (quantity: number) => [{ state: 'done', lines: [{ sku, locationId: place, quantity }] }]
  const allocateLate = () => world.write((ctx) => allocate(ctx, [{ holdId: late, orderId }]))
  expect(await whileItWaits(world, holdRow(first), handOver, allocateLate, holdWithLines(late))).toEqual(
    done(1),
  )
  expect(await handOver()).toEqual(done(2))
})
