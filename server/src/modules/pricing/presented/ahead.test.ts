import { DAY_MS, HOUR_MS, instantAt, addDays, wallClock, type LocationId, type Sku } from '@splot/kernel'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { must } from '#test/answers'
import { registerSubscribers } from '#platform/events'
import { drain } from '#test/drain'
import { PATIENCE } from '#test/patience'
import { importPrices } from '../import.ts'
import { openPricingWorld, STORE, type PricingWorld } from '../test/pricing-world.ts'
import { bindPresenting, foresee, foresightSubscriber, lookAheadJob } from './foresee.ts'
import { presentChunk, type Presenting } from './record.ts'
import { noteInstants } from './store.ts'

const actor = systemActor('test')
let world: PricingWorld
let instants = 0

/** What a promotion asks for an article while it stands, everywhere or in one place. */
interface Sale {
  readonly sku: Sku
  readonly minor: number
  readonly from: Date
  readonly until: Date
  readonly place: LocationId | null
}
const sales: Sale[] = []
const presenting: Presenting = {
  channels: [{ id: STORE, code: 'store', currency: 'PLN' }],
  publicPrices: async (_ctx, at) => {
    await reckoning
    return pricesAt(at)
  },
}
const pricesAt = (at: Date): Awaited<ReturnType<Presenting['publicPrices']>> => ({
  places: [world.places.LDZ1],
  priceOf: (sku, { location }, { minor }) => {
    const standing = sales.filter(
      (sale) =>
        sale.sku === sku &&
        sale.from <= at &&
        at < sale.until &&
        (sale.place === null || sale.place === location),
    )
    const shownMinor = Math.min(minor, ...standing.map((sale) => sale.minor))
    return { minor: shownMinor, shownMinor }
  },
})
/** Whoever reckons waits for it: tests hold it up. */
let reckoning: Promise<void> = Promise.resolve()

beforeAll(async () => {
  world = await openPricingWorld()
  bindPresenting(world.platform, async () => presenting)
})
afterAll(() => world.close())

const set = (sku: Sku, grossMinor: number, at: Date, until: Date | null = null) =>
  world.platform.write(actor, (ctx) =>
    importPrices(ctx, world.standard, [{ sku, grossMinor, taxRate: 'A' }], at, until),
  )
async function sell(sale: Sale): Promise<void> {
  sales.push(sale)
  instants += 1
  await world.platform.write(actor, (ctx) =>
    noteInstants(
      ctx,
      [sale.from, sale.until].map((at) => ({ at, cause: 'rules', number: instants, versionId: null })),
    ),
  )
}
/** Walks through every instant that has come, as the recorder does. */
async function record(): Promise<void> {
  while (await world.platform.write(actor, (ctx) => presentChunk(ctx, presenting)));
}
/** What a till of the place is told once the worker has reckoned it. */
async function coming() {
  await foresee(world.platform)
  return must(await world.call('GET', '/prices/coming-reductions', undefined, 'till'), 200).body.reductions
}
/** What the server answers a till of an article now. */
const reductionNow = async (sku: Sku) => {
  const { reduction } = must(
    await world.call('GET', `/prices/${sku}` as '/prices/{sku}', undefined, 'till'),
    200,
  ).body
  return (
    reduction && {
      minor: reduction.price.minor,
      regularMinor: reduction.before?.minor,
      lowestMinor: reduction.lowestPrice.minor,
    }
  )
}
type Coming = Awaited<ReturnType<typeof coming>>
/** What a till shows of an article at an instant by what it was told. */
const toldFor = (told: Coming, sku: Sku, at: number) => {
  const found = told.filter(
    (one) => one.sku === sku && one.from <= at && (one.until === null || at < one.until),
  )
  expect(found.length).toBeLessThanOrEqual(1)
  const [one] = found
  if (!one) return null
  const { minor, regularMinor, lowestMinor } = one
  // What is not below the lowest price is not announced, and the server leaves its regular price out.
  return { minor, regularMinor: minor < lowestMinor ? regularMinor : undefined, lowestMinor }
}
const before = (days: number) => new Date(world.now().getTime() - days * DAY_MS)

test('a till is told of a planned reduction before, as the server will answer then, and only of what becomes reduced', async () => {
  const [sku, plain, longReduced] = [world.newSku(), world.newSku(), world.newSku()]
  await set(sku, 10_000, before(60))
  await set(sku, 9_000, before(20))
  await set(sku, 10_000, before(10))
  await set(plain, 5_000, before(60))
  await set(longReduced, 5_000, before(60))
  await set(longReduced, 4_000, before(20), new Date(world.ahead(20 * DAY_MS)))
  await record()
  expect(await coming()).toEqual([])
  const from = new Date(world.ahead(DAY_MS))
  await set(sku, 8_000, from, new Date(world.ahead(9 * DAY_MS)))
  await set(plain, 6_000, from)
  const [row] = await world.query<{ rows: number }>('select count(*)::int as rows from pricing.presented')
  const told = await coming()
  expect(told).toEqual([
    {
      sku,
      currency: 'PLN',
      from: from.getTime(),
      until: null,
      minor: 8_000,
      regularMinor: 10_000,
      lowestMinor: 9_000,
      beforeFirst: false,
    },
  ])
  expect(await world.query('select count(*)::int as rows from pricing.presented')).toEqual([row])
  world.turnClock(DAY_MS + 1)
  // It has come and nobody has recorded it yet, and then it is recorded: the till is told the same.
  expect(await coming()).toEqual(told)
  await record()
  expect(await coming()).toEqual(told)
  await expect.poll(() => reductionNow(sku), PATIENCE).toEqual(toldFor(told, sku, world.now().getTime()))
  // Long after it began it is no news.
  world.turnClock(3 * DAY_MS)
  await set(plain, 6_500, world.now())
  await record()
  expect(await coming()).toEqual([])
})

test('a plan that is taken back is told no more, and nothing new costs nothing', async () => {
  const sku = world.newSku()
  await set(sku, 5_000, before(40))
  await record()
  const { id } = must(
    await world.call('POST', '/prices/changes', {
      note: 'a test',
      effectiveAt: world.ahead(DAY_MS),
      rows: [{ list: 'standard', sku, minor: 4_000, until: world.ahead(2 * DAY_MS) }],
    }),
    201,
  ).body
  must(await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/{id}/publish', {}), 200)
  expect((await coming()).map((one) => [one.sku, one.minor])).toEqual([[sku, 4_000]])
  const path = '/prices/coming-reductions'
  const etag = String((await world.read(path, {}, 'till')).headers['etag'])
  expect((await world.read(path, { 'if-none-match': etag }, 'till')).statusCode).toBe(304)
  must(await world.call('POST', `/prices/changes/${id}/cancel` as '/prices/changes/{id}/cancel', {}), 200)
  await foresee(world.platform)
  expect((await world.read(path, { 'if-none-match': etag }, 'till')).statusCode).toBe(200)
  expect(await coming()).toEqual([])
})

test('what is coming is reckoned anew when something is planned or no news any more, and is named by its content', async () => {
  const asked = async () => {
    const [job] = await world.query<{ key: string | null }>(`select (jobs.remove_job('pricing.foresee')).key`)
    return job?.key === 'pricing.foresee'
  }
  await registerSubscribers(world.platform, [foresightSubscriber])
  await drain(world.platform, foresightSubscriber)
  await asked()
  const tag = async () => String((await world.read('/prices/coming-reductions', {}, 'till')).headers['etag'])
  const [sku, other] = [world.newSku(), world.newSku()]
  await set(sku, 5_000, before(40))
  await set(other, 5_000, before(40))
  await record()
  await foresee(world.platform)
  const nothing = await tag()
  await set(sku, 4_000, new Date(world.ahead(DAY_MS)), new Date(world.ahead(9 * DAY_MS)))
  await drain(world.platform, foresightSubscriber)
  expect(await asked()).toBe(true)
  // The door only reads.
  expect(await tag()).toBe(nothing)
  await foresee(world.platform)
  const one = await tag()
  expect(one).not.toBe(nothing)
  await lookAheadJob.run(world.platform, {})
  expect(await asked()).toBe(false)
  // A price that becomes dearer is planned: nothing else is told, and no till reads it again.
  await set(other, 6_000, new Date(world.ahead(DAY_MS)))
  await lookAheadJob.run(world.platform, {})
  expect(await asked()).toBe(true)
  await foresee(world.platform)
  expect(await tag()).toBe(one)
  // It comes and stands; when it has for two days it is told no more, although nothing new was planned.
  world.turnClock(DAY_MS + 1)
  await record()
  expect((await coming()).map((row) => row.sku)).toEqual([sku])
  world.turnClock(2 * DAY_MS)
  await lookAheadJob.run(world.platform, {})
  expect(await asked()).toBe(true)
  expect(await coming()).toEqual([])
})

test('of two that reckon at once the later one is told, whole, and nothing is left of the other', async () => {
  const sku = world.newSku()
  await set(sku, 5_000, before(40))
  await record()
  await set(sku, 4_000, new Date(world.ahead(DAY_MS)), new Date(world.ahead(9 * DAY_MS)))
  let goOn = () => {}
  reckoning = new Promise((resolve) => (goOn = resolve))
  const overtaken = foresee(world.platform)
  const working = () => world.query('select working from pricing.foresight')
  const [idle] = await working()
  await expect.poll(working, PATIENCE).not.toEqual([idle])
  reckoning = Promise.resolve()
  const told = await coming()
  expect(told.map((row) => [row.sku, row.minor])).toEqual([[sku, 4_000]])
  goOn()
  await overtaken
  expect(await coming()).toEqual(told)
  expect(
    await world.query(
      'select distinct c.walk = f.told as told from pricing.coming_reduction c, pricing.foresight f',
    ),
  ).toEqual([{ told: true }])
  world.turnClock(12 * DAY_MS)
  await record()
})

test('plans are told to whoever may read the snapshot, and to nobody else', async () => {
  const status = async (who: string) => (await world.read('/prices/coming-reductions', {}, who)).statusCode
  expect(await Promise.all(['till', 'kiosk', 'till nobody is at', 'key'].map(status))).toEqual([
    200, 403, 403, 400,
  ])
})

test('a night after which everything costs less is told whole: plans about more goods than are reckoned at once, which overlap', async () => {
  const skus = Array.from({ length: 460 }, () => world.newSku())
  const cost = (some: readonly Sku[], grossMinor: number, at: Date, until: Date | null = null) =>
    world.platform.write(actor, (ctx) =>
      importPrices(
        ctx,
        world.standard,
        some.map((sku) => ({ sku, grossMinor, taxRate: 'A' as const })),
        at,
        until,
      ),
    )
  await cost(skus, 10_000, before(60))
  await record()
  const until = new Date(world.ahead(9 * DAY_MS))
  await cost(skus.slice(0, 260), 8_000, new Date(world.ahead(DAY_MS)), until)
  await cost(skus.slice(200), 7_000, new Date(world.ahead(DAY_MS + HOUR_MS)), until)
  const wanted = skus.flatMap((sku, index) => [
    ...(index < 260 ? [`${sku} 8000 of 10000`] : []),
    // Within a reduction a lower price is a reduction of its own: the one before it was the lowest.
    ...(index >= 200 ? [`${sku} 7000 of ${index < 260 ? 8_000 : 10_000}`] : []),
  ])
  const said = (told: Coming) =>
    told.map(({ sku, minor, lowestMinor }) => `${sku} ${minor} of ${lowestMinor}`).toSorted()
  expect(said(await coming())).toEqual(wanted.toSorted())
  // Once it has begun and is recorded nothing is planned about them any more, and all of it is told on.
  world.turnClock(DAY_MS + 2 * HOUR_MS)
  await record()
  expect(said(await coming())).toEqual(
    wanted.filter((line) => !skus.slice(200, 260).some((sku) => line === `${sku} 8000 of 10000`)).toSorted(),
  )
  world.turnClock(12 * DAY_MS)
  await record()
})

test('what was over before anybody asked is not told, nor when a reduction of last month becomes a smaller one', async () => {
  const [brief, old] = [world.newSku(), world.newSku()]
  await set(brief, 5_000, before(60))
  await set(old, 5_000, before(60))
  await set(old, 4_000, before(20), new Date(world.ahead(20 * DAY_MS)))
  await record()
  const hour = (hours: number) => new Date(world.ahead(hours * HOUR_MS))
  await set(brief, 4_000, hour(1), hour(2))
  const turn = hour(5)
  await set(old, 4_500, turn, hour(100))
  world.turnClock(3 * HOUR_MS)
  await record()
  const told = (await coming()).filter(({ sku }) => sku === brief || sku === old)
  expect(told).toMatchObject([{ sku: old, from: turn.getTime(), minor: 4_500, lowestMinor: 5_000 }])
  world.turnClock(30 * DAY_MS)
  await record()
})

/** The lowest recorded price of the 30 local days before the reduction that stands now fell last, counted row by row. */
async function lowestByHand(sku: Sku): Promise<number | undefined> {
  const rows = await world.query<{ at: Date; place: string | null; minor: number | null; reduced: boolean }>(
    `select at, location_id as place, minor, reduced from pricing.presented where sku = $1 order by at`,
    [sku],
  )
  const standing = (ms: number) => {
    const own = rows.findLast((row) => row.place !== null && row.at.getTime() <= ms)
    return own && own.minor !== null
      ? own
      : rows.findLast((row) => row.place === null && row.at.getTime() <= ms)
  }
  const turns = [...new Set(rows.map(({ at }) => at.getTime()))]
  let since = turns.at(-1) ?? 0
  for (let index = turns.length - 1; index >= 0; index -= 1) {
    const now = standing(turns[index] ?? 0)
    const last = index > 0 ? standing(turns[index - 1] ?? 0) : undefined
    since = turns[index] ?? 0
    if (!last?.reduced || (now?.minor ?? 0) < (last.minor ?? 0)) break
  }
  const zone = 'Europe/Warsaw'
  const start = instantAt(addDays(wallClock(new Date(since), zone).date, -30), 0, zone).getTime()
  const seen = [start, ...turns.filter((ms) => ms > start && ms < since)].map((ms) => standing(ms)?.minor)
  return Math.min(...seen.flatMap((minor) => minor ?? []))
}

test('whatever is planned, a till that hears nothing more shows what the server answers after each instant', async () => {
  const minor = fc.integer({ min: 5, max: 12 }).map((tens) => tens * 1_000)
  const plan = fc.record({
    article: fc.integer({ min: 0, max: 1 }),
    kind: fc.constantFrom('list' as const, 'sale' as const, 'sale here' as const),
    from: fc.integer({ min: 1, max: 30 }),
    hours: fc.integer({ min: 1, max: 16 }),
    minor,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ daysAgo: fc.integer({ min: 5, max: 45 }), minor }), { maxLength: 3 }),
      fc.array(plan, { minLength: 1, maxLength: 5 }),
      async (past, plans) => {
        const skus = [world.newSku(), world.newSku()]
        for (const sku of skus) {
          await set(sku, 10_000, before(60))
          for (const one of past.toSorted((a, b) => b.daysAgo - a.daysAgo))
            await set(sku, one.minor, before(one.daysAgo))
        }
        await record()
        const start = world.now().getTime()
        const hour = (hours: number) => new Date(start + hours * HOUR_MS)
        for (const one of plans) {
          const sku = skus[one.article]
          if (!sku) continue
          const [from, until] = [hour(one.from), hour(one.from + one.hours)]
          if (one.kind === 'list') await set(sku, one.minor, from, until)
          else
            await sell({
              sku,
              minor: one.minor,
              from,
              until,
              place: one.kind === 'sale' ? null : world.places.LDZ1,
            })
        }
        const told = await coming()
        for (const at of [...new Set(plans.flatMap(({ from, hours }) => [from, from + hours]))].toSorted(
          (a, b) => a - b,
        )) {
          world.turnClock(hour(at).getTime() + 1 - world.now().getTime())
          await record()
          for (const sku of skus) {
            const shown = toldFor(told, sku, world.now().getTime())
            await expect.poll(() => reductionNow(sku), PATIENCE).toEqual(shown)
            if (shown) expect(shown.lowestMinor).toBe(await lowestByHand(sku))
          }
        }
        world.turnClock(5 * DAY_MS)
      },
    ),
    { numRuns: 8 },
  )
})
