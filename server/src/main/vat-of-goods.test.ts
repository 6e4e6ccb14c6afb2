import { gtinCheckDigit, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCategories, importProducts, variantsBySku, type ImportedProduct } from '#modules/catalogue'
import { bindCatalogue, defineKit, listKits, retireKit, routes } from '#modules/inventory'
import { openTax } from '#modules/tax'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { buildServer } from '#platform/http'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { PATIENCE } from '#test/patience'
import { bindVatOfGoods } from './vat-of-goods.ts'

type TaxRate = ImportedProduct['taxRate']

let database: TestDatabase
let platform: OpenPlatform
let app: Awaited<ReturnType<typeof buildServer>>
const actor = systemActor('test')
const office: Actor = {
  ...actor,
  kind: 'staff',
  id: 'office',
  grants: [{ permission: 'stock.policy', locationId: null }],
}

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  await openTax(platform)
  // As main binds them.
  bindVatOfGoods(platform)
  bindCatalogue(async (ctx, skus) => new Set((await variantsBySku(ctx, skus)).keys()))
  app = await buildServer({ platform, routes, authenticate: () => office, version: 'test' })
  const all = { handle: 'all', parent: null, name: both('Wszystko'), position: 1 }
  await platform.write(actor, (ctx) => importCategories(ctx, [all]))
})
afterAll(async () => {
  await app.close()
  await platform.close()
  await database.drop()
})

const both = (text: string) => ({ pl: text, en: text })
const product = (sku: string, taxRate: TaxRate): ImportedProduct => {
  const body = `20${String(Number.parseInt(sku, 36)).slice(0, 10).padStart(10, '0')}`
  return {
    handle: sku.toLowerCase(),
    kind: 'goods',
    brand: 'Splot',
    category: 'all',
    text: { pl: { name: sku, description: '' }, en: { name: sku, description: '' } },
    attributes: [],
    options: [],
    variants: [{ sku, gtin: `${body}${gtinCheckDigit(body)}`, options: {} }],
    pictures: [],
    taxRate,
  }
}
const bring = (classes: Readonly<Record<string, TaxRate>>) =>
  platform.write(actor, (ctx) =>
    importProducts(
      ctx,
      Object.entries(classes).map(([sku, taxRate]) => product(sku, taxRate)),
    ),
  )
const classOf = async (sku: string) =>
  (await variantsBySku(platform.read(actor), [sku])).get(sku as Sku)?.taxRate
const put = async (kit: string, parts: readonly string[], kind = 'virtual') => {
  const payload = { kind, components: parts.map((sku) => ({ sku, quantity: 1 })) }
  const answer = await app.inject({ method: 'PUT', url: `/v1/stock/kits/${kit}`, payload })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}
const kitOf = (sku: string) => listKits(platform.read(actor), { sku: sku as Sku, limit: 1 })

test('a kit whose parts bear two rates is refused with each part and its rate, and nothing of it stands', async () => {
  await bring({ MUG: 'A', TEA: 'A', BOOK: 'C' })
  for (const kind of ['virtual', 'packed']) {
    expect(await put('GIFT', ['MUG', 'BOOK'], kind)).toMatchObject({
      status: 422,
      body: {
        code: 'inventory.kit_of_two_rates',
        detail: expect.stringContaining('bundle promotion'),
        errors: [
          { pointer: '/components/0/sku', detail: 'MUG bears 23 % (class A)' },
          { pointer: '/components/1/sku', detail: 'BOOK bears 5 % (class C)' },
        ],
        facts: {
          parts: [
            { sku: 'MUG', taxClass: 'A', ratePpm: 230_000 },
            { sku: 'BOOK', taxClass: 'C', ratePpm: 50_000 },
          ],
        },
      },
    })
  }
  expect(await kitOf('GIFT')).toEqual([])
  expect(await put('GIFT', ['MUG', 'TEA'])).toMatchObject({ status: 200, body: { version: 1 } })
  // What stands is not made worse either.
  expect((await put('GIFT', ['MUG', 'TEA', 'BOOK'])).status).toBe(422)
  expect(await kitOf('GIFT')).toMatchObject([{ version: 1, components: [{ sku: 'MUG' }, { sku: 'TEA' }] }])
})

test('the article of a kit is of the class of its parts, whichever of them was there first', async () => {
  await bring({ NOVEL: 'C', ATLAS: 'C', SHELF: 'A' })
  expect(await put('SHELF', ['NOVEL', 'ATLAS'])).toMatchObject({
    status: 422,
    body: {
      code: 'inventory.kit_bears_other_rate',
      errors: [
        { pointer: '/sku', detail: 'SHELF bears 23 % (class A)' },
        { pointer: '/components/0/sku' },
        { pointer: '/components/1/sku' },
      ],
    },
  })
  expect((await put('READER', ['NOVEL', 'ATLAS'])).status).toBe(200)
  const split = { code: 'inventory.class_splits_kit', facts: { kits: [{ sku: 'READER' }] } }
  await expect(bring({ READER: 'A' })).rejects.toMatchObject(split)
  expect(await classOf('READER')).toBeUndefined()
  await bring({ READER: 'C' })
})

test('a class that would split a kit is refused with the kit; all of it at once may change, and so may a part of what is sold no more', async () => {
  await bring({ PLATE: 'A', BOWL: 'A', SPOON: 'A' })
  expect((await put('DINNER', ['PLATE', 'BOWL'])).status).toBe(200)
  await expect(bring({ SPOON: 'B', BOWL: 'B' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'inventory.class_splits_kit',
    facts: {
      kits: [
        {
          sku: 'DINNER',
          parts: [
            { sku: 'BOWL', taxClass: 'B', ratePpm: 80_000 },
            { sku: 'PLATE', taxClass: 'A', ratePpm: 230_000 },
          ],
        },
      ],
    },
  })
  expect([await classOf('SPOON'), await classOf('BOWL')]).toEqual(['A', 'A'])
  await bring({ BOWL: 'A', PLATE: 'A' })
  await bring({ BOWL: 'B', PLATE: 'B' })
  await platform.write(actor, (ctx) => retireKit(ctx, 'DINNER' as Sku))
  await bring({ BOWL: 'C' })
  expect(await classOf('BOWL')).toBe('C')
})

/** Begins `second` while `first` is not committed, and commits that when the other waits for it. */
async function whileOpen(
  first: (ctx: Parameters<Parameters<OpenPlatform['write']>[1]>[0]) => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<unknown> {
  const waiting = await platform.write(actor, async (ctx) => {
    await first(ctx)
    const [own] = await ctx.query<{ pid: number }>('select pg_backend_pid() as pid')
    // An object, because a promise that is answered would be waited for.
    const begun = { answer: second().catch((error: unknown) => error) }
    const blocked = 'select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))'
    await expect.poll(() => platform.read(actor).query(blocked, [own?.pid]), PATIENCE).toHaveLength(1)
    return begun
  })
  return waiting.answer
}

test('a kit and the class of its part at the same instant: whoever comes second is told', async () => {
  await bring({ LAMP: 'A', BULB: 'A' })
  const components = ['LAMP', 'BULB'].map((sku) => ({ sku: sku as Sku, quantity: 1 }))
  const kit = { sku: 'LIGHT' as Sku, kind: 'virtual', components } as const
  expect(
    await whileOpen(
      (ctx) => importProducts(ctx, [product('BULB', 'B')]),
      () => put('LIGHT', ['LAMP', 'BULB']),
    ),
  ).toMatchObject({ status: 422, body: { code: 'inventory.kit_of_two_rates' } })
  await bring({ BULB: 'A' })
  expect(
    await whileOpen(
      (ctx) => defineKit(ctx, kit),
      () => bring({ BULB: 'B' }),
    ),
  ).toMatchObject({ code: 'inventory.class_splits_kit' })
  expect(await classOf('BULB')).toBe('A')
})
