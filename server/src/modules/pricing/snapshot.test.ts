import { gunzipSync } from 'node:zlib'
import { DAY_MS, HOME_ZONE, wallClock } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { emit } from '#platform/events'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openPrices } from './index.ts'
import { bookOf } from './model.ts'
import { openPricingWorld, STORE, WEB, type PricingWorld } from './test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const publish = async (sku: string, minor: number, effectiveAt?: string) => {
  const { id } = must(
    await world.call('POST', '/prices/changes', {
      note: 'a test',
      rows: [{ list: 'standard', sku, minor }],
      ...(effectiveAt && { effectiveAt }),
    }),
    201,
  ).body
  must(await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/x/publish', {}), 200)
  return id
}
const snapshot = async (query = '') =>
  must(await world.call('GET', `/prices/snapshot${query}` as '/prices/snapshot', undefined, 'till'), 200).body
const pricesOf = async (sku: string, query = '') =>
  (await snapshot(query)).rows.filter((row) => row.sku === sku).map(({ minor }) => minor)

test('whoever publishes and asks at once gets the newest; then nothing new costs nothing', async () => {
  const sku = world.newSku()
  await publish(sku, 3_000)
  const whole = await snapshot()
  expect(whole).toMatchObject({
    channel: STORE,
    location: world.places.LDZ1,
    rates: { A: 230_000 },
    rateChanges: [],
  })
  expect(await pricesOf(sku)).toEqual([3_000])
  const path = `/prices/snapshot?after=${whole.seq}`
  const first = await world.read(path, {}, 'till')
  const etag = String(first.headers['etag'])
  const again = await world.read(path, { 'if-none-match': etag }, 'till')
  expect({ status: again.statusCode, bytes: again.rawPayload.length }).toEqual({ status: 304, bytes: 0 })
  // What a pack holds has changed: the price per unit that stands beside the price with it.
  world.newSku([], 'A', { amount: 500, unit: 'g' })
  const other = await world.read(path, { 'if-none-match': etag }, 'till')
  expect(other.statusCode).toBe(200)
  await publish(sku, 2_800, world.ahead(DAY_MS))
  const news = await world.read(path, { 'if-none-match': String(other.headers['etag']) }, 'till')
  expect(news.statusCode).toBe(200)
  expect(news.json()).toMatchObject({ rows: [{ sku, minor: 2_800 }] })
})

test('plans are told to whoever sells at a till of her own place, and to who may read prices; to no kiosk and no other key', async () => {
  const status = async (who: string, query = '') =>
    (await world.read(`/prices/snapshot${query}`, {}, who)).statusCode
  const here = `?locationId=${world.places.LDZ1}&channelId=${STORE}`
  expect(await Promise.all(['till', 'kiosk', 'till nobody is at'].map((who) => status(who)))).toEqual([
    200, 403, 403,
  ])
  expect(await Promise.all(['key', 'key of prices', 'reader'].map((who) => status(who, here)))).toEqual([
    403, 200, 200,
  ])
  expect(await status('till', `?channelId=${WEB}`)).toBe(403)
  const elsewhere = await world.read(`/prices/snapshot?locationId=${world.places.GDA1}`, {}, 'till')
  expect(elsewhere.json()).toMatchObject({ status: 403, errors: [{ pointer: '/locationId' }] })
})

test('an exception is told where it counts, ends there when it moves away, and is not told elsewhere', async () => {
  const terms = (locations: readonly string[]) => ({
    reason: { pl: 'Czynsz', en: 'Rent' },
    effect: { kind: 'percent', ppm: 20_000 },
    locations,
    note: 'a test',
  })
  const make = async (at: string) =>
    must(await world.call('POST', '/prices/exceptions', terms([at])), 201).body.id
  const [here, there] = [await make(world.places.LDZ1), await make(world.places.GDA1)]
  must(await world.call('PUT', `/prices/exceptions/${here}`, terms([world.places.GDA1])), 200)
  const { exceptions } = await snapshot()
  expect(exceptions.filter(({ id }) => id === here).map(({ terms }) => terms?.['locations'] ?? null)).toEqual(
    [[world.places.LDZ1], null],
  )
  expect(exceptions.filter(({ id }) => id === there)).toEqual([])
})

test('it is compressed for who takes gzip, and says the same', async () => {
  for (let index = 0; index < 40; index += 1) await publish(world.newSku(), 1_000 + index)
  const plain = await world.read('/prices/snapshot', {}, 'till')
  const small = await world.read('/prices/snapshot', { 'accept-encoding': 'gzip, br' }, 'till')
  expect(small.headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(gunzipSync(small.rawPayload).toString('utf8'))).toEqual(plain.json())
  expect(small.rawPayload.length * 4).toBeLessThan(plain.rawPayload.length)
})

test('a plan that is laid over another plan and taken back leaves the first as it was', async () => {
  const sku = world.newSku()
  const tomorrow = world.ahead(DAY_MS)
  await publish(sku, 3_000)
  await publish(sku, 2_500, tomorrow)
  const second = await publish(sku, 2_000, tomorrow)
  expect(await pricesOf(sku)).toEqual(expect.arrayContaining([3_000, 2_500, 2_000]))
  must(await world.call('POST', `/prices/changes/${second}/cancel` as '/prices/changes/x/cancel'), 200)
  expect((await pricesOf(sku)).toSorted()).toEqual([2_500, 3_000])
  world.turnClock(DAY_MS)
  expect(world.prices.priceOf(sku, { channel: STORE, currency: 'PLN' })?.gross.minor).toBe(2_500)
})

test('a process that hears of one publication while another is made never tells the number of what it does not have', async () => {
  const [first, second] = [world.newSku(), world.newSku()]
  const deaf = world.openPlatform()
  await openPrices(deaf)
  const book = bookOf(deaf)
  const heard = await publish(first, 1_000)
  await publish(second, 2_000)
  const [version] = await world.query<{ id: string }>('select id from pricing.version where change_id = $1', [
    heard,
  ])
  await book.loadVersions([version?.id ?? ''])
  const priceOf = (sku: string) => book.priceOf(sku, { channel: STORE, currency: 'PLN' })?.gross.minor
  expect({ seq: book.seq, first: priceOf(first), second: priceOf(second) }).toEqual({
    seq: (await snapshot()).seq,
    first: 1_000,
    second: 2_000,
  })
  await deaf.close()
})

/** What `tax` writes down when somebody says a reduced rate for the day after tomorrow, or (null) takes it back. */
const sayRate = (ppm: number | null, revision: number) =>
  world.platform.write(systemActor('test'), async (ctx) => {
    const day = wallClock(new Date(world.ahead(2 * DAY_MS)), HOME_ZONE).date
    await ctx.query(
      `insert into tax.rate (country, letter, valid_from, ppm, revision, created_at, created_by)
       values ('PL', 'B', $1, $2, $3, $4, 'test')`,
      [day, ppm, revision, ctx.now],
    )
    emit(ctx, { type: 'tax.rate_changed', subject: 'PL-B', locationId: null, data: {} })
  })

test('a rate that is said for a coming day is told to a till that knows all prices, and so is that it was taken back', async () => {
  const path = `/prices/snapshot?after=${(await snapshot()).seq}`
  const asked = (etag: string) => world.read(path, { 'if-none-match': etag }, 'till')
  const before = String((await world.read(path, {}, 'till')).headers['etag'])
  // By now a till knows many articles, and still says in a few characters what it has.
  expect((await asked(before)).statusCode).toBe(304)
  await sayRate(90_000, 1)
  await expect.poll(async () => (await asked(before)).statusCode, PATIENCE).toBe(200)
  const told = await asked(before)
  expect(told.json()).toMatchObject({ rates: { B: 80_000 }, rateChanges: [{ rates: { B: 90_000 } }] })
  await sayRate(null, 2)
  const planned = String(told.headers['etag'])
  await expect.poll(async () => (await asked(planned)).statusCode, PATIENCE).toBe(200)
  expect((await asked(planned)).json()).toMatchObject({ rateChanges: [] })
})
