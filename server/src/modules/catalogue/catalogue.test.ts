import { gtinCheckDigit } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { meetsNobodyInACircle } from '#test/waiting'
import { PATIENCE } from '#test/patience'
import { importNetContents, setNetContents } from './set-net-contents.ts'
import { setPerishable } from './set-perishable.ts'
import {
  importCategories,
  importProducts,
  openCatalogue,
  productByHandle,
  searchProducts,
  variantByGtin,
  variantsBySku,
  type CatalogueModel,
  type ImportedProduct,
  type Locale,
} from './index.ts'

let database: TestDatabase
let platform: OpenPlatform
let catalogue: CatalogueModel
const actor = systemActor('test')

const gtin = (number: number): string => {
  const body = `20${String(number).padStart(10, '0')}`
  return `${body}${gtinCheckDigit(body)}`
}
const colours = {
  yellow: { code: 'yellow', label: { pl: 'żółta', en: 'yellow' }, hex: '#ffd000' },
  red: { code: 'red', label: { pl: 'czerwona', en: 'red' }, hex: '#c00000' },
}
let made = 0

const product = (
  handle: string,
  pl: string,
  en: string,
  over: Partial<ImportedProduct> & { colours?: (keyof typeof colours)[] } = {},
): ImportedProduct => {
  const { colours: used = ['red'], ...rest } = over
  return {
    handle,
    kind: 'apparel',
    brand: 'Lniarka',
    category: 'odziez',
    text: {
      pl: { name: pl, description: `${pl} na co dzień.` },
      en: { name: en, description: `${en} for every day.` },
    },
    attributes: [],
    options: [
      { code: 'colour', name: { pl: 'Kolor', en: 'Colour' }, values: used.map((code) => colours[code]) },
    ],
    variants: used.map((colour) => ({
      sku: `${handle}-${colour}`.toUpperCase(),
      gtin: gtin((made += 1)),
      options: { colour },
    })),
    pictures: used.map((colour) => ({
      url: `/media/${handle}/${colour}.svg`,
      alt: { pl, en },
      colour,
    })),
    taxRate: 'A',
    ...rest,
  }
}

const bring = (...products: ImportedProduct[]) =>
  platform.write(actor, (ctx) => importProducts(ctx, products))
const find = async (q: string, locale: Locale = 'pl') => searchProducts(platform.read(actor), { q, locale })
const handles = async (q: string, locale?: Locale) => (await find(q, locale)).handles

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  const tail = openTail(platform)
  await tail.start()
  await platform.write(actor, (ctx) =>
    importCategories(ctx, [
      { handle: 'odziez', parent: null, name: { pl: 'Odzież', en: 'Clothing' }, position: 0 },
      { handle: 'sukienki', parent: 'odziez', name: { pl: 'Sukienki', en: 'Dresses' }, position: 1 },
      { handle: 'dom', parent: null, name: { pl: 'Dom', en: 'Home' }, position: 2 },
    ]),
  )
  await bring(
    product('koszula-lniana', 'Koszula lniana', 'Linen shirt'),
    product('sukienka-w-kwiaty', 'Sukienka w kwiaty', 'Floral dress', {
      category: 'sukienki',
      colours: ['yellow', 'red'],
    }),
    product('kosz-na-pranie', 'Kosz na pranie', 'Laundry basket', { category: 'dom' }),
    product('szkatulka', 'Szkatułka na biżuterię', 'Jewellery box', { category: 'dom' }),
  )
  catalogue = await openCatalogue(platform, tail)
})

afterAll(async () => {
  await platform.close()
  await database.drop()
})

test('goods are found in any form of the word, with and without Polish letters', async () => {
  for (const q of [
    'sukienka',
    'sukienki',
    'Sukienkę',
    'sukienek w kwiaty',
    'kwiatami',
    'żółta sukienka',
    'zolte sukienki',
  ]) {
    expect(await handles(q), q).toEqual(['sukienka-w-kwiaty'])
  }
  expect(await handles('bizuteria')).toEqual(['szkatulka'])
})

test('a mistyped word is put right, and the answer says how', async () => {
  expect(await find('koszla')).toEqual({ handles: ['koszula-lniana'], corrected: 'koszula' })
  expect(await find('czerwona sukeinka')).toEqual({
    handles: ['sukienka-w-kwiaty'],
    corrected: 'czerwona sukienka',
  })
  expect(await find('qwertyuiop')).toEqual({ handles: [], corrected: null })
})

test('the beginning of a word is enough while typing, and whole words come first', async () => {
  expect(await handles('szkat')).toEqual(['szkatulka'])
  expect(await handles('kosz')).toEqual(['kosz-na-pranie', 'koszula-lniana'])
})

test('each language has its own words', async () => {
  expect(await handles('dresses', 'en')).toEqual(['sukienka-w-kwiaty'])
  expect(await handles('shirt', 'pl')).toEqual([])
})

test('a SKU or a GTIN finds its product', async () => {
  const sku = 'KOSZULA-LNIANA-RED'
  const variant = (await variantsBySku(platform.read(actor), [sku])).values().next().value
  expect(await handles(sku)).toEqual(['koszula-lniana'])
  expect(await handles(variant?.gtin ?? '')).toEqual(['koszula-lniana'])
})

test('signs that mean something to the database mean nothing in a question', async () => {
  for (const q of ["'; drop table --", '!!&|():*', '   ', '\\', ':* & !sukienka', '😀']) {
    expect(Array.isArray(await handles(q)), q).toBe(true)
  }
})

test('a variant is found with what a basket needs to name it, and the model says the same', async () => {
  const ctx = platform.read(actor)
  const variants = await variantsBySku(ctx, ['SUKIENKA-W-KWIATY-YELLOW', 'NO-SUCH'])
  const variant = [...variants.values()][0]
  expect(variants.size).toBe(1)
  expect(variant).toMatchObject({
    handle: 'sukienka-w-kwiaty',
    name: { pl: 'Sukienka w kwiaty', en: 'Floral dress' },
    options: { colour: colours.yellow },
    picture: { url: '/media/sukienka-w-kwiaty/yellow.svg' },
    taxRate: 'A',
    active: true,
  })
  expect(catalogue.variant('SUKIENKA-W-KWIATY-YELLOW')).toEqual(variant)
  expect(await variantByGtin(ctx, variant?.gtin ?? '')).toEqual(variant)
  expect(catalogue.product('sukienka-w-kwiaty')).toEqual(await productByHandle(ctx, 'sukienka-w-kwiaty'))
})

test('importing again replaces what is said, keeps ids, and retires variants that are gone', async () => {
  const before = product('apaszka', 'Apaszka', 'Neckerchief', { colours: ['yellow', 'red'] })
  await bring(before)
  const first = await productByHandle(platform.read(actor), 'apaszka')
  await bring({
    ...before,
    text: { ...before.text, pl: { name: 'Apaszka jedwabna', description: 'Z jedwabiu.' } },
    variants: before.variants.slice(0, 1),
  })
  const second = await productByHandle(platform.read(actor), 'apaszka')
  expect(second?.id).toBe(first?.id)
  expect(second?.text.pl.name).toBe('Apaszka jedwabna')
  expect(second?.variants.map(({ sku, active }) => [sku, active])).toEqual([
    ['APASZKA-YELLOW', true],
    ['APASZKA-RED', false],
  ])
  expect(await handles('jedwabne')).toEqual(['apaszka'])
  await expect.poll(() => catalogue.product('apaszka')?.text.pl.name).toBe('Apaszka jedwabna')
  expect(catalogue.variant('APASZKA-RED')?.active).toBe(false)
})

test('a SKU never changes its product, a GTIN names one variant, and a refusal leaves nothing', async () => {
  const thief = product('zlodziej', 'Złodziej', 'Thief')
  const [own] = thief.variants
  const known = (await variantsBySku(platform.read(actor), ['KOSZULA-LNIANA-RED'])).values().next().value
  if (!own || !known) throw new Error('both exist')
  const refused = (variant: Partial<typeof own>, over: Partial<ImportedProduct> = {}) =>
    bring({ ...thief, ...over, variants: [{ ...own, ...variant }] })
  await expect(refused({ sku: known.sku })).rejects.toMatchObject({ code: 'catalogue.sku_taken' })
  await expect(refused({ gtin: known.gtin })).rejects.toMatchObject({ code: 'catalogue.gtin_taken' })
  await expect(refused({ gtin: '2000000000000' })).rejects.toMatchObject({ code: 'catalogue.bad_gtin' })
  await expect(refused({}, { category: 'nowhere' })).rejects.toMatchObject({
    code: 'catalogue.unknown_category',
  })
  await expect(bring(thief, { ...thief, handle: 'drugi' })).rejects.toMatchObject({
    code: 'catalogue.named_twice',
  })
  expect(await productByHandle(platform.read(actor), 'zlodziej')).toBeUndefined()
  expect(await handles('złodziej')).toEqual([])
})

test('two who bring the same goods, in whatever order, wait for each other one way round', async () => {
  const coats = ['plaszcz-a', 'plaszcz-b'].map((handle) =>
    product(handle, 'Płaszcz', 'Coat', { colours: ['red', 'yellow'] }),
  )
  await bring(...coats)
  const productRow = (handle: string) => ({
    sql: 'select from catalogue.product where handle = $1',
    values: [handle],
  })
  await meetsNobodyInACircle(
    { platform },
    productRow('plaszcz-a'),
    () => bring(...coats.toReversed()),
    productRow('plaszcz-b'),
  )
  const variantRow = (sku: string) => ({ sql: 'select from catalogue.variant where sku = $1', values: [sku] })
  // One variant is gone and the other is written: both are locked at once, by their SKUs.
  const rest = coats.map((coat) => ({
    ...coat,
    variants: coat.variants.filter(({ sku }) => sku.endsWith('YELLOW')),
  }))
  await meetsNobodyInACircle(
    { platform },
    variantRow('PLASZCZ-A-RED'),
    () => bring(...rest),
    variantRow('PLASZCZ-A-YELLOW'),
  )
})

test('a label says what a pack holds, the variant keeps it, and what no label says is refused', async () => {
  const holding = (netContent?: NonNullable<ImportedProduct['variants'][number]['netContent']>) => {
    const [variant] = oil.variants
    if (!variant) throw new Error('it has one')
    return { ...oil, variants: [{ ...variant, ...(netContent && { netContent }) }] }
  }
  const oil = product('oliwa', 'Oliwa', 'Olive oil', { category: 'dom' })
  const stored = async () =>
    (await productByHandle(platform.read(actor), 'oliwa'))?.variants.map(({ netContent }) => netContent)
  await bring(holding({ amount: 0.75, unit: 'l' }))
  expect(await stored()).toEqual([{ amount: 0.75, unit: 'l' }])
  for (const wrong of [
    { amount: 0, unit: 'l' },
    { amount: -1, unit: 'g' },
    { amount: 0.0004, unit: 'kg' },
    { amount: 2.5, unit: 'piece' },
    { amount: Number.NaN, unit: 'g' },
    { amount: 2_000_000, unit: 'g' },
  ] as const) {
    await expect(bring(holding(wrong)), JSON.stringify(wrong)).rejects.toMatchObject({
      code: 'catalogue.bad_net_content',
    })
  }
  expect(await stored()).toEqual([{ amount: 0.75, unit: 'l' }])
  await bring(holding())
  expect(await stored()).toEqual([null])
})

test('what packs hold is said in rows and by a file, all or nothing, and every process knows it', async () => {
  await bring(
    product('mydlo', 'Mydło', 'Soap', { category: 'dom', colours: ['yellow', 'red'] }),
    product('wstazka', 'Wstążka', 'Ribbon', { category: 'dom' }),
  )
  const stored = async () => {
    const found = await variantsBySku(platform.read(actor), ['MYDLO-YELLOW', 'MYDLO-RED', 'WSTAZKA-RED'])
    return Object.fromEntries([...found].map(([sku, { netContent }]) => [sku, netContent]))
  }
  const send = (csv: string) => platform.write(actor, (ctx) => importNetContents(ctx, csv))
  const wrong = send(
    'Kod;Ilość;Jednostka\nMYDLO-YELLOW;250;g\nNO-SUCH;1;kg\nMYDLO-RED;dużo;g\nWSTAZKA-RED;2;łokcie\nMYDLO-YELLOW;;\n',
  )
  await expect(wrong).rejects.toMatchObject({ code: 'catalogue.rows_invalid' })
  const pointers = await wrong.catch((error: { errors: { pointer: string }[] }) =>
    error.errors.map(({ pointer }) => pointer).sort(),
  )
  expect(pointers).toEqual(['/csv/3/sku', '/csv/4/amount', '/csv/5/netContent', '/csv/6/sku'])
  await expect(send('kod;ilość\nMYDLO-RED;1\n')).rejects.toMatchObject({ code: 'catalogue.csv_unreadable' })
  expect(Object.values(await stored())).toEqual([null, null, null])
  expect(await send('sku,amount,unit\nMYDLO-YELLOW,250,g\nWSTAZKA-RED,2.5,m\n')).toBe(2)
  expect(await stored()).toEqual({
    'MYDLO-YELLOW': { amount: 250, unit: 'g' },
    'MYDLO-RED': null,
    'WSTAZKA-RED': { amount: 2.5, unit: 'm' },
  })
  await expect
    .poll(() => catalogue.variant('WSTAZKA-RED')?.netContent, PATIENCE)
    .toEqual({ amount: 2.5, unit: 'm' })
  const rows = [{ pointer: '/rows/0', sku: 'MYDLO-YELLOW', netContent: null }]
  await platform.write(actor, (ctx) => setNetContents(ctx, rows))
  expect((await stored())['MYDLO-YELLOW']).toBeNull()
})

test('a product is said to spoil soon, and every process knows it', async () => {
  await bring(product('twarog', 'Twaróg', 'Curd', { category: 'dom' }))
  const set = (handle: string, perishable: boolean) =>
    platform.write(actor, (ctx) => setPerishable(ctx, handle, perishable))
  await set('twarog', true)
  await expect.poll(() => catalogue.variant('TWAROG-RED')?.perishable, PATIENCE).toBe(true)
  await set('twarog', false)
  await expect.poll(() => catalogue.variant('TWAROG-RED')?.perishable, PATIENCE).toBe(false)
  await expect(set('no-such', true)).rejects.toMatchObject({ code: 'catalogue.product_not_found' })
})

test('a category knows everything below it', () => {
  expect(catalogue.categoryWithin('odziez')).toEqual(new Set(['odziez', 'sukienki']))
  expect(catalogue.categoryWithin('dom')).toEqual(new Set(['dom']))
  expect(catalogue.categoryWithin('nowhere')).toBeUndefined()
})
