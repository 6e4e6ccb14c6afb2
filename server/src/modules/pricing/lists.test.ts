import { DAY_MS, HOUR_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openPricingWorld, STORE, WEB, type PricingWorld } from './test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const make = async (code: string, scope: object) =>
  world.call('POST', '/prices/lists', {
    code,
    name: { pl: code, en: code },
    currency: 'PLN',
    note: 'a test',
    ...scope,
  })
const end = (code: string, at: string | null) =>
  world.call('POST', `/prices/lists/${code}/end`, { at, note: 'a test' })
const setPrice = async (rows: readonly { sku: string; list: string; minor: number }[]) => {
  const { id } = must(await world.call('POST', '/prices/changes', { note: 'a test', rows }), 201).body
  must(await world.call('POST', `/prices/changes/${id}/publish`, {}), 200)
}
const inStore = { channel: STORE, currency: 'PLN' }
const minorOf = (sku: string, scope = inStore) => world.prices.priceOf(sku, scope)?.gross.minor

test('a list ends at its instant in every process, and its customers pay the price of the next list', async () => {
  const sku = world.newSku()
  must(await make('stores', { channelId: STORE }), 201)
  await setPrice([
    { sku, list: 'standard', minor: 1_000 },
    { sku, list: 'stores', minor: 900 },
  ])
  await vi.waitFor(() => expect(minorOf(sku)).toBe(900), PATIENCE)
  expect(refused(await make('stores-2', { channelId: STORE })).facts).toEqual({ list: 'stores' })

  const planned = world.ahead(HOUR_MS)
  expect(must(await end('stores', planned), 200).body).toMatchObject({ validUntil: planned })
  const then = new Date(Date.parse(planned) + 1)
  await vi.waitFor(() => expect(world.prices.priceAt(sku, inStore, then)?.gross.minor).toBe(1_000), PATIENCE)
  expect(minorOf(sku)).toBe(900)
  // Somebody thinks better of it: first it goes on, then it ends later.
  must(await end('stores', null), 200)
  await vi.waitFor(() => expect(world.prices.priceAt(sku, inStore, then)?.gross.minor).toBe(900), PATIENCE)
  const later = world.ahead(2 * HOUR_MS)
  must(await end('stores', later), 200)
  must(await make('stores-2', { channelId: STORE, validFrom: later }), 201)
  expect(refused(await end('stores', null))).toMatchObject({
    code: 'pricing.list_scope_taken',
    facts: { list: 'stores-2' },
  })
  expect(world.prices.priceAt(sku, inStore, then)?.gross.minor).toBe(900)
  const over = new Date(Date.parse(later) + 1)
  await vi.waitFor(() => expect(world.prices.priceAt(sku, inStore, over)?.gross.minor).toBe(1_000), PATIENCE)
  world.turnClock(2 * HOUR_MS + 1)
  expect(minorOf(sku)).toBe(1_000)
  expect(refused(await end('stores', null)).code).toBe('pricing.list_is_over')
})

test('a list that is ended before it begins never counts, and another may take its place', async () => {
  const from = world.ahead(DAY_MS)
  must(await make('web', { channelId: WEB, validFrom: from }), 201)
  expect(must(await end('web', 'now'), 200).body.validUntil).toBe(from)
  must(await make('web-2', { channelId: WEB, validFrom: from }), 201)
})

test('making or ending a list is not taken back as prices are', async () => {
  must(await make('gdansk', { locationId: world.places.GDA1, validFrom: world.ahead(HOUR_MS) }), 201)
  const { items } = must(await world.call('GET', '/prices/changes'), 200).body
  expect(items[0]).toMatchObject({ kind: 'list', facts: { list: 'gdansk' } })
  expect(refused(await world.call('POST', `/prices/changes/${items[0]?.id}/cancel`))).toMatchObject({
    code: 'pricing.list_stays',
    facts: { list: 'gdansk' },
  })
})

test('a list is filled from another one, two percent dearer, and only what differs is written', async () => {
  const [coat, hat] = [world.newSku(['fill']), world.newSku(['fill'])]
  must(await make('lodz', { locationId: world.places.LDZ1 }), 201)
  await setPrice([
    { sku: coat, list: 'standard', minor: 10_000 },
    { sku: hat, list: 'standard', minor: 5_000 },
    { sku: hat, list: 'lodz', minor: 5_100 },
  ])
  const wish = {
    note: 'rent of the place',
    list: 'lodz',
    from: 'standard',
    categories: ['fill'],
    adjust: { kind: 'percent', ppm: 20_000 },
  }
  const preview = must(await world.call('POST', '/prices/bulk/preview', wish), 200).body
  expect(preview).toMatchObject({ rows: 1, fresh: 1, raised: 0, unchanged: 1, withoutPrice: 0 })
  const { id } = must(await world.call('POST', '/prices/bulk', wish), 201).body
  must(await world.call('POST', `/prices/changes/${id}/publish`, {}), 200)
  const inLodz = { ...inStore, location: world.places.LDZ1 }
  await vi.waitFor(() => expect(minorOf(coat, inLodz)).toBe(10_200), PATIENCE)
  expect(minorOf(coat)).toBe(10_000)

  must(await make('euro', { currency: 'EUR' }), 201)
  const bad = refused(await world.call('POST', '/prices/bulk/preview', { ...wish, from: 'euro' }))
  expect(bad.errors?.map(({ pointer }) => pointer)).toEqual(['/from'])
})
