import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sku } from '@splot/kernel'
import { changeOf, type AvailabilityChange, type FreeChange } from './events.ts'
import { newHoldId, receive, reserve, type StockLine } from './index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from './test/policy-world.ts'
import { receipt } from './test/stock-world.ts'

let world: PolicyWorld
beforeAll(async () => {
  world = await openPolicyWorld()
})
afterAll(() => world.close())

type Seen = Omit<AvailabilityChange, 'version'>

/** Without the version: it grows with each visit, and a visit that changes nothing that anybody sees is not told. */
const seenOf = ({ version: _version, ...seen }: AvailabilityChange): Seen => seen

/** What a copy would be told of these rows now. */
const read = async (skus: readonly Sku[]): Promise<Map<Sku, Seen>> => {
  const rows = await world.query<FreeChange & Record<string, unknown>>(
    `select sku, location_id as "locationId", version, on_hand - quarantined as sellable, channel_terms as terms,
            inventory.promisable(on_hand, reserved, quarantined, safety, uncovered) as free
       from inventory.stock where sku = any($1)`,
    [skus],
  )
  return new Map(rows.map((row) => [row.sku, seenOf(changeOf(row))]))
}

test('what the database tells of a reservation is what reading its rows says: plain ones, crowded ones, and those with terms of channels', async () => {
  const place = world.newPlace()
  const [web, market] = [world.newChannel(), world.newChannel()]
  const [plain, crowded, kept, odd] = [
    'TOLD-1' as Sku,
    'TOLD-2' as Sku,
    'TOLD-3' as Sku,
    'TOLD "\\{,}ß' as Sku,
  ]
  const skus = [plain, crowded, kept, odd]
  await world.write((ctx) =>
    receive(ctx, [
      receipt(
        place,
        skus.map((sku) => [sku, 10] as const),
      ),
    ]),
  )
  await world.publish([
    rule({ sku: kept }, { pool: 4 }, market),
    rule({ sku: kept }, { buffer: 2, bufferPpm: 100_000 }, web),
  ])
  const lines = (of: readonly Sku[], quantity: number): StockLine[] =>
    of.map((sku) => ({ sku, locationId: place, quantity }))
  const ask = (channel: typeof web, of: readonly Sku[], quantity: number) =>
    reserve(world.as(channel), { holdId: newHoldId(), kind: 'basket', lines: lines(of, quantity) })
  const told = async () => {
    const facts = await world.factsOf('inventory.availability_changed')
    const changes = facts.flatMap((fact) => fact['changes'] as AvailabilityChange[])
    return new Map(
      changes.filter((change) => skus.includes(change.sku)).map((change) => [change.sku, seenOf(change)]),
    )
  }
  const answers = [
    await ask(web, skus, 1),
    await ask(market, [kept, plain], 5),
    await ask(web, [crowded, odd], 9),
    await ask(web, [crowded, plain], 1),
    await ask(market, [kept], 1),
  ]
  expect(answers.map(({ state }) => state)).toEqual(['held', 'held', 'held', 'short', 'held'])
  expect(await told()).toEqual(await read(skus))
  expect((await told()).get(crowded)).toMatchObject({ available: 0 })
  expect((await told()).get(kept)?.byChannel).toHaveProperty(web)
})
