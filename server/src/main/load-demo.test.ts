import { buildRetailer } from '@splot/demo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowseWorld, type BrowseWorld } from '#test/browse-world'
import { demoMedia } from './demo-media.ts'
import { loadDemo } from './load-demo.ts'

let world: BrowseWorld
const retailer = buildRetailer()

type Listing = {
  total: number
  corrected: string | null
  items: { handle: string; name: string; pictures: { url: string }[] }[]
}
const listing = async (query: string): Promise<Listing> =>
  (await world.get(`/v1/products?${query}`)).body as Listing
const count = async (text: string): Promise<number> =>
  Number((await world.platform.pool.query<{ count: string }>(text)).rows[0]?.count)

beforeAll(async () => {
  world = await openBrowseWorld((platform) => loadDemo(platform))
})
afterAll(() => world.close())

test('the whole demo stands: every product, variant, price, place and piece', async () => {
  const { products, locations, openingStock } = retailer
  const variants = products.flatMap((product) => product.variants)
  const pieces = openingStock.reduce((sum, row) => sum + row.quantity, 0)
  expect(await count('select count(*) from catalogue.product')).toBe(products.length)
  expect(await count('select count(*) from catalogue.variant where active')).toBe(variants.length)
  expect(await count('select count(distinct sku) from pricing.price')).toBe(variants.length)
  expect(await count('select count(*) from locations.location')).toBe(locations.length)
  expect(await count('select sum(on_hand) as count from inventory.stock')).toBe(pieces)
  expect(await count('select sum(quantity) as count from inventory.movement')).toBe(pieces)
  expect((await listing('')).total).toBe(products.length)
})

test('loading again changes nothing', async () => {
  const facts = 'select count(*) from platform.event'
  const before = await count(facts)
  await loadDemo(world.platform)
  expect(await count(facts)).toBe(before)
})

test('a load that was cut off before its end goes on without doubling stock or people', async () => {
  const pieces = 'select sum(on_hand) as count from inventory.stock'
  const people = 'select count(*) from staff.staff'
  const before = [await count(pieces), await count(people)]
  await world.platform.pool.query(`delete from platform.setting where name = 'demo'`)
  await loadDemo(world.platform)
  expect([await count(pieces), await count(people)]).toEqual(before)
})

test('what people type finds goods, Polish letters or not, mistyped or not', async () => {
  for (const [q, word] of [
    ['sukienki', 'sukienka'],
    ['koszla', 'koszula'],
    ['jensy', 'jeansy'],
    ['swetry', 'sweter'],
    ['kubki', 'kubek'],
  ]) {
    const { items } = await listing(`q=${q}&limit=1`)
    expect(items[0]?.name.toLowerCase(), q).toContain(word)
  }
  expect((await listing('q=zolty')).total).toBe((await listing(`q=${encodeURIComponent('żółty')}`)).total)
  expect((await listing('q=bizuteria')).total).toBeGreaterThan(0)
})

test('every picture that a card names can be drawn', async () => {
  const draw = demoMedia(retailer)
  const { items } = await listing('limit=96&sort=newest')
  for (const { url } of [...items, ...(await listing('limit=96')).items].flatMap((item) => item.pictures)) {
    const [, handle = '', colour = ''] = /^\/media\/([^/]+)\/([^/]+)\.svg$/.exec(url) ?? []
    expect(draw(handle, colour), url).toMatch(/^<svg[\s\S]*<\/svg>\s*$/)
  }
  expect(draw('no-such-product', 'base')).toBeNull()
  expect(draw(retailer.products[0]?.handle ?? '', 'no-such-colour')).toBeNull()
})
