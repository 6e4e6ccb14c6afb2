import { HOUR_MS, type ChannelId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail, stalenessOfModels } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import {
  importPrices,
  openPriceList,
  openPrices,
  pricesFor,
  type PriceModel,
  type TaxLetter,
} from './index.ts'
import type { PriceListId } from './types.ts'

let database: TestDatabase
let platform: OpenPlatform
let prices: PriceModel
let standard: PriceListId
let ahead = 0
const actor = systemActor('test')
const web = '019aa000-0000-7000-8000-000000000001' as ChannelId
const store = '019aa000-0000-7000-8000-000000000002' as ChannelId
const inWeb = { channel: web, currency: 'PLN' }
const inStore = { channel: store, currency: 'PLN' }

const set = (
  list: PriceListId,
  sku: string,
  grossMinor: number,
  validFrom?: Date,
  taxRate: TaxLetter = 'A',
) => platform.write(actor, (ctx) => importPrices(ctx, list, [{ sku, grossMinor, taxRate }], validFrom))
const read = async (sku: string, scope = inWeb) =>
  [...(await pricesFor(platform.read(actor), [sku], scope)).values()][0]?.gross.minor

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  const tail = openTail(platform)
  await tail.start()
  standard = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }),
  )
  prices = await openPrices(platform, tail)
})

afterAll(async () => {
  await platform.close()
  await database.drop()
})

test('a price carries its VAT letter and what that letter amounts to today', async () => {
  await set(standard, 'SHIRT', 19_900)
  await set(standard, 'BOOK', 3_900, undefined, 'C')
  const found = await pricesFor(platform.read(actor), ['SHIRT', 'BOOK', 'NOTHING'], inWeb)
  const source = { list: 'standard', fromQuantity: 1, exceptions: [] }
  expect([...found]).toEqual([
    [
      'SHIRT',
      {
        gross: { minor: 19_900, currency: 'PLN' },
        taxRate: 'A',
        ppm: 230_000,
        source: { ...source, version: 1, listMinor: 19_900 },
      },
    ],
    [
      'BOOK',
      {
        gross: { minor: 3_900, currency: 'PLN' },
        taxRate: 'C',
        ppm: 50_000,
        source: { ...source, version: 2, listMinor: 3_900 },
      },
    ],
  ])
  await expect.poll(() => prices.priceOf('BOOK', inWeb)?.ppm).toBe(50_000)
  const remembered = pricesFor(prices, ['SHIRT', 'BOOK', 'NOTHING'], inWeb)
  expect(new Map([...remembered].sort())).toEqual(new Map([...found].sort()))
})

test('a channel’s own price wins there and nowhere else', async () => {
  const own = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'store-only', currency: 'PLN', channelId: store }),
  )
  await set(standard, 'SCARF', 5_000)
  await set(own, 'SCARF', 4_500)
  expect(await read('SCARF', inStore)).toBe(4_500)
  expect(await read('SCARF', inWeb)).toBe(5_000)
  expect(await read('SHIRT', inStore)).toBe(19_900)
  await expect.poll(() => prices.priceOf('SCARF', inStore)?.gross.minor).toBe(4_500)
  expect(prices.priceOf('SCARF', inWeb)?.gross.minor).toBe(5_000)
})

test('a currency that the channel does not sell in is refused, from the tables and from memory', async () => {
  const scope = { channel: web, currency: 'EUR' }
  const refusal = { code: 'pricing.wrong_currency', kind: 'unprocessable' }
  await expect(pricesFor(platform.read(actor), ['SHIRT'], scope)).rejects.toMatchObject(refusal)
  expect(() => prices.pricesFor(['SHIRT'], scope)).toThrow(expect.objectContaining(refusal))
})

test('a price of next week holds from next week on, and the past keeps its own', async () => {
  await set(standard, 'COAT', 50_000)
  const nextWeek = new Date(platform.clock().getTime() + 168 * HOUR_MS)
  await set(standard, 'COAT', 40_000, nextWeek)
  expect(await read('COAT')).toBe(50_000)
  ahead = 169 * HOUR_MS
  expect(await read('COAT')).toBe(40_000)
  ahead = 0
  expect(await read('COAT')).toBe(50_000)
})

test('a price that begins in a moment is in memory by itself when it has begun', async () => {
  await set(standard, 'GLOVES', 9_000)
  await set(standard, 'GLOVES', 8_000, new Date(platform.clock().getTime() + 300))
  await expect.poll(() => prices.priceOf('GLOVES', inWeb)?.gross.minor).toBe(8_000)
})

test('a plan may be corrected before it begins', async () => {
  const soon = new Date(platform.clock().getTime() + HOUR_MS)
  await set(standard, 'CAP', 3_000)
  await set(standard, 'CAP', 2_000, soon)
  await set(standard, 'CAP', 2_500, soon)
  ahead = 2 * HOUR_MS
  expect(await read('CAP')).toBe(2_500)
  ahead = 0
})

test('what is the same already is not written again, and history cannot be changed', async () => {
  await set(standard, 'HAT', 7_000)
  await set(standard, 'HAT', 7_000)
  await set(standard, 'HAT', 6_000)
  const { query } = platform.read(actor)
  await query(`update pricing.price set gross_minor = 1 where sku = 'HAT'`)
  await query(`delete from pricing.price where sku = 'HAT'`)
  const rows = await query<{ gross_minor: number }>(
    `select gross_minor from pricing.price p join pricing.version v on v.id = p.version_id where sku = $1 order by number`,
    ['HAT'],
  )
  expect(rows.map((row) => row.gross_minor)).toEqual([7_000, 6_000])
})

test('a code belongs to one list', async () => {
  const again = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }),
  )
  expect(again).toBe(standard)
  await expect(
    platform.write(actor, (ctx) =>
      openPriceList(ctx, { code: 'standard', currency: 'EUR', channelId: null }),
    ),
  ).rejects.toMatchObject({ code: 'pricing.list_differs' })
})

test('a reload that fails is made again until it succeeds; meanwhile the old price is told, and a number tells', async () => {
  await set(standard, 'TEE', 4_000)
  await expect.poll(() => prices.priceOf('TEE', inWeb)?.gross.minor).toBe(4_000)
  // The fact arrives while the table cannot be read.
  await platform.write(actor, async (ctx) => {
    await importPrices(ctx, standard, [{ sku: 'TEE', grossMinor: 5_000, taxRate: 'A' }])
    await ctx.query('alter table pricing.price rename to price_elsewhere')
  })
  const stale = () => stalenessOfModels(platform).find(({ name }) => name === 'prices')?.seconds
  await expect.poll(stale).toBeGreaterThan(0)
  expect(prices.priceOf('TEE', inWeb)?.gross.minor).toBe(4_000)
  await platform.pool.query('alter table pricing.price_elsewhere rename to price')
  await expect.poll(() => prices.priceOf('TEE', inWeb)?.gross.minor).toBe(5_000)
  await expect.poll(stale).toBe(0)
})
