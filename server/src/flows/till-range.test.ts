import { catalogueOf } from '#modules/catalogue'
import { goodsOf } from '#modules/carts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

test('a till reads the whole range once, with all that rules ask of it; what has not changed costs nothing; a till alone may ask', async () => {
  const range = must(await world.call(world.clerk, 'GET', '/till-articles'), 200).body
  const catalogue = catalogueOf(world.platform)
  expect(range).toMatchObject({ currency: 'PLN', next: null })
  expect(range.products.map(({ handle }) => handle)).toEqual(catalogue.products().map(({ handle }) => handle))
  for (const { handle, categories, articles } of range.products) {
    for (const { sku, gtin, attributes } of articles) {
      const variant = catalogue.variantByGtin(gtin)
      const product = catalogue.product(handle)
      if (!variant || !product) throw new Error(`nobody knows ${gtin}`)
      expect({ sku, product: handle, categories, attributes }).toEqual(goodsOf(catalogue, variant, product))
    }
  }
  const again = await world.call(
    world.clerk,
    'GET',
    `/till-articles?have=${range.version}` as '/till-articles',
  )
  expect(must(again, 200).body).toMatchObject({ version: range.version, products: [], next: null })
  expect(
    (await world.call(world.assistant(world.store, ['orders.read']), 'GET', '/till-articles')).status,
  ).toBe(403)
  expect((await world.call(world.visitor, 'GET', '/till-articles')).status).toBe(401)
})
