import { DAY_MS, gtinCheckDigit } from '@splot/kernel'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCategories, importProducts, type ImportedProduct } from '#modules/catalogue'
import { importPrices, openPriceList } from '#modules/pricing'
import type { Platform } from '#platform/context'
import { systemActor } from '#platform/context'
import { openBrowseWorld, type BrowseWorld } from '#test/browse-world'
import { ListingSchema, ProductPageSchema, VariantSchema } from './schemas.ts'

const actor = systemActor('test')
const both = (text: string) => ({ pl: text, en: text })
const pln = (minor: number) => ({ minor, currency: 'PLN' })
const gtin = (number: number) => `59000000010${number}${gtinCheckDigit(`59000000010${number}`)}`
let world: BrowseWorld

/** Soap in packs of 100 and 250 g, the larger one reduced from 20.00 to 15.00, and a mug. */
async function fill(platform: Platform): Promise<void> {
  const product = (handle: string, variants: ImportedProduct['variants']): ImportedProduct => ({
    handle,
    kind: 'home',
    brand: 'Splot',
    category: 'dom',
    text: { pl: { name: handle, description: '' }, en: { name: handle, description: '' } },
    attributes: [],
    options: [],
    variants,
    pictures: [],
    taxRate: 'A',
  })
  await platform.write(actor, async (ctx) => {
    await importCategories(ctx, [{ handle: 'dom', parent: null, name: both('Dom'), position: 1 }])
    await importProducts(ctx, [
      product('mydlo', [
        { sku: 'SOAP-100', gtin: gtin(1), options: {}, netContent: { amount: 100, unit: 'g' } },
        { sku: 'SOAP-250', gtin: gtin(2), options: {}, netContent: { amount: 0.25, unit: 'kg' } },
      ]),
      product('mydlo-duze', [
        { sku: 'SOAP-1000', gtin: gtin(3), options: {}, netContent: { amount: 250, unit: 'g' } },
      ]),
      product('kubek', [{ sku: 'MUG', gtin: gtin(4), options: {} }]),
    ])
    const list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
    await importPrices(
      ctx,
      list,
      (
        [
          ['SOAP-100', 999],
          ['SOAP-250', 1_999],
          ['SOAP-1000', 2_000],
          ['MUG', 2_500],
        ] as const
      ).map(([sku, grossMinor]) => ({ sku, grossMinor, taxRate: 'A' as const })),
    )
    const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS)
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       select 'SOAP-1000', id, 'PLN', at, minor, 2000, 2000, minor < 2000, 0
         from channels.channel, (values ($1::timestamptz, 2000), ($2, 1500)) as p(at, minor) where code = 'web'`,
      [ago(40), ago(1)],
    )
  })
}

beforeAll(async () => {
  world = await openBrowseWorld(fill)
})
afterAll(() => world.close())

test('a page says of each pack what a kilogram costs, and what it holds', async () => {
  const { body } = await world.get('/v1/products/mydlo')
  expect([...Value.Errors(ProductPageSchema, body)]).toEqual([])
  expect(body).toMatchObject({
    pricePerUnit: { price: pln(9_990), per: 'kg' },
    variants: [
      { pricePerUnit: { price: pln(9_990), per: 'kg' }, netContent: { amount: 100, unit: 'g' } },
      { pricePerUnit: { price: pln(7_996), per: 'kg' }, netContent: { amount: 0.25, unit: 'kg' } },
    ],
  })
})

test('beside a reduced price stands what a kilogram costs now, in lists, on the page and where it is scanned', async () => {
  const reduced = {
    price: pln(2_000),
    pricePerUnit: { price: pln(8_000), reduced: pln(6_000), per: 'kg' },
    reducedPrice: pln(1_500),
  }
  const listing = (await world.get('/v1/products')).body
  expect([...Value.Errors(ListingSchema, listing)]).toEqual([])
  expect(listing).toMatchObject({
    items: [
      { handle: 'mydlo', pricePerUnit: { price: pln(9_990), per: 'kg' } },
      { handle: 'mydlo-duze', pricePerUnit: reduced.pricePerUnit },
      { handle: 'kubek' },
    ],
  })
  expect((await world.get('/v1/products/mydlo-duze')).body).toMatchObject({ variants: [reduced] })
  const scanned = (await world.get(`/v1/variants/by-gtin/${gtin(3)}`)).body
  expect([...Value.Errors(VariantSchema, scanned)]).toEqual([])
  expect(scanned).toMatchObject(reduced)
})

test('a mug is a mug: it has no price per unit', async () => {
  const { body } = await world.get('/v1/variants/MUG')
  expect(body).not.toHaveProperty('pricePerUnit')
  expect(body).not.toHaveProperty('netContent')
})
