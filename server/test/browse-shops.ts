import { gtinCheckDigit, newId, type LocationId, type Sku } from '@splot/kernel'
import type { Static } from 'typebox'
import type { ListingSchema, ProductPageSchema } from '#flows/browse/schemas'
import { importCategories, importProducts, type ImportedProduct } from '#modules/catalogue'
import { adjust, receive } from '#modules/inventory'
import { importLocations, locationsByCode, type ImportedLocation } from '#modules/locations'
import { importPrices, openPriceList } from '#modules/pricing'
import { systemActor, type Platform } from '#platform/context'
import { openBrowseWorld } from './browse-world.ts'

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

/** A shop in Łódź that is open all day but on Sundays. */
export const place = (code: string, over: Partial<ImportedLocation> = {}): ImportedLocation => ({
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

/** Two shops, a warehouse, and three articles of 49 to 199 zł beside one that has no price. */
async function fill(platform: Platform) {
  return platform.write(actor, async (ctx) => {
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
    const places = await locationsByCode(ctx, ['LOD1', 'LOD2', 'MAG1'])
    const products = [
      shirt('lniana', 'Koszula lniana'),
      shirt('flanela', 'Koszula flanelowa'),
      shirt('fartuch', 'Fartuch kuchenny', 'home', 'dom'),
    ]
    await importProducts(ctx, [...products, shirt('bez-ceny', 'Koszula bez ceny')])
    const list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
    const amounts = [19_900, 14_900, 4_900]
    await importPrices(
      ctx,
      list,
      products.flatMap((product, index) =>
        product.variants.map(({ sku }) => ({ sku, grossMinor: amounts[index] ?? 0, taxRate: 'A' as const })),
      ),
    )
    return { places, list }
  })
}

export type BrowseShops = Awaited<ReturnType<typeof openBrowseShops>>

/** A shop window over small shops, what their shelves are filled and emptied by, and what is read in it. */
export async function openBrowseShops() {
  let filled: Awaited<ReturnType<typeof fill>> | undefined
  const world = await openBrowseWorld(async (platform) => {
    filled = await fill(platform)
  })
  if (!filled) throw new Error('a world is filled before it opens')
  const { places, list } = filled
  const at = (code: string): LocationId => {
    const id = places.get(code)
    if (!id) throw new Error(`no place ${code}`)
    return id
  }
  const listing = async (query = '') =>
    (await world.get(`/v1/products?${query}`)).body as Static<typeof ListingSchema>
  return {
    ...world,
    at,
    stock: (code: string, sku: string, quantity: number) =>
      world.write((ctx) =>
        receive(ctx, [
          {
            document: { kind: 'receipt', id: newId() },
            locationId: at(code),
            lines: [{ sku: sku as Sku, quantity }],
          },
        ]),
      ),
    take: (code: string, sku: string, quantity: number) =>
      world.write((ctx) =>
        adjust(ctx, [
          {
            document: { kind: 'adjustment', id: newId() },
            locationId: at(code),
            lines: [{ sku: sku as Sku, quantity: -quantity }],
            reason: 'theft',
          },
        ]),
      ),
    price: (sku: string, grossMinor: number) =>
      world.write((ctx) => importPrices(ctx, list, [{ sku, grossMinor, taxRate: 'A' }])),
    listing,
    handles: async (query = '') => (await listing(query)).items.map((item) => item.handle),
    page: async (handle: string, query = '') =>
      (await world.get(`/v1/products/${handle}?${query}`)).body as Static<typeof ProductPageSchema>,
  }
}
