import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBin } from '#modules/inventory'
import { openStockworkWorld, type StockworkWorld } from './test/stockwork-world.ts'

let world: StockworkWorld
beforeAll(async () => {
  world = await openStockworkWorld()
})
afterAll(async () => {
  await world.prove()
  await world.close()
})

test('what was received waits to be put away, with the bin where it lay last, until scans say that it is done', async () => {
  const locationId = world.place('MAG1')
  const clerk = world.clerkAt('MAG1')
  await world.write(async (ctx) => {
    await openBin(ctx, { locationId, code: 'RAMPA', kind: 'receiving' })
    await openBin(ctx, { locationId, code: 'A-01', kind: 'shelf' })
  })
  const [known, fresh] = [world.newSku(), world.newSku()]
  const advice = await world.post(world.manager, '/advices', {
    locationId,
    supplier: 'Tkalnia',
    reference: 'WZ 1',
    expectedOn: '2026-12-01',
    lines: [{ sku: known, quantity: 6 }],
  })
  const receive = (lines: object[]) => world.post(clerk, `/advices/${advice.id}/receipts`, { lines })
  const done = (lines: object[], commandId = world.newId()) =>
    world.call(clerk, 'POST', '/put-away-tasks/done', { commandId, locationId, lines })
  await receive([{ code: known, quantity: 2 }])
  await done([{ code: known, quantity: 2, to: 'A-01' }])
  await receive([
    { code: known, quantity: 4 },
    { code: fresh, quantity: 1 },
  ])
  const tasks = await world.get(clerk, `/put-away-tasks?locationId=${locationId}` as '/put-away-tasks')
  expect(tasks.items).toEqual([
    { sku: known, from: 'RAMPA', quantity: 4, suggested: 'A-01' },
    { sku: fresh, from: 'RAMPA', quantity: 1, suggested: null },
  ])
  const commandId = world.newId()
  const lines = [{ code: `G${known}`, quantity: 3, to: 'A-01' }]
  for (const answer of [await done(lines, commandId), await done(lines, commandId)]) {
    expect(answer).toMatchObject({
      status: 201,
      body: { items: [{ sku: known, quantity: 1 }, { sku: fresh }] },
    })
  }
  const before = await world.rows()
  expect(await done([{ code: known, quantity: 1, to: 'Z-99' }])).toMatchObject({
    status: 422,
    body: { code: 'inventory.unknown_bin' },
  })
  expect(await world.rows()).toBe(before)
  expect(await world.onHand(known, 'MAG1')).toBe(6)
})
