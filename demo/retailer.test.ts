import { expect, test } from 'vitest'
import { checkDigit } from './gtin.ts'
import { buildRetailer } from './index.ts'

const retailer = buildRetailer()
const apparel = retailer.products.filter(({ kind }) => kind === 'apparel')
const home = retailer.products.filter(({ kind }) => kind === 'home')
const variants = retailer.products.flatMap((product) => product.variants)
const distinct = (values: string[]) => new Set(values).size

test('the range is as large as a department store’s', () => {
  expect(apparel.length).toBeGreaterThanOrEqual(150)
  expect(apparel.flatMap((product) => product.variants).length).toBeGreaterThanOrEqual(2500)
  expect(home.length).toBeGreaterThanOrEqual(3000)
  expect(retailer.locations.filter(({ kind }) => kind === 'store')).toHaveLength(22)
  expect(retailer.locations.filter(({ kind }) => kind === 'warehouse')).toHaveLength(1)
})

test('every SKU, GTIN, handle, PIN and e-mail is of one thing only', () => {
  expect(distinct(variants.map(({ sku }) => sku))).toBe(variants.length)
  expect(distinct(variants.map(({ gtin }) => gtin))).toBe(variants.length)
  expect(distinct(retailer.products.map(({ handle }) => handle))).toBe(retailer.products.length)
  expect(distinct(retailer.staff.map(({ pin }) => pin))).toBe(retailer.staff.length)
  expect(distinct(retailer.staff.map(({ email }) => email))).toBe(retailer.staff.length)
})

test('a shopper meets goods of every measure, and what a pack holds is said where the source says it', () => {
  const held = variants.flatMap(({ netContent }) => netContent ?? [])
  expect(held.length).toBeGreaterThan(250)
  expect([...new Set(held.map(({ unit }) => unit))].sort()).toEqual(['g', 'kg', 'm', 'm2', 'ml', 'piece'])
  for (const { amount } of held) expect(amount).toBeGreaterThan(0)
  const of = (code: string) => variants.find(({ sku }) => sku === `UCI-${code}`)?.netContent
  // A bag of 250 g of marbles, 20 napkins, and a holder of candles, which holds none.
  expect([of('21704'), of('21080'), of('85123A')]).toEqual([
    { amount: 250, unit: 'g' },
    { amount: 20, unit: 'piece' },
    undefined,
  ])
})

test('every article has a cost that leaves something of its net price, the same for every colour and size', () => {
  const costs = new Map(retailer.costs.map(({ sku, netMinor }) => [sku, netMinor]))
  expect(costs.size).toBe(variants.length)
  for (const { variants: own } of retailer.products) {
    expect(new Set(own.map(({ sku }) => costs.get(sku))).size).toBe(1)
    for (const { sku, priceMinor } of own) {
      const share = (costs.get(sku) ?? 0) / (priceMinor / 1.23)
      expect(share).toBeGreaterThan(0.2)
      // A few articles of some grosze cost a whole one.
      if (priceMinor > 100) expect(share).toBeLessThan(0.65)
    }
  }
})

test('GTINs have a right check digit and belong to no real company', () => {
  // An independent example, worked by hand in the GS1 check digit guide: 629104150021 has the digit 3.
  expect(checkDigit('629104150021')).toBe('3')
  for (const { gtin } of variants) {
    expect(gtin).toMatch(/^2\d{12}$/)
    const sum = [...gtin].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
    expect(sum % 10).toBe(0)
  }
})

test('every product stands in a category of the menu, and every category but the branches has products', () => {
  const handles = new Set(retailer.categories.map(({ handle }) => handle))
  for (const { category } of retailer.products) expect(handles).toContain(category)
  for (const { parent } of retailer.categories) if (parent !== null) expect(handles).toContain(parent)
  const parents = new Set(retailer.categories.map(({ parent }) => parent))
  const used = new Set(retailer.products.map(({ category }) => category))
  const empty = retailer.categories.filter(({ handle }) => !parents.has(handle) && !used.has(handle))
  expect(empty.map(({ handle }) => handle)).toEqual([])
})

test('both languages say something, and no two garments say the same', () => {
  for (const { text, media } of retailer.products) {
    for (const { name, description } of [text.pl, text.en]) {
      expect(name.length).toBeGreaterThan(2)
      expect(description.length).toBeGreaterThan(40)
      expect(`${name} ${description}`).not.toMatch(/undefined|\s{2}|null/)
    }
    for (const { alt } of media) expect(alt.pl && alt.en).toBeTruthy()
  }
  for (const language of ['pl', 'en'] as const) {
    expect(distinct(apparel.map(({ text }) => text[language].description))).toBe(apparel.length)
  }
})

test('a third of the gifts have a Polish name', () => {
  const polish = home.filter(({ text }) => text.pl.name !== text.en.name)
  expect(polish.length / home.length).toBeGreaterThan(0.3)
})

const labelOf = (handle: string, colour: string) =>
  apparel
    .find((product) => product.handle === handle)
    ?.options.find(({ code }) => code === 'colour')
    ?.values.find(({ code }) => code === colour)?.label.pl

test('variants name the values of their options; a colour has one name, and agrees with its noun in sentences', () => {
  for (const product of apparel) {
    for (const variant of product.variants) {
      for (const option of product.options) {
        expect(option.values.map(({ code }) => code)).toContain(variant.options[option.code])
      }
      expect(Number.isSafeInteger(variant.priceMinor) && variant.priceMinor > 0).toBe(true)
    }
  }
  expect(labelOf('koszula-oksfordzka-henryk', 'white')).toBe('biały')
  expect(labelOf('t-shirt-bor', 'white')).toBe('biały')
  const jeans = apparel.find(({ handle }) => handle === 'jeansy-proste-warta')
  expect(jeans?.media.find(({ colour }) => colour === 'black')?.alt.pl).toBe('Jeansy proste Warta, czarne')
})

test('attribute values have words in both languages', () => {
  const words = new Map(
    retailer.attributes.map(({ code, values }) => [code, new Set(values.map((value) => value.code))]),
  )
  for (const { attributes } of retailer.products) {
    for (const [code, value] of Object.entries(attributes)) {
      if (code === 'pieces') continue
      for (const one of [value].flat()) expect(words.get(code)).toContain(one)
    }
  }
})

test('the same seed deals the same shop, another seed another stock', () => {
  expect(buildRetailer(7)).toEqual(buildRetailer(7))
  expect(buildRetailer(7).openingStock).not.toEqual(buildRetailer(8).openingStock)
  expect(buildRetailer(7).products).toEqual(buildRetailer(8).products)
})

test('shops have last pieces and gaps, the warehouse has everything but what is only announced', () => {
  const { openingStock } = retailer
  const skus = new Set(variants.map(({ sku }) => sku))
  const wrong = openingStock.filter(
    ({ sku, quantity }) => !skus.has(sku) || !Number.isSafeInteger(quantity) || quantity <= 0,
  )
  expect(wrong).toEqual([])
  expect(distinct(openingStock.map(({ sku, locationCode }) => `${sku} ${locationCode}`))).toBe(
    openingStock.length,
  )
  const announced = retailer.arrivals.map(({ sku }) => sku)
  expect(announced.length).toBeGreaterThan(0)
  expect(openingStock.filter(({ sku }) => announced.includes(sku))).toEqual([])
  expect(
    new Set([
      ...openingStock.filter(({ locationCode }) => locationCode === 'MAG1').map(({ sku }) => sku),
      ...announced,
    ]),
  ).toEqual(skus)
  const store = openingStock.filter(({ locationCode }) => locationCode === 'LUB1')
  expect(store.some(({ quantity }) => quantity === 1)).toBe(true)
  expect(store.length).toBeLessThan(skus.size)
})
