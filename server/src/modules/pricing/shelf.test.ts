import { HOUR_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openPricingWorld, type PricingWorld } from './test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const publish = async (rows: readonly object[]) => {
  const body = { note: 'a test', rows: rows.map((row) => ({ list: 'standard', ...row })) }
  const { id } = must(await world.call('POST', '/prices/changes', body), 201).body
  return must(
    await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/x/publish', {}),
    200,
  ).body
}

test('a list is read by article as soon as it is published: what holds now, what is planned, and page by page', async () => {
  const [shirt = '', scarf = '', hat = ''] = [world.newSku(), world.newSku(), world.newSku()].sort()
  const at = new Date(Date.now() + HOUR_MS).toISOString()
  await publish([
    { sku: shirt, minor: 19_900 },
    { sku: shirt, minor: 17_900, quantity: 3 },
    { sku: scarf, minor: 4_900 },
  ])
  await publish([
    { sku: shirt, minor: 14_900, from: at },
    { sku: hat, minor: 6_900, from: at },
  ])

  const first = must(
    await world.call('GET', '/prices/lists/standard/prices?limit=2' as '/prices/lists/x/prices'),
    200,
  ).body
  expect(first.items).toMatchObject([
    { sku: shirt, fromQuantity: 1, minor: 19_900, next: { at, minor: 14_900 } },
    { sku: shirt, fromQuantity: 3, minor: 17_900, next: null },
  ])
  const rest = must(
    await world.call('GET', `/prices/lists/standard/prices?limit=2&cursor=${first.next}` as never),
    200,
  ).body
  expect(rest).toMatchObject({
    items: [
      { sku: scarf, minor: 4_900 },
      { sku: hat, minor: null, version: null, next: { minor: 6_900 } },
    ],
  })

  const found = must(
    await world.call('GET', `/prices/lists/standard/prices?q=${scarf.toLowerCase()}` as never),
    200,
  ).body
  expect(found).toMatchObject({ items: [{ sku: scarf }], next: null })
  const byName = must(
    await world.call(
      'GET',
      `/prices/lists/standard/prices?q=${encodeURIComponent(`towar ${scarf}`)}` as never,
    ),
    200,
  ).body
  expect(byName).toEqual(found)
})
