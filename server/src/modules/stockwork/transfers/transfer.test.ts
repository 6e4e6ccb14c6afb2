import type { LocationId, Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reserve, newHoldId } from '#modules/inventory'
import { meetsNobodyInACircle, type Rows } from '#test/waiting'
import { openStockworkWorld, type StockworkWorld } from '../test/stockwork-world.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

const from = 'MAG1'
const to = 'LDZ1'
const asked = (lines: readonly (readonly [Sku, number])[], more: object = {}) => ({
  fromId: world.place(from),
  toId: world.place(to),
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
  ...more,
})
const levels = async (sku: Sku) => ({
  [from]: await world.onHand(sku, from),
  [to]: await world.onHand(sku, to),
})
/** What the ledger says of the transfer itself: zero when everything that left has arrived or was written off. */
const ledgerOf = async (id: string) =>
  (
    await world.query<{ pieces: number }>(
      `select coalesce(sum(quantity), 0)::int as pieces from inventory.movement
        where document_id = $1 and kind in ('transfer_out', 'transfer_in')`,
      [id],
    )
  )[0]?.pieces

test('a store asks, the warehouse agrees and ships less, the pieces are in transit, and the rest is lost', async () => {
  const sku = await world.stocked(10, from)
  const shop = world.clerkAt(to)
  const warehouse = world.clerkAt(from)
  const request = await world.post(shop, '/transfers', asked([[sku, 8]]))
  expect(request).toMatchObject({ number: expect.stringMatching(/^T\d{8}$/), state: 'requested' })
  const path = `/transfers/${request.id}` as const
  const shipOf = (quantity: number) => ({ lines: [{ code: `G${sku}`, quantity }] })
  expect(
    await world.call(shop, 'POST', `${path}/approve`, { commandId: world.newId() }),
    'only the source agrees',
  ).toMatchObject({ status: 403 })
  expect(
    await world.call(warehouse, 'POST', `${path}/ship`, { commandId: world.newId(), ...shipOf(6) }),
  ).toMatchObject({ status: 409, body: { code: 'stockwork.transfer_state', facts: { state: 'requested' } } })
  await world.post(warehouse, `${path}/approve`)
  expect(
    await world.call(warehouse, 'POST', `${path}/ship`, { commandId: world.newId(), ...shipOf(9) }),
  ).toMatchObject({
    status: 422,
    body: { code: 'stockwork.more_than_requested', errors: [{ pointer: '/lines/0/quantity' }] },
  })
  const shipped = await world.post(warehouse, `${path}/ship`, shipOf(6))
  expect(shipped).toMatchObject({ state: 'shipped', totals: { requested: 8, shipped: 6, inTransit: 6 } })
  expect(await levels(sku)).toEqual({ [from]: 4, [to]: 0 })
  const onTheWay = await world.get(shop, `/in-transit?sku=${sku}` as '/in-transit')
  expect(onTheWay.items).toMatchObject([{ number: request.number, quantity: 6 }])

  await world.post(shop, `${path}/receipts`, { lines: [{ code: sku, quantity: 3 }] })
  await world.post(shop, `${path}/receipts`, { lines: [{ code: sku, quantity: 1, condition: 'damaged' }] })
  expect(await levels(sku)).toEqual({ [from]: 4, [to]: 4 })
  expect(await world.call(shop, 'POST', `${path}/close`, { commandId: world.newId() })).toMatchObject({
    status: 422,
    body: { code: 'stockwork.difference_unexplained' },
  })
  const closed = await world.post(shop, `${path}/close`, {
    reasons: [
      { kind: 'short', reason: 'stolen' },
      { kind: 'damaged', reason: 'damaged_on_the_way' },
    ],
  })
  expect(closed).toMatchObject({
    state: 'closed',
    lines: [{ sku, requested: 8, shipped: 6, received: 3, damaged: 1, lost: 2, over: 0, inTransit: 0 }],
  })
  expect(await levels(sku)).toEqual({ [from]: 4, [to]: 4 })
  expect(await ledgerOf(request.id)).toBe(0)
  const [theft] = await world.query<{ quantity: number }>(
    `select quantity from inventory.movement where document_id = $1 and kind = 'theft'`,
    [request.id],
  )
  expect(theft).toEqual({ quantity: -2 })
})

test('pieces that never left go back into the source, and what came too many is booked out there', async () => {
  const [few, many, other] = [
    await world.stocked(5, from),
    await world.stocked(5, from),
    await world.stocked(5, from),
  ]
  const made = await world.post(
    world.manager,
    '/transfers',
    asked([
      [few, 4],
      [many, 2],
    ]),
  )
  expect(made.state).toBe('approved')
  const path = `/transfers/${made.id}` as const
  await world.post(world.manager, `${path}/ship`)
  await world.post(world.manager, `${path}/receipts`, {
    lines: [
      { code: few, quantity: 3 },
      { code: many, quantity: 3 },
      { code: other, quantity: 1 },
    ],
  })
  await world.post(world.manager, `${path}/close`, { reasons: [{ reason: 'miscounted' }] })
  expect(await levels(few)).toEqual({ [from]: 2, [to]: 3 })
  expect(await levels(many)).toEqual({ [from]: 2, [to]: 3 })
  expect(await levels(other)).toEqual({ [from]: 4, [to]: 1 })
  expect(await ledgerOf(made.id)).toBe(0)
})

test('each step is told once at both ends, however often it is sent', async () => {
  const sku = await world.stocked(5, from)
  const request = await world.post(world.manager, '/transfers', asked([[sku, 2]]))
  const ship = { commandId: world.newId() }
  for (const _ of [1, 2]) {
    expect(await world.call(world.manager, 'POST', `/transfers/${request.id}/ship`, ship)).toMatchObject({
      status: 200,
    })
  }
  const told = await world.query<{ verb: string; place: string }>(
    `select data ->> 'verb' as verb, location_id as place from platform.event
      where type = 'stockwork.step_done' and subject = $1`,
    [request.id],
  )
  const ends = [world.place(from), world.place(to)]
  expect(told.map(({ verb, place }) => `${verb} ${place}`).sort()).toEqual(
    ['transfer.request', 'transfer.ship'].flatMap((verb) => ends.map((end) => `${verb} ${end}`)).sort(),
  )
})

test('losing more than may be adjusted needs somebody who may approve', async () => {
  const sku = await world.stocked(200, from)
  const made = await world.post(world.manager, '/transfers', asked([[sku, 150]]))
  const path = `/transfers/${made.id}` as const
  await world.post(world.manager, `${path}/ship`)
  const lost = { commandId: world.newId(), reasons: [{ reason: 'lost_on_the_way' }] }
  expect(await world.call(world.clerkAt(to), 'POST', `${path}/close`, lost)).toMatchObject({ status: 403 })
  expect(await world.call(world.manager, 'POST', `${path}/close`, lost)).toMatchObject({
    status: 200,
    body: { state: 'closed', lines: [{ lost: 150 }] },
  })
})

test('held pieces wait at the source for as long as it takes, and are free again when it is cancelled', async () => {
  const sku = await world.stocked(5, from)
  const buy = async (quantity: number) =>
    (
      await reserve(world.command(), {
        holdId: newHoldId(),
        kind: 'ship',
        ttlMs: 60_000,
        lines: [{ sku, locationId: world.place(from) as LocationId, quantity }],
      })
    ).state
  const held = await world.post(world.clerkAt(to), '/transfers', asked([[sku, 4]], { hold: true }))
  expect(held).toMatchObject({ state: 'requested', held: true })
  world.wait(3 * 60 * 60_000)
  expect(await buy(2)).toBe('short')
  expect(
    await world.call(world.manager, 'POST', '/transfers', {
      commandId: world.newId(),
      ...asked([[sku, 2]], { hold: true }),
    }),
  ).toMatchObject({
    status: 409,
    body: { code: 'stockwork.not_available', facts: { lines: [{ available: 1 }] } },
  })
  await world.post(world.clerkAt(to), `/transfers/${held.id}/cancel`)
  expect(await world.reserved(sku, from)).toBe(0)
  const again = await world.post(world.manager, '/transfers', asked([[sku, 4]], { hold: true }))
  await world.post(world.manager, `/transfers/${again.id}/ship`, { lines: [{ code: sku, quantity: 3 }] })
  expect([await world.onHand(sku, from), await world.reserved(sku, from)]).toEqual([2, 0])
  expect(
    await world.call(world.manager, 'POST', `/transfers/${again.id}/cancel`, { commandId: world.newId() }),
  ).toMatchObject({ status: 409, body: { code: 'stockwork.transfer_state' } })
})

test('a request with a hold that is sent twice at once is one transfer and one hold', async () => {
  const sku = await world.stocked(5, from)
  const body = { commandId: world.newId(), ...asked([[sku, 3]], { hold: true }) }
  const answers = await Promise.all(
    [1, 2, 3].map(() => world.call(world.manager, 'POST', '/transfers', body)),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(await world.reserved(sku, from)).toBe(3)
})

test('a transfer is taken back as a whole, once, and the books of both places are as before', async () => {
  const sku = await world.stocked(5, from)
  const made = await world.post(world.manager, '/transfers', asked([[sku, 4]]))
  await world.post(world.manager, `/transfers/${made.id}/ship`)
  await world.post(world.manager, `/transfers/${made.id}/receipts`, { lines: [{ code: sku, quantity: 3 }] })
  await world.post(world.manager, `/transfers/${made.id}/close`, { reasons: [{ reason: 'lost_on_the_way' }] })
  const document = { kind: 'transfer', id: made.id }
  const undone = await world.post(world.manager, '/undo', { document, reason: 'wrong store' })
  expect(undone.number).toMatch(/^U\d{8}$/)
  expect(await levels(sku)).toEqual({ [from]: 5, [to]: 0 })
  expect(await world.get(world.manager, `/transfers/${made.id}`)).toMatchObject({
    state: 'undone',
    undone: { reason: 'wrong store' },
  })
  const again = { commandId: world.newId(), document, reason: 'once more' }
  expect(await world.call(world.manager, 'POST', '/undo', again)).toMatchObject({
    status: 409,
    body: { code: 'stockwork.already_undone' },
  })
})

const rowAt = (sku: Sku, code: string): Rows => ({
  sql: 'select from inventory.stock where sku = $1 and location_id = $2',
  values: [sku, world.place(code)],
})

/** An article that lies in both places, and a transfer of it that the source has agreed to. */
async function agreed(source: string, destination: string) {
  const sku = await world.stocked(5, source)
  await world.stocked(1, destination, sku)
  const { id } = await world.post(world.clerkAt(destination), '/transfers', {
    fromId: world.place(source),
    toId: world.place(destination),
    lines: [{ sku, quantity: 2 }],
  })
  await world.post(world.clerkAt(source), `/transfers/${id}/approve`)
  const ship = () => world.post(world.clerkAt(source), `/transfers/${id}/ship`)
  return { sku, id, ship }
}

test('who ships, closes or takes back a transfer waits for nobody in a circle, whichever way it goes', async () => {
  const [first, second] = [from, to].sort((a, b) => (world.place(a) < world.place(b) ? -1 : 1))
  if (!first || !second) throw new Error('there are two places')
  const back = await agreed(second, first)
  await meetsNobodyInACircle(world, rowAt(back.sku, first), back.ship, rowAt(back.sku, second))
  // Nobody received it: all of it is where it came from.
  const reasons = [{ sku: back.sku, reason: 'sent_too_few' }]
  await meetsNobodyInACircle(
    world,
    rowAt(back.sku, first),
    () => world.post(world.clerkAt(first), `/transfers/${back.id}/close`, { reasons }),
    rowAt(back.sku, second),
  )
  const there = await agreed(first, second)
  await there.ship()
  const document = { kind: 'transfer', id: there.id }
  await meetsNobodyInACircle(
    world,
    rowAt(there.sku, first),
    () => world.post(world.manager, '/undo', { document, reason: 'wrong van' }),
    rowAt(there.sku, second),
  )
  expect(await world.onHand(there.sku, first)).toBe(5)
})
