import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCategories, importProducts, openCatalogue } from '#modules/catalogue'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { goodsVersionOf } from './goods-version.ts'

const actor = systemActor('test')
const both = (text: string) => ({ pl: text, en: text })
let database: TestDatabase
const open: OpenPlatform[] = []

/** A process of its own, as far as what it knows of goods. */
async function node(): Promise<{ readonly platform: OpenPlatform; readonly version: () => string }> {
  const platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  open.push(platform)
  const tail = openTail(platform)
  const catalogue = await openCatalogue(platform, tail)
  await tail.start()
  return { platform, version: goodsVersionOf(catalogue) }
}

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  for (const platform of open) await platform.close()
  await database.drop()
})

const fill = (platform: OpenPlatform, grams: number, name: string) =>
  platform.write(actor, async (ctx) => {
    await importCategories(ctx, [{ handle: 'food', parent: null, name: both('Food'), position: 1 }])
    await importProducts(ctx, [
      {
        handle: 'tea',
        kind: 'food',
        brand: 'splot',
        category: 'food',
        text: { pl: { name, description: '' }, en: { name, description: '' } },
        attributes: [],
        options: [],
        variants: [
          {
            sku: 'TEA',
            gtin: '2000000000008',
            options: {},
            netContent: { amount: grams, unit: 'g' },
          },
        ],
        pictures: [],
        taxRate: 'A',
      },
    ])
  })

test('processes that know the same goods name them alike, whatever each has lived through', async () => {
  const first = await node()
  const empty = first.version()
  await fill(first.platform, 100, 'Herbata')
  await expect.poll(first.version).not.toBe(empty)
  const light = first.version()
  const second = await node()
  expect(second.version()).toBe(light)
  await fill(second.platform, 250, 'Herbata')
  for (const one of [first, second]) await expect.poll(one.version).not.toBe(light)
  expect(first.version()).toBe(second.version())
  // Prices tell nothing of a name.
  await fill(first.platform, 100, 'Herbata czarna')
  for (const one of [first, second]) await expect.poll(one.version).toBe(light)
  expect((await node()).version()).toBe(light)
})
