import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addDays,
  DAY_MS,
  MINUTE_MS,
  newId,
  type ChannelId,
  type LocalDate,
  type LocationId,
  type Sku,
} from '@splot/kernel'
import {
  allocate,
  consume,
  defineKit,
  draftPolicy,
  expectInbound,
  expireHolds,
  explainAtp,
  newHoldId,
  promiseInbound,
  proveStock,
  publishPolicy,
  putRules,
  receive,
  release,
  releaseAllocated,
  reserve,
  returnToStock,
  sell,
  settleWaiting,
} from '../index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from '../test/policy-world.ts'
import { receipt } from '../test/stock-world.ts'

let world: PolicyWorld
let web: ChannelId
beforeAll(async () => {
  world = await openPolicyWorld()
  web = world.newChannel()
  await world.publish([rule({}, { backorder: { against: 'inbound' } })])
})
afterAll(() => world.close())

const today = () => world.platform.clock().toISOString().slice(0, 10) as LocalDate
const inDays = (days: number) => addDays(today(), days)

const announce = (
  sku: Sku,
  locationId: LocationId,
  lines: readonly (readonly [quantity: number, days: number])[],
  id = newId(),
) =>
  world
    .write((ctx) =>
      expectInbound(ctx, {
        document: { kind: 'advice', id },
        locationId,
        lines: lines.map(([quantity, days]) => ({ sku, quantity, expectedOn: inDays(days) })),
      }),
    )
    .then(() => id)

const promise = (
  sku: Sku,
  locationId: LocationId,
  quantity: number,
  options: { holdId?: string; channel?: ChannelId } = {},
) =>
  promiseInbound(world.as(options.channel ?? web), {
    holdId: (options.holdId ?? newHoldId()) as ReturnType<typeof newHoldId>,
    kind: 'ship',
    lines: [{ sku, locationId, quantity }],
  })

const dayOf = async (asked: ReturnType<typeof promise>) => {
  const answer = await asked
  return answer.state === 'promised' ? answer.lines[0]?.promisedOn : answer.lines[0]?.why
}

const counters = async (sku: Sku, place: LocationId) =>
  (
    await world.query<{ onHand: number; reserved: number; uncovered: number }>(
      'select on_hand as "onHand", reserved, uncovered from inventory.stock where sku = $1 and location_id = $2',
      [sku, place],
    )
  )[0]

const onOffer = async (sku: Sku, place: LocationId, days = 1) => {
  const atp = await explainAtp(world.platform.read(world.on(web)), {
    skus: [sku],
    locations: [place],
    channelId: web,
    days,
  })
  return atp.rows[0]?.days.map((day) => day.available) ?? []
}

test('a promise takes the first day that covers all of it, and never what a later promise needs', async () => {
  const { sku, place } = await world.stocked(2)
  await announce(sku, place, [
    [3, 5],
    [10, 20],
  ])
  // Two are here, five by day 5, fifteen by day 20.
  expect(await dayOf(promise(sku, place, 14))).toBe(inDays(20))
  // One piece is left at any time: nobody gets more of what is here.
  expect(await onOffer(sku, place, 21)).toEqual([...Array<number>(21).fill(1)])
  expect(await dayOf(promise(sku, place, 2))).toBe('not_covered')
  const answer = await reserve(world.as(web), {
    holdId: newHoldId(),
    kind: 'basket',
    lines: [{ sku, locationId: place, quantity: 2 }],
  })
  expect(answer).toMatchObject({ state: 'short', lines: [{ available: 1 }] })
  expect(await dayOf(promise(sku, place, 1))).toBe(today())
  // The other piece that is here was kept for the first promise and is now reserved for it.
  expect(await counters(sku, place)).toEqual({ onHand: 2, reserved: 2, uncovered: 0 })
})

test('two buyers want the last piece that is on its way: one is promised it', async () => {
  const { sku, place } = await world.stocked(0)
  await announce(sku, place, [[1, 3]])
  const nodes = [world.open(), world.open(), world.platform]
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      promiseInbound((nodes[index % 3] ?? world.platform).command(world.on(web)), {
        holdId: newHoldId(),
        kind: 'ship',
        lines: [{ sku, locationId: place, quantity: 1 }],
      }),
    ),
  )
  expect(answers.filter((answer) => answer.state === 'promised')).toHaveLength(1)
  expect(answers.filter((answer) => answer.state === 'short')).toHaveLength(59)
  await nodes[0]?.close()
  await nodes[1]?.close()
})

test('saying it again gets the first answer, and the same id with another body is refused', async () => {
  const { sku, place } = await world.stocked(0)
  await announce(sku, place, [[4, 3]])
  const holdId = newHoldId()
  const [first, twin] = await Promise.all([
    promise(sku, place, 3, { holdId }),
    promise(sku, place, 3, { holdId }),
  ])
  expect(twin).toEqual(first)
  expect(await promise(sku, place, 3, { holdId })).toMatchObject({ ...first, expiresAt: expect.any(Date) })
  await expect(promise(sku, place, 2, { holdId })).rejects.toMatchObject({ code: 'inventory.hold_id_reused' })
  const refused = newHoldId()
  const no = await promise(sku, place, 2, { holdId: refused })
  expect(no).toEqual({
    state: 'short',
    lines: [{ sku, locationId: place, asked: 2, available: 1, why: 'not_covered' }],
  })
  await announce(sku, place, [[9, 3]])
  expect(await promise(sku, place, 2, { holdId: refused })).toEqual(no)
})

test('what arrives goes to those who were promised first, and the facts tell their orders', async () => {
  const { sku, place } = await world.stocked(0)
  const advice = await announce(sku, place, [[5, 4]])
  const [first, second] = [newHoldId(), newHoldId()]
  await promise(sku, place, 3, { holdId: first })
  await promise(sku, place, 2, { holdId: second })
  const order = world.newOrder()
  expect(await world.write((ctx) => allocate(ctx, [{ holdId: first, orderId: order }]))).toEqual([
    { holdId: first, state: 'allocated' },
  ])
  // Four come, and nothing more will.
  await world.write(async (ctx) => {
    await receive(ctx, [receipt(place, [[sku, 4]])])
    await expectInbound(ctx, { document: { kind: 'advice', id: advice }, locationId: place, lines: [] })
  })
  expect(await counters(sku, place)).toEqual({ onHand: 4, reserved: 4, uncovered: 1 })
  const filled = (await world.factsOf('inventory.promise_filled')).at(-1)
  expect(filled).toMatchObject({
    promises: [
      { holdId: first, orderId: order, quantity: 3, waiting: 0 },
      { holdId: second, orderId: null, quantity: 1, waiting: 1 },
    ],
  })
  const moved = (await world.factsOf('inventory.promise_moved')).at(-1)
  expect(moved).toMatchObject({
    promises: [{ holdId: second, quantity: 1, promisedOn: null, before: inDays(4) }],
  })
  // The order's pieces are handed over as any others.
  expect(
    await world.write((ctx) => consume(ctx, [{ orderId: order, document: world.order(order) }])),
  ).toMatchObject([{ state: 'done' }])
  // A customer brings one back: it is owed to the second.
  await world.write((ctx) =>
    returnToStock(ctx, [
      { document: { kind: 'return', id: newId() }, locationId: place, lines: [{ sku, quantity: 1 }] },
    ]),
  )
  expect(await counters(sku, place)).toEqual({ onHand: 2, reserved: 2, uncovered: 0 })
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
})

test('an advice that is late moves promises, tells whose, and brings them back when it is early again', async () => {
  const { sku, place } = await world.stocked(1)
  const advice = await announce(sku, place, [[4, 4]])
  const holdId = newHoldId()
  expect(await dayOf(promise(sku, place, 4, { holdId }))).toBe(inDays(4))
  expect(await onOffer(sku, place)).toEqual([1])
  await announce(sku, place, [[4, 9]], advice)
  expect((await world.factsOf('inventory.promise_moved')).at(-1)).toMatchObject({
    promises: [{ holdId, sku, quantity: 4, before: inDays(4), promisedOn: inDays(9) }],
  })
  expect(await onOffer(sku, place, 10)).toEqual(Array<number>(10).fill(1))
  await announce(sku, place, [[4, 2]], advice)
  expect((await world.factsOf('inventory.promise_moved')).at(-1)).toMatchObject({
    promises: [{ holdId, before: inDays(9), promisedOn: inDays(4) }],
  })
  // Fewer come: what is here is kept for the promise, whose day stays.
  const before = (await world.factsOf('inventory.promise_moved')).length
  await announce(sku, place, [[3, 4]], advice)
  expect(await world.factsOf('inventory.promise_moved')).toHaveLength(before)
  expect(await onOffer(sku, place)).toEqual([0])
  expect(await counters(sku, place)).toMatchObject({ uncovered: 1 })
})

test('who lets go of a promise frees it for the next: a basket, an expired hold, a part of an order', async () => {
  const { sku, place } = await world.stocked(0)
  await announce(sku, place, [[6, 4]])
  const [basket, forgotten, ordered] = [newHoldId(), newHoldId(), newHoldId()]
  await promise(sku, place, 2, { holdId: basket })
  await release(world.as(web), [basket])
  await promise(sku, place, 4, { holdId: ordered })
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: ordered, orderId }]))
  await promise(sku, place, 2, { holdId: forgotten })
  expect(await dayOf(promise(sku, place, 1))).toBe('not_covered')
  world.turnClock(61 * MINUTE_MS)
  // No sweep was needed: the forgotten one has run out.
  expect(await dayOf(promise(sku, place, 2))).toBe(inDays(4))
  expect(
    await world.write((ctx) => allocate(ctx, [{ holdId: forgotten, orderId: world.newOrder() }])),
  ).toEqual([{ holdId: forgotten, state: 'expired' }])
  const lines = [{ sku, locationId: place, quantity: 3 }]
  expect(await world.write((ctx) => releaseAllocated(ctx, [{ orderId, lines }]))).toEqual([
    { state: 'done', lines },
  ])
  expect(await dayOf(promise(sku, place, 3))).toBe(inDays(4))
  expect(await world.write((ctx) => releaseAllocated(ctx, [{ orderId }]))).toMatchObject([{ state: 'done' }])
  expect(await world.stateOf(ordered)).toBe('released')
  expect(await world.write((ctx) => releaseAllocated(ctx, [{ orderId }]))).toMatchObject([
    { state: 'not_held' },
  ])
  await expireHolds(world.platform)
  await settleWaiting(world.platform)
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
})

test('part of an order may be handed over while the rest waits', async () => {
  const { sku, place } = await world.stocked(0)
  const advice = await announce(sku, place, [[4, 4]])
  const holdId = newHoldId()
  await promise(sku, place, 4, { holdId })
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 3]])]))
  await announce(sku, place, [[1, 6]], advice)
  await world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
  expect(await world.stateOf(holdId)).toBe('allocated')
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 1]])]))
  expect(await counters(sku, place)).toEqual({ onHand: 1, reserved: 1, uncovered: 0 })
  await world.write((ctx) => consume(ctx, [{ orderId, document: world.order(orderId) }]))
  expect(await world.stateOf(holdId)).toBe('consumed')
})

test('a promise whose day has gone by is owed what is here, and the clock alone brings that about', async () => {
  const { sku, place } = await world.stocked(5)
  await announce(sku, place, [[5, 2]])
  await promise(sku, place, 8).then((answer) => expect(answer.state).toBe('promised'))
  const held = (
    await world.query<{ id: string }>('select max(hold_id::text) as id from inventory.inbound_line')
  )[0]
  await world.write((ctx) =>
    allocate(ctx, [{ holdId: held?.id as ReturnType<typeof newHoldId>, orderId: world.newOrder() }]),
  )
  expect(await onOffer(sku, place)).toEqual([2])
  world.turnClock(3 * DAY_MS)
  await settleWaiting(world.platform)
  // All five pieces that are here are theirs, and three more are owed since yesterday.
  expect(await onOffer(sku, place)).toEqual([-3])
  expect(await counters(sku, place)).toMatchObject({ reserved: 5 })
})

test('whether and how much may be promised ahead is policy of the channel', async () => {
  const [open, few] = [world.newChannel(), world.newChannel()]
  const { sku, place } = await world.stocked(0)
  await world.publish([
    rule({ sku }, { backorder: { against: 'none' } }),
    rule({ sku }, { backorder: { against: 'inbound', most: 2 }, buffer: 1 }, few),
    rule({ sku }, { backorder: { against: 'open', leadDays: 30, most: 5 } }, open),
    rule({}, { backorder: { against: 'inbound' } }),
  ])
  await announce(sku, place, [[3, 4]])
  expect(await dayOf(promise(sku, place, 1))).toBe('not_allowed')
  expect(await dayOf(promise(sku, place, 3, { channel: few }))).toBe('too_many')
  expect(await dayOf(promise(sku, place, 2, { channel: few }))).toBe(inDays(4))
  expect(await dayOf(promise(sku, place, 1, { channel: few }))).toBe('too_many')
  expect(await dayOf(promise(sku, place, 1, { channel: open }))).toBe(inDays(4))
  expect(await dayOf(promise(sku, place, 4, { channel: open }))).toBe(inDays(30))
  expect(await dayOf(promise(sku, place, 1, { channel: open }))).toBe('too_many')
  // Something that this place has never seen may be promised openly too.
  const fresh = world.newSku()
  await world.publish([rule({ sku: fresh }, { backorder: { against: 'open', leadDays: 14 } })])
  expect(await dayOf(promise(fresh, place, 2))).toBe(inDays(14))
  await world.write((ctx) => receive(ctx, [receipt(place, [[fresh, 3]])]))
  expect(await counters(fresh, place)).toEqual({ onHand: 3, reserved: 2, uncovered: 0 })
})

test('of a kit nobody is promised what is on its way: only its components come', async () => {
  const { sku, place } = await world.stocked(0)
  const kit = world.newSku()
  await world.write((ctx) =>
    defineKit(ctx, { sku: kit, kind: 'virtual', components: [{ sku, quantity: 1 }] }),
  )
  await world.publish([rule({}, { backorder: { against: 'open', leadDays: 3 } })])
  expect(await dayOf(promise(kit, place, 1))).toBe('not_allowed')
  expect(await dayOf(promise(sku, place, 1))).toBe(inDays(3))
  await world.publish([rule({}, { backorder: { against: 'inbound' } })])
})

test('till sales of promised pieces are facts, and whoever was promised waits', async () => {
  const { sku, place } = await world.stocked(2)
  await world.publish([rule({}, { backorder: { against: 'inbound' } })])
  await announce(sku, place, [[2, 3]])
  await promise(sku, place, 4)
  await world.write((ctx) =>
    sell(ctx, [
      { document: { kind: 'order', id: newId() }, locationId: place, lines: [{ sku, quantity: 2 }] },
    ]),
  )
  expect(await onOffer(sku, place, 4)).toEqual([-2, -2, -2, -2])
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 2]])]))
  expect(await counters(sku, place)).toEqual({ onHand: 2, reserved: 2, uncovered: 0 })
})

test('an advice names whole pieces and days that exist', async () => {
  const { sku, place } = await world.stocked(1)
  const bad = world
    .write((ctx) =>
      expectInbound(ctx, {
        document: { kind: 'advice', id: newId() },
        locationId: place,
        lines: [
          { sku, quantity: 0, expectedOn: inDays(1) },
          { sku, quantity: 1.5, expectedOn: inDays(1) },
          { sku, quantity: 1, expectedOn: '2026-02-30' as LocalDate },
        ],
      }),
    )
    .catch((error) => error)
  expect((await bad).errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/lines/0/quantity',
    '/lines/1/quantity',
    '/lines/2/expectedOn',
  ])
  const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'none' }))
  await world.write((ctx) => putRules(ctx, version, { rules: [] }))
  await world.write((ctx) => publishPolicy(ctx, version))
})
