import { newId } from '@splot/kernel'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowseShops, type BrowseShops } from '#test/browse-shops'
import { MAX_RANGES } from './browse/model.ts'
import { ListingSchema, ProductPageSchema } from './browse/schemas.ts'

let world: BrowseShops

beforeAll(async () => {
  world = await openBrowseShops()
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
  const { handles } = world
  expect(await handles()).toEqual(['lniana', 'flanela', 'fartuch'])
  expect(await world.get('/v1/products/bez-ceny')).toMatchObject({
    status: 404,
    body: { code: 'catalogue.product_not_found' },
  })
})

test('facets count what another choice would bring', async () => {
  const { listing } = world
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
  const { listing } = world
  const orders = {
    relevance: 'lniana flanela fartuch',
    price: 'fartuch flanela lniana',
    newest: 'fartuch flanela lniana',
  }
  for (const [sort, expected] of Object.entries({ ...orders, '-price': 'lniana flanela fartuch' })) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const part: Static<typeof ListingSchema> = await listing(
        `sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`,
      )
      expect(part.total).toBe(3)
      seen.push(...part.items.map((item) => item.handle))
      cursor = part.next
    }
    expect(seen.join(' '), sort).toBe(expected)
  }
})

test('a search decorates what the database found; a mistyped one says what it looked for', async () => {
  const { handles, listing } = world
  const found = await listing('q=koszla&category=odziez')
  expect(found.corrected).toBe('koszula')
  expect(found.items.map((item) => item.handle)).toEqual(['lniana', 'flanela'])
  expect(await handles('q=koszula&sort=price')).toEqual(['flanela', 'lniana'])
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
  const { at } = world
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
