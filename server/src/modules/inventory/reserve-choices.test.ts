import { newId, type LocationId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allocate,
  extend,
  newHoldId,
  pin,
  proveStock,
  release,
  releaseAllocated,
  relocate,
  reserve,
  shrink,
  type Reservation,
} from './index.ts'
import { openStockWorld, type StockWorld } from './test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(async () => {
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
  await world.close()
})

/** One SKU with so many pieces in each of new places. */
async function spread(...pieces: number[]): Promise<{ sku: Sku; places: LocationId[] }> {
  const sku = world.newSku()
  const places = pieces.map(() => newId<'location'>())
  for (const [index, count] of pieces.entries()) await world.stocked(count, sku, places[index])
  return { sku, places }
}

const soft = (sku: Sku, places: readonly LocationId[], quantity: number, partial = false): Reservation => ({
  holdId: newHoldId(),
  kind: 'basket',
  ttlMs: 60_000,
  lines: [{ sku, places, quantity }],
  partial,
})

test('a soft hold takes from the preferred places first, and says where the pieces are', async () => {
  const { sku, places } = await spread(2, 5, 1)
  const [a, b] = places as [LocationId, LocationId]
  const command = soft(sku, places, 4)
  const held = await reserve(world.command(), command)
  expect(held).toMatchObject({
    state: 'held',
    lines: [
      { sku, locationId: a, quantity: 2 },
      { sku, locationId: b, quantity: 2 },
    ],
    short: [],
  })
  expect(await world.stateOf(command.holdId)).toBe('soft')
  // The same command again gets the same answer, from the tables.
  const again = await reserve(world.command(), command)
  expect(again).toMatchObject({ state: 'held', lines: expect.arrayContaining(held.lines as []) })
  expect(await world.level(sku, b)).toEqual({ onHand: 5, reserved: 2 })
})

test('demand is summed over pinned and soft lines of one request', async () => {
  const { sku, places } = await spread(1, 1)
  const [a] = places as [LocationId]
  const ask = (quantity: number) =>
    reserve(world.command(), {
      holdId: newHoldId(),
      kind: 'basket',
      ttlMs: 60_000,
      lines: [
        { sku, places, quantity },
        { sku, locationId: a, quantity: 1 },
      ],
    })
  expect(await ask(2)).toMatchObject({
    state: 'short',
    lines: [{ sku, locationId: null, asked: 2, available: 1 }],
  })
  expect(await ask(1)).toMatchObject({ state: 'held' })
})

test('two hundred buyers of the last piece on the network: one gets it, wherever it lies', async () => {
  const { sku, places } = await spread(0, 0, 1, 0)
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => reserve(world.command(), soft(sku, places, 1))),
  )
  expect(answers.filter((answer) => answer.state === 'held')).toHaveLength(1)
})

test('a partial hold takes what there is and says what is missing; the same command gets the same answer', async () => {
  const { sku, places } = await spread(3)
  const other = await world.stocked(0)
  const command: Reservation = {
    ...soft(sku, places, 5, true),
    lines: [
      { sku, locationId: places[0] as LocationId, quantity: 5 },
      { sku: other.sku, locationId: other.place, quantity: 1 },
    ],
  }
  const answer = {
    state: 'held',
    lines: [{ sku, locationId: places[0], quantity: 3 }],
    short: [
      { sku, asked: 5, available: 3 },
      { sku: other.sku, asked: 1, available: 0 },
    ],
  }
  expect(await reserve(world.command(), command)).toMatchObject(answer)
  expect(await reserve(world.command(), command)).toMatchObject(answer)
  expect(await world.level(sku, places[0] as LocationId)).toEqual({ onHand: 3, reserved: 3 })
  // Nothing at all is a refusal, not an empty hold.
  expect(await reserve(world.command(), { ...command, holdId: newHoldId() })).toMatchObject({
    state: 'short',
  })
})

test('in one batch a refused basket gives back what it took from rows where there is enough', async () => {
  const plenty = await world.stocked(1_000)
  const scarce = await world.stocked(1)
  const basket = () =>
    world.hold([
      [plenty.sku, plenty.place, 2],
      [scarce.sku, scarce.place, 1],
    ])
  const answers = await Promise.all(Array.from({ length: 50 }, () => reserve(world.command(), basket())))
  expect(answers.filter((answer) => answer.state === 'held')).toHaveLength(1)
  expect(await world.level(plenty.sku, plenty.place)).toEqual({ onHand: 1_000, reserved: 2 })
})

test('a hold shrinks to what is still wanted, and is released with its last piece', async () => {
  const { sku, places } = await spread(5, 5)
  const [a, b] = places as [LocationId, LocationId]
  const command = world.hold([
    [sku, a, 4],
    [sku, b, 1],
  ])
  await reserve(world.command(), command)
  const keepOne = () => shrink(world.command(), command.holdId, [{ sku, locationId: a, quantity: 1 }])
  expect(await keepOne()).toEqual({ holdId: command.holdId, state: 'pinned' })
  expect(await keepOne()).toEqual({ holdId: command.holdId, state: 'pinned' })
  expect(await world.level(sku, a)).toEqual({ onHand: 5, reserved: 1 })
  // It counts as whole: it can be extended and allocated.
  expect(await extend(world.command(), command.holdId, 60_000)).toMatchObject({ state: 'held' })
  const rest = [a, b].map((locationId) => ({ sku, locationId, quantity: 0 }))
  expect(await shrink(world.command(), command.holdId, rest)).toMatchObject({ state: 'released' })
  expect(await world.level(sku, b)).toEqual({ onHand: 5, reserved: 0 })
})

test('pieces of an order move to another place, all or none, and a soft hold is pinned', async () => {
  const { sku, places } = await spread(2, 1)
  const [a, b] = places as [LocationId, LocationId]
  const command = soft(sku, [a], 2)
  await reserve(world.command(), { ...command, lines: [{ sku, places: [a, b], quantity: 2 }] })
  const orderId = world.newOrder()
  expect(
    await world.write((ctx) => pin(ctx, { holdId: command.holdId, sku, from: a, to: a, quantity: 2 })),
  ).toEqual({ state: 'moved' })
  expect(await world.stateOf(command.holdId)).toBe('pinned')
  await world.write((ctx) => allocate(ctx, [{ holdId: command.holdId, orderId }]))
  const move = (quantity: number) =>
    world.write((ctx) => relocate(ctx, { holdId: command.holdId, sku, from: a, to: b, quantity }))
  expect(await move(2)).toEqual({ state: 'short', available: 1 })
  expect(await move(3)).toEqual({ state: 'not_held' })
  expect(await move(1)).toEqual({ state: 'moved' })
  expect(await world.level(sku, a)).toEqual({ onHand: 2, reserved: 1 })
  expect(await world.level(sku, b)).toEqual({ onHand: 1, reserved: 1 })
  await world.write((ctx) => releaseAllocated(ctx, [{ orderId }]))
  expect(await world.level(sku, b)).toEqual({ onHand: 1, reserved: 0 })
})

test('two orders move to the same last piece at once: one gets it', async () => {
  const { sku, places } = await spread(2, 1)
  const [a, b] = places as [LocationId, LocationId]
  const holds = [world.hold([[sku, a, 1]]), world.hold([[sku, a, 1]])]
  for (const hold of holds) await reserve(world.command(), hold)
  const answers = await Promise.all(
    holds.map(({ holdId }) =>
      world.write((ctx) => relocate(ctx, { holdId, sku, from: a, to: b, quantity: 1 })),
    ),
  )
  expect(answers.map((answer) => answer.state).toSorted()).toEqual(['moved', 'short'])
})

/** Sets what single channels may not have of a row, as publishing a policy does. */
const setTerms = (sku: Sku, place: LocationId, terms: object) =>
  world.query('update inventory.stock set channel_terms = $3 where sku = $1 and location_id = $2', [
    sku,
    place,
    JSON.stringify(terms),
  ])

test('a pool is kept for its channel, a buffer is hidden from its channel, and what is released goes back into the pool', async () => {
  const { sku, place } = await world.stocked(10)
  const [web, market] = [newId<'channel'>(), newId<'channel'>()]
  const from = (channelId: typeof web, quantity: number) =>
    world.platform.command({ ...world.actor, channel: { ...world.actor.channel, id: channelId } }) &&
    reserve(
      world.platform.command({ ...world.actor, channel: { ...world.actor.channel, id: channelId } }),
      world.hold([[sku, place, quantity]]),
    )
  await setTerms(sku, place, { [market]: { pool: 4, used: 0 }, [web]: { buffer: 1 } })
  expect(await from(web, 6)).toMatchObject({ state: 'short', lines: [{ available: 5 }] })
  expect(await from(web, 5)).toMatchObject({ state: 'held' })
  expect(await from(web, 1)).toMatchObject({ state: 'short', lines: [{ available: 0 }] })
  const kept = await from(market, 3)
  // Nobody else gets at the last piece of the pool, nor at the one hidden from the web.
  expect(await from(newId<'channel'>(), 2)).toMatchObject({ state: 'short', lines: [{ available: 1 }] })
  if (kept.state !== 'held') throw new Error('the pool was not kept')
  await release(world.command(), [kept.holdId])
  const [row] = await world.query<{ terms: object }>(
    'select channel_terms as terms from inventory.stock where sku = $1',
    [sku],
  )
  expect(row?.terms).toMatchObject({ [market]: { pool: 4, used: 0 } })
  expect(await from(newId<'channel'>(), 2)).toMatchObject({ state: 'short', lines: [{ available: 1 }] })
  expect(await from(market, 5)).toMatchObject({ state: 'held' })
})

test('thousands of holds that wait for the sweep do not hide one piece', async () => {
  const busy = await world.stocked(6_000)
  const late = await world.stocked(1)
  const hold = (sku: Sku, place: LocationId) => world.hold([[sku, place, 1]], { ttlMs: 1_000 })
  await Promise.all(Array.from({ length: 6_000 }, () => reserve(world.command(), hold(busy.sku, busy.place))))
  // Due last of all, so the first look does not reach it.
  await reserve(world.command(), world.hold([[late.sku, late.place, 1]], { ttlMs: 1_500 }))
  world.turnClock(2_000)
  expect(await reserve(world.command(), hold(late.sku, late.place))).toMatchObject({ state: 'held' })
})
