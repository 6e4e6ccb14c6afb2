import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addDays,
  MINUTE_MS,
  newId,
  type ChannelId,
  type LocalDate,
  type LocationId,
  type Sku,
} from '@splot/kernel'
import {
  allocate,
  bindSurroundings,
  expectInbound,
  explainAtp,
  newHoldId,
  promiseInbound,
  proveStock,
  receive,
  release,
  reserve,
  sell,
} from '../index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from '../test/policy-world.ts'
import { receipt } from '../test/stock-world.ts'
import type { AtpRow } from './explain.ts'

let world: PolicyWorld
let channels: ChannelId[]
let places: LocationId[]
const categories = new Map<string, string[]>()

beforeAll(async () => {
  world = await openPolicyWorld()
  channels = [world.newChannel(), world.newChannel(), world.newChannel()]
  places = [world.newPlace(), world.newPlace()]
  bindSurroundings({
    categoriesOf: (sku) => categories.get(sku) ?? [],
    regionsOf: (locationId) => (locationId === places[0] ? ['city:A', 'country:PL'] : ['country:PL']),
    zoneOf: () => 'UTC',
    isCategory: () => true,
    isRegion: () => true,
    regions: () => [],
    isChannel: () => true,
  })
})
afterAll(() => world.close())

const pieces = fc.integer({ min: 0, max: 6 })
const nth = (max: number) => fc.nat({ max: max - 1 })

const ruleArbitrary = fc.record({
  goods: fc.constantFrom('sku' as const, 'category' as const, 'all' as const),
  where: fc.constantFrom('place' as const, 'region' as const, 'all' as const),
  channel: nth(3),
  safety: fc.option(pieces),
  buffer: fc.option(pieces),
  bufferPpm: fc.option(fc.integer({ min: 0, max: 400_000 })),
  pool: fc.option(pieces),
  against: fc.constantFrom('none' as const, 'inbound' as const, 'open' as const),
})
type RuleSpec = typeof ruleArbitrary extends fc.Arbitrary<infer R> ? R : never

const stepArbitrary = fc.oneof(
  fc.record({
    do: fc.constantFrom('reserve' as const, 'promise' as const),
    channel: nth(3),
    place: nth(2),
    quantity: fc.integer({ min: 1, max: 8 }),
    short: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom('receive' as const, 'sell' as const),
    place: nth(2),
    quantity: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    do: fc.constant('announce' as const),
    place: nth(2),
    document: nth(2),
    quantity: fc.nat({ max: 9 }),
    days: fc.integer({ min: -1, max: 6 }),
  }),
  fc.record({ do: fc.constantFrom('release' as const, 'allocate' as const), hold: nth(8) }),
  fc.record({ do: fc.constant('wait' as const) }),
)
type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

/** Rules of random scopes; of two with the same scope and channel the first stays. */
function rulesFrom(specs: readonly RuleSpec[], sku: Sku) {
  const rules = specs.flatMap((spec) => {
    const scope = {
      ...(spec.goods === 'sku' && { sku }),
      ...(spec.goods === 'category' && { category: `c-${sku}` }),
      ...(spec.where === 'place' && places[0] && { locationId: places[0] }),
      ...(spec.where === 'region' && { region: 'country:PL' }),
    }
    const { safety, buffer, bufferPpm, pool, against } = spec
    const backorder = { against, ...(against === 'open' && { leadDays: 5 }) }
    return [
      ...(safety === null ? [] : [rule(scope, { safety })]),
      rule(scope, { backorder, ...given({ buffer, bufferPpm, pool }) }, channels[spec.channel]),
    ]
  })
  return [...new Map(rules.map((one) => [JSON.stringify([one.scope, one.channelId]), one])).values()]
}

async function run(step: Step, sku: Sku, holds: { id: ReturnType<typeof newHoldId>; channel: ChannelId }[]) {
  const today = world.platform.clock().toISOString().slice(0, 10) as LocalDate
  const locationId = ('place' in step ? places[step.place] : places[0]) as LocationId
  const channel = ('channel' in step ? channels[step.channel] : channels[0]) as ChannelId
  if (step.do === 'reserve' || step.do === 'promise') {
    const holdId = newHoldId()
    holds.push({ id: holdId, channel })
    const ttl = step.short ? { ttlMs: MINUTE_MS } : {}
    const lines = [{ sku, locationId, quantity: step.quantity }]
    const asked = { holdId, kind: 'marketplace' as const, ...ttl, lines }
    await (step.do === 'reserve'
      ? reserve(world.as(channel), asked)
      : promiseInbound(world.as(channel), asked))
  } else if (step.do === 'receive') {
    await world.write((ctx) => receive(ctx, [receipt(locationId, [[sku, step.quantity]])]))
  } else if (step.do === 'sell') {
    const lines = [{ sku, quantity: step.quantity }]
    await world.write((ctx) => sell(ctx, [{ document: { kind: 'order', id: newId() }, locationId, lines }]))
  } else if (step.do === 'announce') {
    const expectedOn = addDays(today, step.days)
    const lines = step.quantity === 0 ? [] : [{ sku, quantity: step.quantity, expectedOn }]
    const document = { kind: 'advice' as const, id: `${sku}-${step.document}-${locationId}` }
    await world.write((ctx) => expectInbound(ctx, { document, locationId, lines }))
  } else if (step.do === 'wait') {
    world.turnClock(2 * MINUTE_MS)
  } else if ('hold' in step) {
    const hold = holds[step.hold]
    if (!hold) return
    if (step.do === 'release') await release(world.as(hold.channel), [hold.id])
    else await world.write((ctx) => allocate(ctx, [{ holdId: hold.id, orderId: world.newOrder() }]))
  }
}

const sumOf = (row: AtpRow, day: AtpRow['days'][number]) =>
  row.onHand -
  row.reserved -
  row.quarantined -
  row.safety -
  row.buffer -
  row.pooledForOthers +
  day.inbound -
  day.queued -
  day.keptForLater

/** What is explained for a channel in a place, and whether reservations and promises agree with it to the piece. */
async function agree(sku: Sku, locationId: LocationId, channelId: ChannelId) {
  const explain = async () => {
    const ctx = world.platform.read(world.on(channelId))
    const atp = await explainAtp(ctx, { skus: [sku], locations: [locationId], channelId, days: 9 })
    return atp.rows[0]
  }
  const row = await explain()
  if (!row) return
  for (const day of row.days) expect(sumOf(row, day)).toBe(day.available)
  // From today on the numbers never fall: a promise for a day eats nothing of a later one.
  row.days.forEach((day, index) => {
    const next = row.days[index + 1]
    if (next && index > 0) expect(next.available).toBeGreaterThanOrEqual(day.available)
  })
  const available = Math.max(0, row.days[0]?.available ?? 0)
  const ask = (quantity: number) => {
    const lines = [{ sku, locationId, quantity }]
    return reserve(world.as(channelId), { holdId: newHoldId(), kind: 'basket', lines })
  }
  expect(await ask(available + 1)).toMatchObject({ state: 'short', lines: [{ available }] })
  if (available > 0) {
    const all = await ask(available)
    expect(all.state).toBe('held')
    expect((await explain())?.days[0]?.available).toBe(0)
    if (all.state === 'held') await release(world.as(channelId), [all.holdId])
  }
}

test('what is explained is what is granted: so many pieces and not one more, with every term in the sum, under any policy', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(ruleArbitrary, { maxLength: 5 }),
      fc.array(ruleArbitrary, { maxLength: 3 }),
      fc.array(stepArbitrary, { minLength: 1, maxLength: 14 }),
      async (first, second, steps) => {
        const sku = world.newSku()
        categories.set(sku, [`c-${sku}`, 'everything'])
        await world.publish(rulesFrom(first, sku))
        const holds: Parameters<typeof run>[2] = []
        for (const place of places) await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 6]])]))
        for (const [index, step] of steps.entries()) {
          // In the middle of its life another policy is published over live holds.
          if (index === Math.floor(steps.length / 2)) await world.publish(rulesFrom(second, sku))
          await run(step, sku, holds)
        }
        for (const place of places) for (const channel of channels) await agree(sku, place, channel)
      },
    ),
    { numRuns: 30 },
  )
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
}, 300_000)
