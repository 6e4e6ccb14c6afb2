import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, type LocalDate, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import {
  allocate,
  expectInbound,
  newHoldId,
  promiseInbound,
  proveStock,
  receive,
  release,
  releaseAllocated,
  reserve,
  settleWaiting,
} from '../index.ts'
import { openPolicyWorld, rule, type PolicyWorld } from '../test/policy-world.ts'
import { receipt } from '../test/stock-world.ts'

let world: PolicyWorld
beforeAll(async () => {
  world = await openPolicyWorld()
  await world.publish([rule({}, { backorder: { against: 'inbound' } })])
})
afterAll(() => world.close())

/** A small generator of numbers, so that a run can be repeated. */
const dice = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

test('many at once promise, receive, postpone, cancel and let go, and nothing is promised twice or lost', async () => {
  const place = world.newPlace()
  const skus = [world.newSku(), world.newSku(), world.newSku()]
  await world.write((ctx) =>
    receive(ctx, [
      receipt(
        place,
        skus.map((sku) => [sku, 3]),
      ),
    ]),
  )
  const nodes = [world.platform, world.open(), world.open()]
  const today = world.platform.clock().toISOString().slice(0, 10) as LocalDate
  const web = world.newChannel()
  const held: { holdId: ReturnType<typeof newHoldId>; orderId: ReturnType<typeof world.newOrder> }[] = []
  const clerk = async (seed: number) => {
    const next = dice(seed)
    const node = nodes[seed % nodes.length] ?? world.platform
    const actor = world.on(web)
    const advice = new Map<Sku, { quantity: number; expectedOn: LocalDate }>()
    const tell = (ctx: WriteContext) =>
      expectInbound(ctx, {
        document: { kind: 'advice', id: `A${seed}` },
        locationId: place,
        lines: [...advice].flatMap(([sku, line]) => (line.quantity > 0 ? { sku, ...line } : [])),
      })
    for (let step = 0; step < 20; step += 1) {
      const lines = skus
        .filter(() => next() < 0.6)
        .map((sku) => ({ sku, locationId: place, quantity: 1 + Math.floor(next() * 3) }))
      if (lines.length === 0) continue
      const some = held[Math.floor(next() * held.length)]
      const roll = next()
      if (roll < 0.35) {
        const holdId = newHoldId()
        const answer = await promiseInbound(node.command(actor), { holdId, kind: 'ship', lines })
        if (answer.state === 'promised') held.push({ holdId, orderId: world.newOrder() })
      } else if (roll < 0.5) {
        await reserve(node.command(actor), { holdId: newHoldId(), kind: 'basket', lines })
      } else if (roll < 0.65) {
        // A delivery brings a part of what this clerk's advice announced; the rest is said again.
        for (const { sku, quantity } of lines)
          advice.set(sku, {
            ...(advice.get(sku) ?? { expectedOn: today }),
            quantity: Math.max(0, (advice.get(sku)?.quantity ?? 0) - quantity),
          })
        await node.write(actor, async (ctx) => {
          await receive(ctx, [
            receipt(
              place,
              lines.map(({ sku, quantity }) => [sku, quantity]),
            ),
          ])
          await tell(ctx)
        })
      } else if (roll < 0.75) {
        // Another day, other quantities.
        for (const { sku, quantity } of lines)
          advice.set(sku, { quantity: quantity * 2, expectedOn: addDays(today, Math.floor(next() * 9)) })
        await node.write(actor, tell)
      } else if (!some) continue
      else if (roll < 0.85) await node.write(actor, (ctx) => allocate(ctx, [some]))
      else if (roll < 0.93) await release(node.command(actor), [some.holdId])
      else await node.write(actor, (ctx) => releaseAllocated(ctx, [{ holdId: some.holdId }]))
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, index) => clerk(index + 1)))
  const uncovered = () =>
    world.query<{ sku: string; uncovered: number }>('select sku, uncovered from inventory.stock order by sku')
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true })
  // Counting it all anew finds nothing that was forgotten, and what waits is what holds were promised and have not got.
  await settleWaiting(world.platform)
  const settled = await uncovered()
  await settleWaiting(world.platform)
  expect(await uncovered()).toEqual(settled)
  const orphans = await world.query(
    `select 1 from inventory.inbound_line w join inventory.hold h on h.hold_id = w.hold_id
      where w.waiting > 0 and h.state not in ('soft', 'pinned', 'allocated', 'picked')`,
  )
  expect(orphans).toEqual([])
  // Nobody was promised more than came, is coming, or is owed in the open.
  const [worst] = await world.query<{ short: number }>(
    `select max(reserved - on_hand) as short from inventory.stock`,
  )
  expect(worst?.short).toBeLessThanOrEqual(0)
  for (const node of nodes.slice(1)) if ('close' in node) await node.close()
})
