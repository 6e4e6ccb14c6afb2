import { afterAll, beforeAll, expect, test } from 'vitest'
import { meetsNobodyInACircle, whileItWaits, type Rows } from '#test/waiting'
import {
  addDays,
  newId,
  type ChannelId,
  type HoldId,
  type LocalDate,
  type LocationId,
  type Sku,
} from '@splot/kernel'
import {
  allocate,
  expectInbound,
  expireLots,
  newHoldId,
  promiseInbound,
  proveStock,
  receive,
  release,
  releaseAllocated,
  reserve,
  returnToStock,
  track,
  transfer,
} from './index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from './test/policy-world.ts'
import { receipt } from './test/stock-world.ts'
import { holdRow, holdWithLines } from './test/waiting.ts'

/** Locks are taken in one order: bins, lots, holds, their lines, rows of stock. */
let world: PolicyWorld
let web: ChannelId
beforeAll(async () => {
  world = await openPolicyWorld()
  web = world.newChannel()
  await world.publish([rule({}, { backorder: { against: 'inbound' } })])
})
afterAll(async () => {
  expect((await proveStock(world.platform.read(world.actor))).mismatch).toBeNull()
  await world.close()
})

const stockRow = (sku: Sku, place: LocationId): Rows => ({
  sql: 'select from inventory.stock where sku = $1 and location_id = $2',
  values: [sku, place],
})

/** A hold of one piece that is announced and not here. */
async function waitingHold(sku: Sku, place: LocationId): Promise<HoldId> {
  const holdId = newHoldId()
  const tomorrow = addDays(world.platform.clock().toISOString().slice(0, 10) as LocalDate, 1)
  await world.write((ctx) =>
    expectInbound(ctx, {
      document: { kind: 'advice', id: newId() },
      locationId: place,
      lines: [{ sku, quantity: 1, expectedOn: tomorrow }],
    }),
  )
  const lines = [{ sku, locationId: place, quantity: 1 }]
  expect(await promiseInbound(world.as(web), { holdId, kind: 'ship', lines })).toMatchObject({
    state: 'promised',
  })
  return holdId
}

const orderOf = async (holdId: HoldId) => {
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
  return orderId
}

test('a hold that is made while one that waits for pieces is let go of is not touched', async () => {
  const { sku, place } = await world.stocked(0)
  const first = await waitingHold(sku, place)
  const other = await world.stocked(1)
  const late = world.hold([[other.sku, other.place, 1]])
  const answers = await whileItWaits(
    world,
    holdRow(first),
    () => release(world.command(), [first, late.holdId]),
    () => reserve(world.command(), late),
    holdWithLines(late.holdId),
  )
  expect(answers).toEqual([
    { holdId: first, state: 'released' },
    { holdId: late.holdId, state: 'pinned' },
  ])
})

test('of two orders that are given up, one of which waits for pieces, all holds are locked before any row of stock', async () => {
  const { sku, place } = await world.stocked(0)
  const waiting = await waitingHold(sku, place)
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 2]])]))
  const here = world.hold([[sku, place, 1]])
  await reserve(world.command(), here)
  const still = await waitingHold(sku, place)
  const orders = [await orderOf(still), await orderOf(here.holdId)]
  await meetsNobodyInACircle(
    world,
    holdRow(here.holdId),
    () =>
      world.write((ctx) =>
        releaseAllocated(
          ctx,
          orders.map((orderId) => ({ orderId })),
        ),
      ),
    stockRow(sku, place),
  )
  expect(await Promise.all([waiting, still, here.holdId].map(world.stateOf))).toEqual([
    'pinned',
    'released',
    'released',
  ])
})

const lotRow = (sku: Sku, code: string): Rows => ({
  sql: 'select from inventory.lot where sku = $1 and code = $2',
  values: [sku, code],
})
const inLot = (code: string) => ({ quantity: 1, lot: { code, expiresOn: '2099-01-01' } })

/** An article of which two lots are here; the first that came is the second by its code. */
async function twoLots() {
  const { sku, place } = await world.stocked(0)
  await world.write((ctx) => track(ctx, { sku, lots: true, expiry: true, serials: false, unsellableDays: 0 }))
  const arrive = (...codes: string[]) =>
    world.write((ctx) =>
      receive(ctx, [
        {
          document: { kind: 'receipt', id: newId() },
          locationId: place,
          lines: codes.map((code) => ({ sku, ...inLot(code) })),
        },
      ]),
    )
  await arrive('B')
  await arrive('A')
  return { sku, place, arrive }
}

test('lots that arrive are locked as the turn of the day locks them, whatever their codes', async () => {
  const { sku, arrive } = await twoLots()
  await meetsNobodyInACircle(world, lotRow(sku, 'B'), () => arrive('A', 'B'), lotRow(sku, 'A'))
})

test('a lot that comes off a van is locked in turn with those that lie there', async () => {
  const { sku, place } = await twoLots()
  const document = { kind: 'transfer' as const, id: newId() }
  await meetsNobodyInACircle(
    world,
    lotRow(sku, 'B'),
    () => world.write((ctx) => transfer(ctx, { document, in: [{ sku, locationId: place, ...inLot('A') }] })),
    lotRow(sku, 'A'),
  )
})

test('lots whose last day of sale is another one now are locked in turn', async () => {
  const { sku } = await twoLots()
  await meetsNobodyInACircle(
    world,
    lotRow(sku, 'B'),
    () =>
      world.write((ctx) => track(ctx, { sku, lots: true, expiry: true, serials: false, unsellableDays: 7 })),
    lotRow(sku, 'A'),
  )
  expect(await expireLots(world.platform)).toBe(0)
})

test('the first quarantine of a place is there before a row of stock is locked', async () => {
  const { sku, place } = await world.stocked(1)
  const document = { kind: 'return' as const, id: newId() }
  await meetsNobodyInACircle(
    world,
    {
      sql: `insert into inventory.bin (location_id, code, kind, created_at) values ($1, 'QUARANTINE', 'quarantine', now())`,
      values: [place],
    },
    () =>
      world.write((ctx) =>
        returnToStock(ctx, [{ document, locationId: place, lines: [{ sku, quantity: 1, aside: true }] }]),
      ),
    stockRow(sku, place),
    'run',
  )
  expect(await world.level(sku, place)).toEqual({ onHand: 2, reserved: 0 })
})
