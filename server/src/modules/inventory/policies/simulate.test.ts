import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, newId, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { newHoldId, receive, release, reserve, sell } from '../index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from '../test/policy-world.ts'
import { receipt } from '../test/stock-world.ts'
import { readSimulatedRows, readSimulation } from './simulation-store.ts'
import { simulatePolicy } from './simulate.ts'

let world: PolicyWorld
beforeAll(async () => {
  world = await openPolicyWorld()
})
afterAll(() => world.close())

const ask = async (channel: ChannelId, sku: Sku, locationId: LocationId, quantity: number) => {
  const holdId = newHoldId()
  await reserve(world.as(channel), {
    holdId,
    kind: 'marketplace',
    lines: [{ sku, locationId, quantity }],
  })
  return holdId
}

/** Ten pieces, a marketplace that takes them in twos every hour, and a shop that asks for three at noon. */
async function yesterday(web: ChannelId, market: ChannelId) {
  const { sku, place } = await world.stocked(0)
  await world.publish([])
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 10]])]))
  world.turnClock(HOUR_MS)
  const from = world.platform.clock()
  for (let hour = 0; hour < 4; hour += 1) {
    const held = await ask(market, sku, place, 2)
    if (hour === 0) await release(world.as(market), [held])
    world.turnClock(HOUR_MS)
  }
  await ask(web, sku, place, 3)
  world.turnClock(HOUR_MS)
  await ask(web, sku, place, 3)
  world.turnClock(HOUR_MS)
  await world.write((ctx) =>
    sell(ctx, [
      { document: { kind: 'order', id: newId() }, locationId: place, lines: [{ sku, quantity: 1 }] },
    ]),
  )
  world.turnClock(2 * HOUR_MS)
  return { sku, place, from, until: world.platform.clock() }
}

const simulate = (version: number, window: { from: Date; until: Date }, skus: Sku[]) =>
  simulatePolicy(world.platform.command(world.actor), { version, ...window, skus })

test('a draft says what each channel would have seen yesterday, beside what is published', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place, ...window } = await yesterday(web, market)
  const draft = await world.draft([
    rule({ sku }, { safety: 1 }),
    rule({ sku }, { buffer: 5 }, market),
    rule({ sku }, { pool: 4 }, web),
  ])
  const simulation = await simulate(draft.version, window, [sku])
  expect(simulation).toMatchObject({ version: draft.version, rows: 1, complete: true })
  const of = (channel: ChannelId) => simulation.channels.find(({ channelId }) => channelId === channel)
  // Four pieces are the shop's, one stays on display, and of the five that are left the marketplace does not see five.
  expect(of(market)).toMatchObject({
    before: { asked: 4, refused: 0, hidden: 0 },
    after: { asked: 4, refused: 4, refusedPieces: 8, hoursOut: 8 },
  })
  // As it was, the shop was refused its second three; with a piece on display it has three at noon just so.
  expect(of(web)).toMatchObject({
    before: { asked: 2, refused: 1, refusedPieces: 3 },
    after: { asked: 2, refused: 1 },
  })
  const read = world.platform.read(world.actor)
  expect(await readSimulation(read, simulation.simulationId)).toEqual(simulation)
  const rows = await readSimulatedRows(read, simulation.simulationId, 0, 10)
  expect(rows.map(({ channelId }) => channelId)).toEqual([market, web])
  expect(rows[0]).toMatchObject({ sku, locationId: place })
})

test('what a policy gives back is told as well: fewer hours without, reservations granted', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, ...window } = await yesterday(web, market)
  await world.publish([rule({ sku }, { safety: 4 }), rule({}, { pool: 1 }, newId<'channel'>())])
  const draft = await world.draft([rule({ sku }, { safety: 0 }), rule({}, { pool: 1 }, newId<'channel'>())])
  const simulation = await simulate(draft.version, window, [sku])
  const shop = simulation.channels.find(({ channelId }) => channelId === web)
  expect(shop?.before.refused).toBe(2)
  expect(shop?.after.refused).toBe(1)
  expect(shop?.after.hoursOut).toBeLessThan(shop?.before.hoursOut ?? 0)
  expect(shop?.after.hidden).toBeLessThan(shop?.before.hidden ?? 0)
})

test('rows that both versions treat alike are not looked at, and a time that is no past is refused', async () => {
  const [web, market] = [world.newChannel(), world.newChannel()]
  const { sku, place, ...window } = await yesterday(web, market)
  await world.publish([rule({ sku }, { safety: 2 })])
  const same = await world.draft([rule({ locationId: place }, { safety: 2 })])
  expect(await simulate(same.version, window, [sku])).toMatchObject({ rows: 0, channels: [] })
  const now = world.platform.clock()
  const refuses = async (from: number, until: number) =>
    (
      await simulate(
        same.version,
        { from: new Date(now.getTime() + from), until: new Date(now.getTime() + until) },
        [sku],
      ).catch((error) => error)
    ).errors.map(({ pointer }: { pointer: string }) => pointer)
  expect(await refuses(-HOUR_MS, -2 * HOUR_MS)).toEqual(['/until'])
  expect(await refuses(-HOUR_MS, HOUR_MS)).toEqual(['/until'])
  expect(await refuses(-30 * DAY_MS, -1)).toEqual(['/from'])
  await expect(simulate(999_999, window, [sku])).rejects.toMatchObject({ code: 'inventory.no_such_policy' })
})
