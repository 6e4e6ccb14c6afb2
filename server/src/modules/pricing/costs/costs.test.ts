import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { systemActor } from '#platform/context'
import { importPrices } from '../import.ts'
import { proposePrices } from '../proposals/propose.ts'
import { openPricingWorld, STORE, type PricingWorld } from '../test/pricing-world.ts'
import { costBook } from './read.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const record = (rows: readonly object[], who = 'controller') =>
  world.call('POST', '/prices/costs', { rows }, who)
const send = (csv: string) => world.call('POST', '/prices/costs/imports', { csv }, 'controller')
const known = (sku: string, who = 'controller') => world.call('GET', `/prices/${sku}/costs`, undefined, who)
const ago = (days: number) => new Date(world.now().getTime() - days * DAY_MS)
const costAt = async (sku: string, at: Date) =>
  (await costBook(world.platform.read(systemActor('test')), [sku], at))(sku, 'PLN', at)

test('a cost counts from its instant on, a later one takes over, and none is ever changed', async () => {
  const sku = world.newSku()
  must(await record([{ sku, netMinor: 2_000, validFrom: ago(10).toISOString() }]), 200)
  must(await record([{ sku, netMinor: 2_500, validFrom: ago(-5).toISOString() }]), 200)
  expect(await costAt(sku, ago(11))).toBeUndefined()
  expect(await costAt(sku, ago(0))).toBe(2_000)
  expect(await costAt(sku, ago(-6))).toBe(2_500)
  // Mistyped, and put right for the same instant: what was written stays, the later row counts.
  must(await record([{ sku, netMinor: 2_100, validFrom: ago(10).toISOString() }]), 200)
  const { items } = must(await known(sku), 200).body
  expect(items.map(({ netMinor }) => netMinor).sort()).toEqual([2_000, 2_100, 2_500])
  const actor = systemActor('test')
  await world.platform.write(actor, async (ctx) => {
    await ctx.query(`update pricing.cost set net_minor = 1`)
    await ctx.query(`delete from pricing.cost`)
  })
  expect(must(await known(sku), 200).body.items).toEqual(items)
})

test('a long history of one article hides nothing of another', async () => {
  const [busy, quiet] = [world.newSku(), world.newSku()]
  must(await record([{ sku: quiet, netMinor: 700, validFrom: ago(400).toISOString() }]), 200)
  await world.platform.write(systemActor('test'), (ctx) =>
    ctx.query(
      `insert into pricing.cost (sku, currency, valid_from, net_minor, recorded_at, recorded_by)
       select $1, 'PLN', $2::timestamptz - n * interval '1 hour', n, $2, 'test' from generate_series(1, 1000) as n`,
      [busy, world.now()],
    ),
  )
  const read = world.platform.read(systemActor('test'))
  const book = await costBook(read, [busy, quiet], ago(30))
  expect(book(quiet, 'PLN', ago(30))).toBe(700)
  expect(book(busy, 'PLN', ago(0))).toBe(1)
  expect(book(busy, 'PLN', ago(30))).toBe(30 * 24)
})

test('a file is taken whole or not at all, with every error by row and column', async () => {
  const [one, other] = [world.newSku(), world.newSku()]
  const answer = refused(
    await send(
      `sku;koszt;waluta;od\n${one};12,50;;\nNO-SUCH;1,00;;\n${one};-3;;\n${other};abc;;\n${other};5;ZŁ;\n${other};5;;kiedyś\n`,
    ),
  )
  expect(answer).toMatchObject({ status: 422, code: 'pricing.rows_invalid' })
  expect(answer.errors?.map(({ pointer }) => pointer).sort()).toEqual([
    '/csv/3/sku',
    '/csv/4/cost',
    '/csv/5/cost',
    '/csv/6/currency',
    '/csv/7/from',
  ])
  expect(must(await known(one), 200).body.items).toEqual([])
  expect(must(await send(`sku;cost;from\n${one};12,50;2026-01-01\n${other};7.99;\n`), 200).body).toEqual({
    added: 2,
  })
  expect(must(await known(one), 200).body.items).toMatchObject([{ netMinor: 1_250, currency: 'PLN' }])
})

test('costs are shown to nobody without the permission: not to shoppers, not to tills, not to who sees prices', async () => {
  const sku = world.newSku()
  must(await record([{ sku, netMinor: 2_000 }]), 200)
  expect([(await known(sku, 'nobody')).status, (await known(sku, 'till')).status]).toEqual([401, 403])
  expect([
    (await known(sku, 'manager')).status,
    (await record([{ sku, netMinor: 1 }], 'reader')).status,
  ]).toEqual([403, 403])
  expect(refused(await record([{ sku, netMinor: -1 }])).status).toBe(400)
  const told = JSON.stringify([
    (await world.call('GET', `/prices/${sku}`, undefined, 'till')).body,
    (await world.call('GET', '/prices/snapshot', undefined, 'till')).body,
  ])
  expect(told).not.toMatch(/cost|koszt/i)
})

test('a rule that keeps above costs proposes no less than cost, VAT and its share on top', async () => {
  const sku = world.newSku()
  const actor = systemActor('test')
  await world.platform.write(actor, (ctx) =>
    importPrices(ctx, world.standard, [{ sku, grossMinor: 10_000, taxRate: 'A' }], ago(100)),
  )
  await vi.waitFor(
    () => expect(world.prices.priceOf(sku, { channel: STORE, currency: 'PLN' })?.gross.minor).toBe(10_000),
    PATIENCE,
  )
  world.demand.set(sku, { available: 1_000, sold: 1 })
  const terms = {
    currency: 'PLN',
    skus: [sku],
    categories: [],
    factors: [{ kind: 'stock_cover', bands: [{ aboveDays: 90, ppm: -300_000 }] }],
    floorPpm: 500_000,
    ceilingPpm: 1_200_000,
    floorMinor: 100,
    aboveCostPpm: 100_000,
    dailyPpm: 500_000,
    leastPpm: 10_000,
    omnibus: 'tell',
    channels: { kind: 'equal' },
    mode: 'live',
    approval: { kind: 'person' },
  }
  must(
    await world.call(
      'POST',
      '/prices/proposal-rules',
      { name: 'costs', list: 'standard', terms, enabled: true },
      'controller',
    ),
    201,
  )
  const proposed = async () => {
    await proposePrices(world.platform)
    const { items } = must(await world.call('GET', '/prices/proposals?state=proposed'), 200).body
    return items.filter((one) => one.sku === sku).map(({ toMinor }) => toMinor)
  }
  // Nobody has said what it costs: it does not get cheaper.
  expect(await proposed()).toEqual([])
  must(await record([{ sku, netMinor: 6_000 }]), 200)
  // 60.00 net are 73.80 with VAT, and a tenth more is 81.18; without the bound it would be 70.00.
  expect(await proposed()).toEqual([8_118])
})
