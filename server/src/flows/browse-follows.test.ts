import { DAY_MS, MINUTE_MS, localDate } from '@splot/kernel'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importLocations } from '#modules/locations'
import { importException } from '#modules/pricing'
import { emit } from '#platform/events'
import { openBrowseShops, place, type BrowseShops } from '#test/browse-shops'
import { PATIENCE } from '#test/patience'
import { VariantSchema } from './browse/schemas.ts'
import { Shelf } from './browse/shelf.ts'

let world: BrowseShops

beforeAll(async () => {
  world = await openBrowseShops()
})
afterAll(() => world.close())

/** Whole numbers below `below`, the same in every run (a linear congruential generator: Numerical Recipes, ch. 7). */
const seeded = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('the last piece is sold: list and page say so without being asked twice', async () => {
  const { at, listing, page, stock, take } = world
  await stock('LOD1', 'LNIANA-WHITE-M', 1)
  await expect.poll(async () => (await page('lniana')).available).toBe(true)
  const before = await page('lniana')
  expect(before.variants.find(({ sku }) => sku === 'LNIANA-WHITE-M')).toMatchObject({
    available: 1,
    online: 0,
    stores: { [at('LOD1')]: 1 },
  })
  const [card] = (await listing('q=lniana')).items
  expect(card).toMatchObject({ available: true, online: false, stores: 1 })
  expect(card?.sizes).toEqual([
    { code: 'S', label: 'S', available: false },
    { code: 'M', label: 'M', available: true },
    { code: 'XL', label: 'XL', available: false },
  ])

  await take('LOD1', 'LNIANA-WHITE-M', 1)
  await expect.poll(async () => (await page('lniana')).available).toBe(false)
  const after = await page('lniana')
  expect(
    after.variants.every(({ available, stores }) => available === 0 && Object.keys(stores).length === 0),
  ).toBe(true)
  expect((await listing('q=lniana')).items[0]).toMatchObject({ available: false, stores: 0 })
  expect(Date.parse(after.asOf)).toBeGreaterThanOrEqual(Date.parse(before.asOf))
})

test('what lies in the warehouse can be shipped but not collected, and nobody counts beyond ten', async () => {
  const { listing, page, stock } = world
  await stock('MAG1', 'FLANELA-NAVY-XL', 250)
  await expect.poll(async () => (await page('flanela')).online).toBe(true)
  const variant = (await page('flanela')).variants.find(({ sku }) => sku === 'FLANELA-NAVY-XL')
  expect(variant).toMatchObject({ available: 10, online: 10, stores: {} })
  expect((await listing('q=flanelowa')).items[0]).toMatchObject({ available: true, online: true, stores: 0 })
})

test('conditions meet in one variant: navy XL is there, white XL is not', async () => {
  const { handles } = world
  await expect.poll(() => handles('inStock=true&colour=navy&size=XL')).toEqual(['flanela'])
  expect(await handles('inStock=true&colour=white&size=XL')).toEqual([])
  expect(await handles('colour=white&colour=navy&size=XL&category=odziez')).toEqual(['lniana', 'flanela'])
})

test('a store shows what it has now', async () => {
  const { at, handles, stock, take } = world
  await stock('LOD2', 'FARTUCH-WHITE-S', 2)
  await expect.poll(() => handles(`store=${at('LOD2')}`)).toEqual(['fartuch'])
  expect(await handles(`store=${at('LOD1')}`)).toEqual([])
  await take('LOD2', 'FARTUCH-WHITE-S', 2)
  await expect.poll(() => handles(`store=${at('LOD2')}`)).toEqual([])
})

test('a new price is on the next page, and sorts the list anew', async () => {
  const { handles, page, price } = world
  await price('LNIANA-WHITE-M', 3_900)
  await expect.poll(() => handles('sort=price')).toEqual(['lniana', 'fartuch', 'flanela'])
  expect((await page('lniana')).price).toEqual({
    from: { minor: 3_900, currency: 'PLN' },
    to: { minor: 19_900, currency: 'PLN' },
  })
  expect(await handles('maxPrice=4000')).toEqual(['lniana'])
})

test('stores are listed with their promise, which moves with the clock and ends at a holiday', async () => {
  const { page } = world
  const [first] = (await page('lniana')).stores
  expect(first).toMatchObject({ code: 'LOD1', city: 'Łódź' })
  const promised = Date.parse(first?.readyBy ?? '')
  world.turnClock(7 * 24 * 60 * MINUTE_MS)
  const [later] = (await page('lniana')).stores
  expect(Date.parse(later?.readyBy ?? '')).toBeGreaterThan(promised)
  await world.write((ctx) =>
    importLocations(ctx, [
      place('LOD1', {
        openingHours: [],
        exceptions: [{ date: localDate('2099-01-01'), hours: null, reason: 'rebuilding' }],
      }),
    ]),
  )
  await expect
    .poll(async () => (await page('lniana')).stores[0])
    .toMatchObject({ openNow: false, readyBy: null })
  world.turnClock(-7 * 24 * 60 * MINUTE_MS)
})

test('a label is scanned, a SKU is typed: the same article answers', async () => {
  const { body } = await world.get('/v1/variants/FLANELA-NAVY-XL?locale=en')
  expect([...Value.Errors(VariantSchema, body)]).toEqual([])
  expect(body).toMatchObject({
    name: 'Koszula flanelowa (en)',
    price: { minor: 14_900, currency: 'PLN' },
    available: 10,
  })
  const { gtin: code } = body as Static<typeof VariantSchema>
  expect((await world.get(`/v1/variants/by-gtin/${code}?locale=en`)).body).toEqual(body)
  const several = '/v1/variants?locale=en&sku=NO-SUCH&sku=FLANELA-NAVY-XL'
  expect((await world.get(several)).body).toEqual({ items: [body] })
})

test('whatever was kept ready says the same as what would be written now', async () => {
  const { at, stock, take } = world
  const skus = ['LNIANA-WHITE-S', 'LNIANA-NAVY-XL', 'FLANELA-WHITE-M', 'FARTUCH-NAVY-S']
  const chance = seeded(20_261_122)
  const { browse } = world
  const scope = await browse.scopeOf(world.visitor.channel.id)
  for (let round = 0; round < 12; round += 1) {
    const sku = skus[chance(skus.length)] ?? ''
    const code = ['LOD1', 'LOD2', 'MAG1'][chance(3)] ?? ''
    const has = browse.availability.available(sku, at(code))
    const pieces = 1 + chance(4)
    if (has >= pieces && chance(2) === 0) await take(code, sku, pieces)
    else await stock(code, sku, pieces)
    await expect.poll(() => browse.availability.available(sku, at(code))).not.toBe(has)
    const kept = browse.shelf(scope, 'pl')
    const fresh = new Shelf(browse.range(scope), 'pl', browse.availability, browse.places)
    const positions = browse.range(scope).orders.price
    expect(kept.list('all', positions)).toBe(fresh.list('all', positions))
    for (const handle of ['lniana', 'flanela', 'fartuch']) expect(kept.page(handle)).toBe(fresh.page(handle))
  }
})

test('beside a reduced price stands the lowest one of the days before, on card, page and label', async () => {
  const { listing, page, price } = world
  const [sku] = (await page('flanela')).variants.map((variant) => variant.sku)
  const web = world.visitor.channel.id
  const days = (count: number) => new Date(world.platform.clock().getTime() - count * DAY_MS)
  await price(sku ?? '', 9_900)
  await world.write(async (ctx) => {
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       values ($1, $2, 'PLN', $3, 14900, 14900, 14900, false, 0), ($1, $2, 'PLN', $4, 11900, 14900, 11900, true, 0),
              ($1, $2, 'PLN', $5, 14900, 14900, 14900, false, 0), ($1, $2, 'PLN', $6, 9900, 14900, 9900, true, 0)`,
      [sku, web, days(50), days(25), days(20), days(1)],
    )
    emit(ctx, { type: 'pricing.prices_presented', subject: 'test', data: { skus: [sku] } })
  })
  const reduced = {
    before: { minor: 14_900, currency: 'PLN' },
    lowestPrice: { minor: 11_900, currency: 'PLN' },
    reducedPrice: { minor: 9_900, currency: 'PLN' },
    percentOff: 16,
  }
  await expect
    .poll(async () => (await page('flanela')).variants.find((variant) => variant.sku === sku))
    .toMatchObject({ ...reduced, price: { minor: 9_900 } })
  expect((await listing('q=flanelowa')).items[0]).toMatchObject(reduced)
  expect((await world.get(`/v1/variants/${sku}`)).body).toMatchObject(reduced)
})

test('what was cheaper within the days before is told with that price, and announced by no other one', async () => {
  const { page, price } = world
  const [sku = ''] = (await page('lniana')).variants.map((variant) => variant.sku)
  const days = (count: number) => new Date(world.platform.clock().getTime() - count * DAY_MS)
  await price(sku, 11_900)
  await world.write(async (ctx) => {
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       values ($1, $2, 'PLN', $3, 14900, 14900, 14900, false, 0), ($1, $2, 'PLN', $4, 9900, 14900, 9900, true, 0),
              ($1, $2, 'PLN', $5, 14900, 14900, 14900, false, 0), ($1, $2, 'PLN', $6, 11900, 14900, 11900, true, 0)`,
      [sku, world.visitor.channel.id, days(50), days(25), days(20), days(1)],
    )
    emit(ctx, { type: 'pricing.prices_presented', subject: 'test', data: { skus: [sku] } })
  })
  const shown = async () => (await page('lniana')).variants.find((variant) => variant.sku === sku)
  await expect
    .poll(shown, PATIENCE)
    .toMatchObject({ reducedPrice: { minor: 11_900 }, lowestPrice: { minor: 9_900 } })
  expect(await shown()).not.toHaveProperty('before')
  expect(await shown()).not.toHaveProperty('percentOff')
})

test('whoever asks from a place with prices of its own is told these', async () => {
  const { at } = world
  const shelf = await world.browse.scopeOf(world.visitor.channel.id, at('LOD1'))
  expect(shelf.location).toBeUndefined()
  const everything = { priority: 10, channels: null, groups: null, skus: null, categories: null }
  await world.write((ctx) =>
    importException(
      ctx,
      {
        ...everything,
        reason: { pl: 'Ceny tego sklepu', en: 'Prices of this store' },
        effect: { kind: 'percent', ppm: 1_000_000 },
        locations: [at('LOD1')],
      },
      'a test',
    ),
  )
  const priceIn = async (code: string) => {
    const scope = await world.browse.scopeOf(world.visitor.channel.id, at(code))
    const text = world.browse.shelf(scope, 'pl').page('fartuch') ?? ''
    return /"sku":"FARTUCH-NAVY-S".*?"price":{"minor":(\d+)/.exec(text)?.[1]
  }
  const elsewhere = await priceIn('LOD2')
  await expect.poll(() => priceIn('LOD1')).toBe(String(2 * Number(elsewhere)))
  expect(await priceIn('LOD2')).toBe(elsewhere)
})
