import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import { openTail } from '#platform/events'
import { MINUTE_MS } from '@splot/kernel'
import {
  adjust,
  allocate,
  applyPolicies,
  bindSurroundings,
  compareWithPoliciesJob,
  consume,
  draftPolicy,
  extend,
  holdLimits,
  HOLD_DEFAULTS,
  newHoldId,
  openPolicies,
  publishPolicy,
  putRules,
  receive,
  release,
  reserve,
  withdrawPolicy,
} from '../index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from '../test/policy-world.ts'
import { receipt } from '../test/stock-world.ts'

let world: PolicyWorld
const categories = new Map<string, string[]>()
const regions = new Map<string, string[]>()

beforeAll(async () => {
  world = await openPolicyWorld()
  bindSurroundings({
    categoriesOf: (sku) => (sku.startsWith('NO-') ? undefined : (categories.get(sku) ?? [])),
    regionsOf: (locationId) => regions.get(locationId) ?? [],
    zoneOf: () => 'Europe/Warsaw',
    isCategory: (category) => ['tops', 'tees'].includes(category),
    isRegion: (region) => region.startsWith('city:'),
    regions: () => [],
    isChannel: (channelId) => channelId !== '00000000-0000-7000-8000-00000000dead',
  })
})
beforeEach(() => {
  categories.clear()
  regions.clear()
})
afterAll(() => world.close())

const seen = async (channel: ChannelId, sku: Sku, place: LocationId): Promise<number> => {
  const answer = await reserve(world.as(channel), {
    holdId: newHoldId(),
    kind: 'basket',
    lines: [{ sku, locationId: place, quantity: 900_000 }],
  })
  return answer.state === 'short' ? (answer.lines[0]?.available ?? 0) : Infinity
}

test('the most specific rule decides each term: goods before places, and a term that it leaves out comes from a wider one', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place } = await world.stocked(100)
  const other = await world.stocked(100, world.newSku(), place)
  const elsewhere = await world.stocked(100, sku)
  categories.set(sku, ['tees', 'tops'])
  regions.set(place, ['city:Łódź'])
  await world.publish([
    rule({}, { safety: 1 }),
    rule({ region: 'city:Łódź' }, { safety: 2 }),
    rule({ locationId: place }, { safety: 3 }),
    rule({ category: 'tops' }, { safety: 4 }),
    rule({ category: 'tops' }, { buffer: 10 }, market),
    rule({ category: 'tees', region: 'city:Łódź' }, { safety: 6 }),
    rule({ category: 'tees' }, { bufferPpm: 55_000 }, market),
    rule({ sku, locationId: elsewhere.place }, { safety: 0 }),
  ])
  // Here: tees in Łódź say 6, and the marketplace lacks 10 pieces by the wider category and 5.5 % (rounded up) by the narrower one.
  expect(await seen(web, sku, place)).toBe(94)
  expect(await seen(market, sku, place)).toBe(94 - 10 - 6)
  expect(await seen(web, other.sku, place)).toBe(97)
  expect(await seen(web, sku, elsewhere.place)).toBe(100)
})

test('a pool is kept for its channel, survives a publication that does not touch it, and is dealt anew when its size changes', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place } = await world.stocked(20)
  const pool = (pieces: number) => rule({ sku }, { pool: pieces }, market)
  await world.publish([pool(8)])
  expect(await seen(web, sku, place)).toBe(12)
  const held = {
    holdId: newHoldId(),
    kind: 'marketplace' as const,
    lines: [{ sku, locationId: place, quantity: 5 }],
  }
  await reserve(world.as(market), held)
  expect(await seen(web, sku, place)).toBe(12)
  // Three of the five are sold: the pool has given five away, of which two are still held.
  const orderId = world.newOrder()
  await world.write((ctx) => allocate(ctx, [{ holdId: held.holdId, orderId }]))
  await world.write((ctx) =>
    consume(ctx, [
      { orderId, lines: [{ sku, locationId: place, quantity: 3 }], document: world.order(orderId) },
    ]),
  )
  await world.publish([pool(8), rule({ locationId: place }, { safety: 1 })])
  expect(await seen(web, sku, place)).toBe(17 - 2 - 3 - 1)
  // A bigger pool begins with what live holds have out of it.
  await world.publish([pool(9)])
  expect(await seen(web, sku, place)).toBe(17 - 2 - 7)
  await world.publish([])
  expect(await seen(web, sku, place)).toBe(15)
})

test('pieces that a hold took out of a pool go back into it, whatever was published meanwhile', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place } = await world.stocked(10)
  await world.publish([rule({ sku }, { pool: 6 }, market)])
  const holdId = newHoldId()
  await reserve(world.as(market), {
    holdId,
    kind: 'marketplace',
    lines: [{ sku, locationId: place, quantity: 4 }],
  })
  await world.publish([])
  await world.publish([rule({ sku }, { pool: 6 }, market)])
  expect(await seen(web, sku, place)).toBe(4)
  await release(world.as(market), [holdId])
  expect(await seen(web, sku, place)).toBe(4)
  expect(await seen(market, sku, place)).toBe(10)
})

test('goods that reach a place for the first time carry the policy at once, also while it is being applied', async () => {
  const web = world.newChannel()
  const sku = world.newSku()
  await world.publish([rule({ sku }, { safety: 2 })])
  const here = await world.stocked(5, sku)
  expect(await seen(web, sku, here.place)).toBe(3)
  const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'more' }))
  await world.write((ctx) => putRules(ctx, version, { rules: [rule({ sku }, { safety: 4 })] }))
  await world.write((ctx) => publishPolicy(ctx, version))
  // Published, and not yet applied to the older rows.
  const there = await world.stocked(5, sku)
  expect(await seen(web, sku, there.place)).toBe(1)
  expect(await seen(web, sku, here.place)).toBe(3)
  await applyPolicies(world.platform)
  expect(await seen(web, sku, here.place)).toBe(1)
})

test('a row whose making began before a publication does not slip through it', async () => {
  const web = world.newChannel()
  const sku = world.newSku()
  await world.publish([])
  const place = world.newPlace()
  const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'more' }))
  await world.write((ctx) => putRules(ctx, version, { rules: [rule({ sku }, { safety: 4 })] }))
  let published: Promise<unknown> | undefined
  await world.write(async (ctx) => {
    await receive(ctx, [receipt(place, [[sku, 5]])])
    // Waits for this transaction: the row that nobody sees yet must be seen by the walk.
    published = world
      .write((other) => publishPolicy(other, version))
      .then(() => applyPolicies(world.platform))
    await new Promise((resolve) => setTimeout(resolve, 200))
  })
  await published
  expect(await seen(web, sku, place)).toBe(1)
})

test('applying is done in chunks, tells what changed, and goes on where a killed process has stopped', async () => {
  const place = world.newPlace()
  const skus = Array.from({ length: 2_300 }, () => world.newSku())
  for (let at = 0; at < skus.length; at += 1_000)
    await world.write((ctx) =>
      receive(ctx, [
        receipt(
          place,
          skus.slice(at, at + 1_000).map((sku) => [sku, 5]),
        ),
      ]),
    )
  const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'display' }))
  await world.write((ctx) => putRules(ctx, version, { rules: [rule({ locationId: place }, { safety: 2 })] }))
  await world.write((ctx) => publishPolicy(ctx, version))
  // The process is killed in its second chunk: that transaction is lost as a whole.
  let chunks = 0
  const killed = {
    ...world.platform,
    write: (...args: Parameters<typeof world.platform.write>) => {
      chunks += 1
      if (chunks === 3) throw new Error('killed')
      return world.platform.write(...args)
    },
  }
  // The type of `write` is generic; only its call counts here.
  await expect(applyPolicies(killed as typeof world.platform)).rejects.toThrow('killed')
  const compiled = async () =>
    (
      await world.query<{ rows: number }>(
        'select count(*)::int as rows from inventory.stock where location_id = $1 and safety = 2',
        [place],
      )
    )[0]?.rows
  expect(await compiled()).toBeGreaterThan(0)
  expect(await compiled()).toBeLessThan(2_300)
  await applyPolicies(world.platform)
  expect(await compiled()).toBe(2_300)
  expect(await applyPolicies(world.platform)).toBe(0)
  const told = (await world.factsOf('inventory.availability_changed')).flatMap(
    (data) => data['changes'] as { sku: string; locationId: string; available: number }[],
  )
  const last = new Map(told.map((change) => [`${change.sku} ${change.locationId}`, change.available]))
  expect(skus.every((sku) => last.get(`${sku} ${place}`) === 3)).toBe(true)
})

test('a draft is changed by one person at a time, and a published version by nobody', async () => {
  const draft = await world.draft([rule({}, { safety: 1 })])
  const change = (seenEdition: number) =>
    world.write((ctx) => putRules(ctx, draft.version, { rules: [] }, seenEdition))
  const later = await change(draft.edition)
  await expect(change(draft.edition)).rejects.toMatchObject({ code: 'inventory.policy_changed_meanwhile' })
  await world.write((ctx) => publishPolicy(ctx, draft.version, later.edition))
  await expect(change(later.edition + 1)).rejects.toMatchObject({ code: 'inventory.policy_not_draft' })
  await expect(world.write((ctx) => publishPolicy(ctx, draft.version))).rejects.toMatchObject({
    code: 'inventory.policy_not_draft',
  })
  const ended = await world.write((ctx) => withdrawPolicy(ctx, draft.version))
  expect(ended.state).toBe('retired')
  expect((await world.write((ctx) => withdrawPolicy(ctx, draft.version)).catch((error) => error)).code).toBe(
    'inventory.policy_not_draft',
  )
})

test('rules that cannot work are refused together, each with its pointer, and nothing is changed', async () => {
  const market = world.newChannel()
  const { version } = await world.write((ctx) => draftPolicy(ctx, { name: 'wrong' }))
  const sku = world.newSku()
  const rules = [
    rule({ sku: 'NO-SUCH' as Sku }, { safety: 1 }),
    rule({ category: 'hats', region: 'Mars' }, { safety: -1 }),
    rule({ sku }, { buffer: 3 }),
    rule({ sku }, { bufferPpm: 1_000_001 }, market),
    rule({ sku }, { pool: 2 }, market),
    rule(
      { sku },
      { holds: { till: { ttlMs: 60_000, capMs: 30_000 } } },
      '00000000-0000-7000-8000-00000000dead' as ChannelId,
    ),
    rule({}, {}),
    rule({}, { backorder: { against: 'open' } }, market),
  ]
  const refused = await world.write((ctx) => putRules(ctx, version, { rules })).catch((error) => error)
  expect(refused.code).toBe('inventory.bad_policy')
  expect(refused.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
    [
      '/rules/0/scope/sku',
      '/rules/1/scope/category',
      '/rules/1/scope/region',
      '/rules/1/terms/safety',
      '/rules/2/terms/buffer',
      '/rules/3/terms/bufferPpm',
      '/rules/4/scope',
      '/rules/5/channelId',
      '/rules/5/terms/holds',
      '/rules/5/terms/holds/till/capMs',
      '/rules/6/terms',
      '/rules/7/terms/backorder/leadDays',
    ].sort(),
  )
  await expect(world.write((ctx) => publishPolicy(ctx, 999_999))).rejects.toMatchObject({
    code: 'inventory.no_such_policy',
  })
})

test('how long a hold lasts is policy of its kind and channel, and holds at once where it is published', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place } = await world.stocked(50)
  const node = world.open()
  const tail = openTail(node)
  await openPolicies(node, tail)
  await tail.start()
  const ask = async (channel: ChannelId, kind: 'pickup' | 'marketplace', ttlMs?: number) => {
    const command = node.command(world.on(channel))
    const lines = [{ sku, locationId: place, quantity: 1 }]
    const answer = await reserve(command, { holdId: newHoldId(), kind, lines, ...(ttlMs && { ttlMs }) })
    if (answer.state !== 'held') throw new Error('there are plenty')
    return {
      holdId: answer.holdId,
      command,
      minutes: (answer.expiresAt.getTime() - command.now.getTime()) / MINUTE_MS,
    }
  }
  const about = (ms: number) => expect.closeTo(ms / MINUTE_MS, 0)
  expect((await ask(web, 'pickup')).minutes).toEqual(about(HOLD_DEFAULTS.pickup.ttlMs))
  expect((await ask(market, 'marketplace')).minutes).toEqual(about(HOLD_DEFAULTS.marketplace.ttlMs))
  await world.publish([
    rule({}, { holds: { pickup: { ttlMs: 5 * MINUTE_MS, capMs: 12 * MINUTE_MS } } }),
    rule({}, { holds: { pickup: { ttlMs: 30 * MINUTE_MS, capMs: 40 * MINUTE_MS } } }, market),
  ])
  await expect.poll(() => holdLimits(node.command(world.on(web)), 'pickup').ttlMs).toBe(5 * MINUTE_MS)
  const short = await ask(web, 'pickup')
  expect(short.minutes).toEqual(about(5 * MINUTE_MS))
  expect((await ask(market, 'pickup')).minutes).toEqual(about(30 * MINUTE_MS))
  // Who asks for more gets what the policy gives at most.
  expect((await ask(web, 'pickup', 50 * MINUTE_MS)).minutes).toEqual(about(12 * MINUTE_MS))
  const longer = await extend(short.command, short.holdId, 60 * MINUTE_MS)
  expect(
    longer.state === 'held' && (longer.expiresAt.getTime() - short.command.now.getTime()) / MINUTE_MS,
  ).toEqual(about(12 * MINUTE_MS))
  await node.close()
})

test('a display minimum above what is there hides it all, and breaks no promise that was given', async () => {
  const web = world.newChannel()
  const { sku, place } = await world.stocked(3)
  const holdId = newHoldId()
  await reserve(world.as(web), { holdId, kind: 'pickup', lines: [{ sku, locationId: place, quantity: 2 }] })
  await world.publish([rule({ sku }, { safety: 5 })])
  expect(await seen(web, sku, place)).toBe(0)
  const orderId = world.newOrder()
  expect(await world.write((ctx) => allocate(ctx, [{ holdId, orderId }]))).toEqual([
    { holdId, state: 'allocated' },
  ])
  await world.write((ctx) =>
    adjust(ctx, [
      {
        document: { kind: 'adjustment', id: holdId },
        locationId: place,
        reason: 'found',
        lines: [{ sku, quantity: 9 }],
      },
    ]),
  )
  expect(await seen(web, sku, place)).toBe(5)
})

test('goods that went into another category get its terms when the night compares', async () => {
  const web = world.newChannel()
  const { sku, place } = await world.stocked(9)
  await world.publish([rule({ category: 'tees' }, { safety: 4 })])
  expect(await seen(web, sku, place)).toBe(9)
  categories.set(sku, ['tees', 'tops'])
  await compareWithPoliciesJob.run(world.platform, {})
  expect(await seen(web, sku, place)).toBe(5)
})
