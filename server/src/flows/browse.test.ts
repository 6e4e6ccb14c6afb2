import { DAY_MS, MINUTE_MS, gtinCheckDigit, localDate, newId, type LocationId, type Sku } from '@splot/kernel'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emit } from '#platform/events'
import { systemActor, type Platform } from '#platform/context'
import { importCategories, importProducts, type ImportedProduct } from '#modules/catalogue'
import { adjust, receive } from '#modules/inventory'
import { importLocations, locationsByCode, type ImportedLocation } from '#modules/locations'
import { importException, importPrices, openPriceList, type PriceListId } from '#modules/pricing'
import { openBrowseWorld, type BrowseWorld } from '#test/browse-world'
import { MAX_RANGES } from './browse/model.ts'
import { Shelf } from './browse/shelf.ts'
import { ListingSchema, ProductPageSchema, VariantSchema } from './browse/schemas.ts'
import type { Static } from 'typebox'

type Listing = Static<typeof ListingSchema>
type Page = Static<typeof ProductPageSchema>

let world: BrowseWorld
let places: Map<string, LocationId>
let list: PriceListId
const actor = systemActor('test')

const gtin = (number: number): string => {
  const body = `21${String(number).padStart(10, '0')}`
  return `${body}${gtinCheckDigit(body)}`
}
const words = (pl: string, en = pl) => ({ pl, en })
const colour = {
  white: { code: 'white', label: words('biały "śnieg"', 'white'), hex: '#ffffff' },
  navy: { code: 'navy', label: words('granatowy', 'navy'), hex: '#001040' },
}
const size = {
  M: { code: 'M', label: words('M') },
  XL: { code: 'XL', label: words('XL') },
  S: { code: 'S', label: words('S') },
}
let made = 0

/** A shirt in white and navy, S, M and XL: `SHIRT-WHITE-M`. */
const shirt = (handle: string, name: string, kind = 'apparel', category = 'koszule'): ImportedProduct => ({
  handle,
  kind,
  brand: 'Lniarka',
  category,
  text: {
    pl: { name, description: `${name}, „gęsta” i miękka.` },
    en: { name: `${name} (en)`, description: 'Soft.' },
  },
  attributes: [
    {
      code: 'fit',
      name: words('Krój', 'Fit'),
      values: [{ code: 'slim', label: words('Dopasowany', 'Slim') }],
    },
  ],
  options: [
    { code: 'colour', name: words('Kolor', 'Colour'), values: Object.values(colour) },
    { code: 'size', name: words('Rozmiar', 'Size'), values: [size.S, size.M, size.XL] },
  ],
  variants: Object.keys(colour).flatMap((c) =>
    ['S', 'M', 'XL'].map((s) => ({
      sku: `${handle}-${c}-${s}`.toUpperCase(),
      gtin: gtin((made += 1)),
      options: { colour: c, size: s },
    })),
  ),
  pictures: [{ url: `/media/${handle}/white.svg`, alt: words(name), colour: 'white' }],
  taxRate: 'A',
})

const place = (code: string, over: Partial<ImportedLocation> = {}): ImportedLocation => ({
  code,
  kind: 'store',
  name: `Osnowa ${code}`,
  city: 'Łódź',
  address: { street: 'ul. Prosta 1', postcode: '90-001', city: 'Łódź', country: 'PL' },
  lat: 51.7,
  lng: 19.4,
  timeZone: 'Europe/Warsaw',
  services: ['pickup', 'returns'],
  pickupLeadMinutes: 60,
  phone: '+48 42 010 20 30',
  openingHours: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: 0, closes: 1440 })),
  exceptions: [],
  ...over,
})

const at = (code: string): LocationId => {
  const id = places.get(code)
  if (!id) throw new Error(`no place ${code}`)
  return id
}
const stock = (code: string, sku: string, quantity: number) =>
  world.platform.write(actor, (ctx) =>
    receive(ctx, [
      {
        document: { kind: 'receipt', id: newId() },
        locationId: at(code),
        lines: [{ sku: sku as Sku, quantity }],
      },
    ]),
  )
const take = (code: string, sku: string, quantity: number) =>
  world.platform.write(actor, (ctx) =>
    adjust(ctx, [
      {
        document: { kind: 'adjustment', id: newId() },
        locationId: at(code),
        lines: [{ sku: sku as Sku, quantity: -quantity }],
        reason: 'theft',
      },
    ]),
  )
const price = (sku: string, grossMinor: number) =>
  world.platform.write(actor, (ctx) => importPrices(ctx, list, [{ sku, grossMinor, taxRate: 'A' }]))
const listing = async (query = ''): Promise<Listing> =>
  (await world.get(`/v1/products?${query}`)).body as Listing
const handles = async (query = '') => (await listing(query)).items.map((item) => item.handle)
const page = async (handle: string, query = ''): Promise<Page> =>
  (await world.get(`/v1/products/${handle}?${query}`)).body as Page

/** Whole numbers below `below`, the same in every run (a linear congruential generator: Numerical Recipes, ch. 7). */
const seeded = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function fill(platform: Platform): Promise<void> {
  await platform.write(actor, async (ctx) => {
    await importCategories(ctx, [
      { handle: 'odziez', parent: null, name: words('Odzież', 'Clothing'), position: 0 },
      { handle: 'koszule', parent: 'odziez', name: words('Koszule', 'Shirts'), position: 1 },
      { handle: 'dom', parent: null, name: words('Dom', 'Home'), position: 2 },
    ])
    await importLocations(ctx, [
      place('LOD1'),
      place('LOD2'),
      place('MAG1', { kind: 'warehouse', services: ['ship'] }),
    ])
    places = await locationsByCode(ctx, ['LOD1', 'LOD2', 'MAG1'])
    const products = [
      shirt('lniana', 'Koszula lniana'),
      shirt('flanela', 'Koszula flanelowa'),
      shirt('fartuch', 'Fartuch kuchenny', 'home', 'dom'),
    ]
    await importProducts(ctx, [...products, shirt('bez-ceny', 'Koszula bez ceny')])
    list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
    const amounts = [19_900, 14_900, 4_900]
    await importPrices(
      ctx,
      list,
      products.flatMap((product, index) =>
        product.variants.map(({ sku }) => ({ sku, grossMinor: amounts[index] ?? 0, taxRate: 'A' as const })),
      ),
    )
  })
}

beforeAll(async () => {
  world = await openBrowseWorld(fill)
})
afterAll(() => world.close())

test('a list is what its schema says, though nobody serialises it', async () => {
  for (const query of ['', 'locale=en', 'q=koszula', 'category=odziez&colour=white&sort=-price&limit=1']) {
    const { status, body, type } = await world.get(`/v1/products?${query}`)
    expect(status).toBe(200)
    expect(type).toContain('application/json')
    expect([...Value.Errors(ListingSchema, body)], query).toEqual([])
  }
})

test('a page is what its schema says', async () => {
  for (const query of ['', 'locale=en']) {
    const { body } = await world.get(`/v1/products/lniana?${query}`)
    expect([...Value.Errors(ProductPageSchema, body)], query).toEqual([])
  }
})

test('what has no price in this channel is not offered there', async () => {
  expect(await handles()).toEqual(['lniana', 'flanela', 'fartuch'])
  expect(await world.get('/v1/products/bez-ceny')).toMatchObject({
    status: 404,
    body: { code: 'catalogue.product_not_found' },
  })
})

test('the last piece is sold: list and page say so without being asked twice', async () => {
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
  await stock('MAG1', 'FLANELA-NAVY-XL', 250)
  await expect.poll(async () => (await page('flanela')).online).toBe(true)
  const variant = (await page('flanela')).variants.find(({ sku }) => sku === 'FLANELA-NAVY-XL')
  expect(variant).toMatchObject({ available: 10, online: 10, stores: {} })
  expect((await listing('q=flanelowa')).items[0]).toMatchObject({ available: true, online: true, stores: 0 })
})

test('conditions meet in one variant: navy XL is there, white XL is not', async () => {
  await expect.poll(() => handles('inStock=true&colour=navy&size=XL')).toEqual(['flanela'])
  expect(await handles('inStock=true&colour=white&size=XL')).toEqual([])
  expect(await handles('colour=white&colour=navy&size=XL&category=odziez')).toEqual(['lniana', 'flanela'])
})

test('a store shows what it has now', async () => {
  await stock('LOD2', 'FARTUCH-WHITE-S', 2)
  await expect.poll(() => handles(`store=${at('LOD2')}`)).toEqual(['fartuch'])
  expect(await handles(`store=${at('LOD1')}`)).toEqual([])
  await take('LOD2', 'FARTUCH-WHITE-S', 2)
  await expect.poll(() => handles(`store=${at('LOD2')}`)).toEqual([])
})

test('facets count what another choice would bring', async () => {
  const { facets, total } = await listing('category=odziez&colour=navy&minPrice=15000')
  expect(total).toBe(1)
  expect(facets.colour.map(({ code, count }) => [code, count])).toEqual([
    ['white', 1],
    ['navy', 1],
  ])
  expect(facets.size.map(({ code }) => code)).toEqual(['S', 'M', 'XL'])
  expect(facets.price).toEqual({ min: 14_900, max: 19_900 })
  expect(facets.category).toEqual([{ handle: 'koszule', name: 'Koszule', count: 1 }])
  expect((await listing()).facets.category).toEqual([
    { handle: 'odziez', name: 'Odzież', count: 2 },
    { handle: 'dom', name: 'Dom', count: 1 },
  ])
})

test('pages follow each other without a gap, in every order', async () => {
  const orders = {
    relevance: 'lniana flanela fartuch',
    price: 'fartuch flanela lniana',
    newest: 'fartuch flanela lniana',
  }
  for (const [sort, expected] of Object.entries({ ...orders, '-price': 'lniana flanela fartuch' })) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const part: Listing = await listing(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`)
      expect(part.total).toBe(3)
      seen.push(...part.items.map((item) => item.handle))
      cursor = part.next
    }
    expect(seen.join(' '), sort).toBe(expected)
  }
})

test('a new price is on the next page, and sorts the list anew', async () => {
  await price('LNIANA-WHITE-M', 3_900)
  await expect.poll(() => handles('sort=price')).toEqual(['lniana', 'fartuch', 'flanela'])
  expect((await page('lniana')).price).toEqual({
    from: { minor: 3_900, currency: 'PLN' },
    to: { minor: 19_900, currency: 'PLN' },
  })
  expect(await handles('maxPrice=4000')).toEqual(['lniana'])
})

test('a search decorates what the database found; a mistyped one says what it looked for', async () => {
  const found = await listing('q=koszla&category=odziez')
  expect(found.corrected).toBe('koszula')
  expect(found.items.map((item) => item.handle)).toEqual(['lniana', 'flanela'])
  expect(await handles('q=koszula&sort=price')).toEqual(['lniana', 'flanela'])
})

test('stores are listed with their promise, which moves with the clock and ends at a holiday', async () => {
  const [first] = (await page('lniana')).stores
  expect(first).toMatchObject({ code: 'LOD1', city: 'Łódź' })
  const promised = Date.parse(first?.readyBy ?? '')
  world.turnClock(7 * 24 * 60 * MINUTE_MS)
  const [later] = (await page('lniana')).stores
  expect(Date.parse(later?.readyBy ?? '')).toBeGreaterThan(promised)
  await world.platform.write(actor, (ctx) =>
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

test('questions that cannot be answered are refused with a pointer', async () => {
  const refusals: [path: string, status: number, code: string][] = [
    ['/v1/products?category=nowhere', 404, 'catalogue.unknown_category'],
    [`/v1/products?store=${newId()}`, 404, 'locations.not_found'],
    ['/v1/products?cursor=abc', 400, 'http.bad_cursor'],
    ['/v1/variants/NO-SUCH', 404, 'catalogue.variant_not_found'],
    ['/v1/variants/by-gtin/12345678', 404, 'catalogue.variant_not_found'],
    [`/v1/locations/${newId()}`, 404, 'locations.not_found'],
  ]
  for (const [path, status, code] of refusals) {
    const answer = await world.get(path)
    expect(answer, path).toMatchObject({ status, body: { code, errors: [{ pointer: expect.any(String) }] } })
  }
  for (const path of [
    '/v1/products?limit=0',
    '/v1/products?limit=97',
    '/v1/products?minPrice=-1',
    '/v1/products?sort=best',
  ]) {
    expect((await world.get(path)).status, path).toBe(400)
  }
})

test('the menu counts what each category holds, and places say when they open', async () => {
  expect((await world.get('/v1/categories?locale=en')).body).toEqual({
    items: [
      {
        handle: 'odziez',
        name: 'Clothing',
        productCount: 3,
        children: [{ handle: 'koszule', name: 'Shirts', productCount: 3, children: [] }],
      },
      { handle: 'dom', name: 'Home', productCount: 1, children: [] },
    ],
  })
  const { body } = await world.get('/v1/locations?service=ship')
  expect(body).toMatchObject({ items: [{ code: 'MAG1', readyBy: null }] })
  expect(await world.get(`/v1/locations/${at('LOD2')}`)).toMatchObject({
    status: 200,
    body: { code: 'LOD2' },
  })
})

test('beside a reduced price stands the lowest one of the days before, on card, page and label', async () => {
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

test('whoever asks from a place with prices of its own is told these', async () => {
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

test('however many places have prices of their own, what is kept ready stays bounded, latest use first', async () => {
  const { browse } = world
  const scope = await browse.scopeOf(world.visitor.channel.id)
  const first = browse.range(scope)
  for (let made = 0; made < MAX_RANGES + 3; made += 1) {
    const there = { ...scope, location: newId<'location'>() }
    browse.shelf(there, 'pl')
    browse.shelf(there, 'en')
    // Asked for all the time, so it is never the one that goes.
    expect(browse.range(scope)).toBe(first)
  }
  expect(browse.ranges.size).toBe(MAX_RANGES)
  expect(browse.shelves.size).toBe(2 * MAX_RANGES)
})
