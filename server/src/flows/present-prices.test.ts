import { DAY_MS, newId, wallClock, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { GrantedCoupon } from '@splot/rules'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openCarts, priceGoods, STRANGER } from '#modules/carts'
import { importCategories, importProducts, openCatalogue } from '#modules/catalogue'
import { openLocations } from '#modules/locations'
import {
  bindPricing,
  importPrices,
  openPriceList,
  openPrices,
  reductionsOf,
  presentChunk,
  type PriceListId,
  type PublicPrices,
  type ReductionsModel,
} from '#modules/pricing'
import {
  bindRange,
  draftPromotion,
  openPromotions,
  publishPromotions,
  rulesOf,
  type PromotionDraft,
  type PromotionId,
} from '#modules/promotions'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail, registerSubscribers } from '#platform/events'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { drain } from '#test/drain'
import { PATIENCE } from '#test/patience'
import { presentPrices, presentPricesSubscriber } from './present-prices.ts'

const actor = systemActor('test')
const WEB = '019aa000-0000-7000-8000-000000000001' as ChannelId
const ZONE = 'Europe/Warsaw'
const both = (text: string) => ({ pl: text, en: text })

let database: TestDatabase
let platform: OpenPlatform
let reductions: ReductionsModel
let standard: PriceListId
let ahead = 0
/** Whose law counts, and what spoils by it. */
let country = 'PL'
const spoiling = new Set<string>()

const openWorld = () =>
  openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openWorld()
  bindPricing({
    article: (sku) => ({
      taxLetter: 'A',
      gtin: sku,
      name: both(sku),
      categories: [],
      perishable: spoiling.has(sku),
    }),
    skusWithin: () => undefined,
    demandOf: async () => new Map(),
    countryOf: () => country,
    goodsVersion: () => '',
    isChannel: () => true,
    isLocation: () => true,
  })
  bindRange({
    isSku: () => true,
    productOf: (sku) =>
      sku.startsWith('TOWEL')
        ? { handle: 'towel', category: 'towels' }
        : { handle: 'shirt', category: 'shirts' },
    categoryWithin: (handle) => new Set([handle]),
    isAttribute: () => true,
    isChannel: () => true,
    isLocation: () => true,
    isCurrency: () => true,
  })
  await platform.write(actor, async (ctx) => {
    await importCategories(ctx, [
      { handle: 'shirts', parent: null, name: both('Shirts'), position: 1 },
      { handle: 'towels', parent: null, name: both('Towels'), position: 2 },
    ])
    await importProducts(ctx, [
      {
        handle: 'shirt',
        kind: 'apparel',
        brand: 'splot',
        category: 'shirts',
        text: {
          pl: { name: 'Koszula', description: '' },
          en: { name: 'Shirt', description: '' },
        },
        attributes: [],
        options: [],
        variants: [
          { sku: 'SHIRT', gtin: '2000000000008', options: {} },
          { sku: 'YOGHURT', gtin: '2000000000015', options: {} },
        ],
        pictures: [],
        taxRate: 'A',
      },
      {
        handle: 'towel',
        kind: 'home',
        brand: 'splot',
        category: 'towels',
        text: {
          pl: { name: 'Ręcznik', description: '' },
          en: { name: 'Towel', description: '' },
        },
        attributes: [],
        options: [],
        variants: [
          { sku: 'TOWEL-CODE', gtin: '2000000000022', options: {} },
          { sku: 'TOWEL-PLACE', gtin: '2000000000039', options: {} },
        ],
        pictures: [],
        taxRate: 'A',
      },
    ])
  })
  const tail = openTail(platform)
  await Promise.all([
    openCatalogue(platform, tail),
    openLocations(platform, tail),
    openPrices(platform, tail),
    openPromotions(platform, tail),
  ])
  await openCarts(platform, { currencies: { web: 'PLN' }, shopper: async () => STRANGER }, tail)
  reductions = reductionsOf(platform)
  await tail.start()
  await registerSubscribers(platform, [presentPricesSubscriber])
  standard = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }),
  )
})

afterAll(async () => {
  await platform.close()
  await database.drop()
})

const set = (skus: readonly string[], grossMinor: number, at?: Date) =>
  platform.write(actor, (ctx) =>
    importPrices(
      ctx,
      standard,
      skus.map((sku) => ({ sku, grossMinor, taxRate: 'A' as const })),
      at,
    ),
  )
const now = () => platform.clock()
const ago = (ms: number) => new Date(now().getTime() - ms)
const history = async (sku: string) =>
  (
    await platform.read(actor).query<{ at: Date; minor: number; reduced: boolean }>(
      `select at, minor, reduced from pricing.presented
        where sku = $1 and channel_id = $2 and location_id is null order by at`,
      [sku, WEB],
    )
  ).map(({ at, minor, reduced }) => [at.getTime(), minor, reduced])
const totals = async () =>
  (
    await platform.read(actor).query(
      `select count(*)::int as rows, count(distinct (sku, channel_id, currency, location_id, at))::int as different
         from pricing.presented`,
    )
  )[0]

test('what is presented is appended at its instant, once, however late and however often the recorder is killed', async () => {
  const skus = Array.from({ length: 600 }, (_, index) => `K-${String(index).padStart(4, '0')}`)
  const [first, second, third] = [ago(9 * DAY_MS), ago(5 * DAY_MS), ago(DAY_MS)]
  await set(skus, 10_000, first)
  await set(skus.slice(0, 400), 9_000, second)
  await set(skus.slice(200), 8_000, third)
  const channels = [{ id: WEB, code: 'web', currency: 'PLN' }]
  const plain: PublicPrices = async () => ({
    places: [],
    priceOf: (_sku, _counter, { minor }) => ({ minor, shownMinor: minor }),
  })
  // Killed in the middle of every chunk, and after some of them: what was not committed never was.
  for (let kill = 0; kill < 4; kill += 1) {
    await platform.write(actor, (ctx) => presentChunk(ctx, { channels, publicPrices: plain }))
    await platform
      .write(actor, async (ctx) => {
        await presentChunk(ctx, { channels, publicPrices: plain })
        throw new Error('killed')
      })
      .catch(() => {})
  }
  // Two others finish it together.
  const other = openWorld()
  await openCatalogue(other)
  const finish = async (one: OpenPlatform) => {
    while (await one.write(actor, (ctx) => presentChunk(ctx, { channels, publicPrices: plain })));
  }
  await Promise.all([finish(platform), finish(other)])
  await other.close()
  const at = (date: Date) => date.getTime()
  expect(await history('K-0000')).toEqual([
    [at(first), 10_000, false],
    [at(second), 9_000, false],
  ])
  expect(await history('K-0300')).toEqual([
    [at(first), 10_000, false],
    [at(second), 9_000, false],
    [at(third), 8_000, false],
  ])
  expect(await history('K-0599')).toEqual([
    [at(first), 10_000, false],
    [at(third), 8_000, false],
  ])
  // 600 at first, then 400, then 400 again: nothing twice and nothing left out.
  expect(await totals()).toEqual({ rows: 1_400, different: 1_400 })
})

test('a public promotion is a reduction, with the lowest price of the thirty days before it', async () => {
  await set(['SHIRT'], 10_000, ago(60 * DAY_MS))
  await set(['SHIRT'], 8_900, ago(20 * DAY_MS))
  await set(['SHIRT'], 9_900, ago(10 * DAY_MS))
  await presentPrices(platform)
  expect(reductions.running('SHIRT', { channel: WEB, currency: 'PLN' }, 9_900)).toBeUndefined()
  const promotion = {
    name: 'Shirts',
    label: both('Shirts'),
    priority: 1,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: now().getTime() + 2 * DAY_MS,
    returns: 'keep' as const,
    currency: 'PLN',
    conditions: [{ kind: 'categories' as const, anyOf: ['shirts'] }],
  }
  await platform.write(actor, async (ctx) => {
    const open = await draftPromotion(ctx, {
      ...promotion,
      audience: 'public',
      action: { kind: 'line_percent', ppm: 200_000 },
    })
    const personal = await draftPromotion(ctx, {
      ...promotion,
      audience: 'individual',
      action: { kind: 'line_percent', ppm: 500_000 },
    })
    await publishPromotions(ctx, {
      publish: [open.promotionId, personal.promotionId],
      archive: [],
      at: ctx.now,
      reason: 'test',
    })
  })
  await drain(platform, presentPricesSubscriber)
  await presentPrices(platform)
  const running = () => reductions.running('SHIRT', { channel: WEB, currency: 'PLN' }, 9_900)
  // 20 % off 9900; the lowest price before was 8900, so that 11 % may be said.
  await vi.waitFor(
    () =>
      expect(running()).toMatchObject({ minor: 7_920, regularMinor: 9_900, lowestMinor: 8_900, percent: 11 }),
    PATIENCE,
  )
  // When it is over the price goes back by itself, at the instant that the promotion said.
  ahead += 3 * DAY_MS
  await presentPrices(platform)
  await vi.waitFor(() => expect(running()).toBeUndefined(), PATIENCE)
  expect((await history('SHIRT')).map(([, minor, reduced]) => [minor, reduced])).toEqual([
    [10_000, false],
    [8_900, false],
    [9_900, false],
    [7_920, true],
    [9_900, false],
  ])
  expect((await history('SHIRT')).at(-1)?.[0]).toBe(promotion.validUntil)
})

test('a reduction upon a reduction is told by the law of the place, and otherwise for what spoils', async () => {
  await set(['YOGHURT'], 1_000, ago(60 * DAY_MS))
  for (const minor of [200, 400]) {
    await platform.write(actor, async (ctx) => {
      const { promotionId } = await draftPromotion(ctx, {
        name: `Yoghurt -${minor}`,
        label: both('Yoghurt'),
        priority: 1,
        group: null,
        exclusive: true,
        validFrom: null,
        validUntil: null,
        audience: 'public',
        returns: 'keep',
        currency: 'PLN',
        conditions: [{ kind: 'products', anyOf: ['YOGHURT'] }],
        action: { kind: 'line_amount', minor },
      })
      await publishPromotions(ctx, { publish: [promotionId], archive: [], at: ctx.now, reason: 'test' })
    })
    await drain(platform, presentPricesSubscriber)
    await presentPrices(platform)
    ahead += DAY_MS
  }
  const told = () => reductions.running('YOGHURT', { channel: WEB, currency: 'PLN' }, 1_000)
  const lowest = () => told()?.lowestMinor
  const counted = async (minor: number) => {
    reductions.recount(['YOGHURT'])
    await vi.waitFor(() => expect(lowest()).toBe(minor), PATIENCE)
  }
  // Poland: the second reduction looks back thirty days of its own, and the first was among them.
  await counted(800)
  expect(told()?.beforeFirst).toBe(false)
  spoiling.add('YOGHURT')
  await counted(1_000)
  expect(told()?.beforeFirst).toBe(true)
  spoiling.clear()
  await counted(800)
  // Germany: reductions that follow each other look back from the first.
  country = 'DE'
  await counted(1_000)
  country = 'PL'
})

test('a happy hour is presented by the clock, each day anew', async () => {
  // Three hours from now, so that it opens within the day, whenever the test runs.
  const opens = (wallClock(now(), ZONE).minutes + 180) % 1_440
  const closes = (opens + 120) % 1_440
  await platform.write(actor, async (ctx) => {
    const { promotionId } = await draftPromotion(ctx, {
      name: 'Happy hour',
      label: both('Happy hour'),
      priority: 1,
      group: null,
      exclusive: false,
      validFrom: null,
      validUntil: null,
      audience: 'public',
      returns: 'keep',
      currency: 'PLN',
      conditions: [
        { kind: 'categories', anyOf: ['shirts'] },
        { kind: 'hours', weekdays: [1, 2, 3, 4, 5, 6, 7], from: opens, until: closes },
      ],
      action: { kind: 'line_amount', minor: 900 },
    })
    await publishPromotions(ctx, { publish: [promotionId], archive: [], at: ctx.now, reason: 'test' })
  })
  await drain(platform, presentPricesSubscriber)
  const before = (await history('SHIRT')).length
  // A worker that slept for a day finds both instants of that day all the same.
  ahead += DAY_MS
  await presentPrices(platform)
  const rows = (await history('SHIRT')).slice(before)
  const minutes = (minor: number) => {
    const [at] = rows.find((row) => row[1] === minor) ?? []
    return at === undefined ? undefined : wallClock(new Date(Number(at)), ZONE).minutes
  }
  expect(minutes(9_000)).toBe(opens)
  expect(minutes(9_900)).toBe(closes)
})

test('a place with a price of its own has a history of its own until it is as everywhere again', async () => {
  const place = newId<'location'>() as LocationId
  await set(['PLACE'], 5_000, ago(40 * DAY_MS))
  const { query } = platform.read(actor)
  await platform.write(actor, async (ctx) => {
    await ctx.query(
      `insert into pricing.price_list (id, code, currency, location_id) values ($1, 'airport', 'PLN', $2)`,
      [newId(), place],
    )
  })
  const [list] = await query<{ id: PriceListId }>(`select id from pricing.price_list where code = 'airport'`)
  const own = (grossMinor: number, at: Date) =>
    platform.write(actor, (ctx) =>
      importPrices(ctx, list?.id ?? standard, [{ sku: 'PLACE', grossMinor, taxRate: 'A' }], at),
    )
  await own(6_000, ago(20 * DAY_MS))
  await own(5_000, ago(10 * DAY_MS))
  await presentPrices(platform)
  const rows = await query<{ minor: number | null }>(
    `select minor from pricing.presented where sku = 'PLACE' and channel_id = $1 and location_id = $2 order by at`,
    [WEB, place],
  )
  expect(rows.map(({ minor }) => minor)).toEqual([6_000, null])
})

/** Publishes one promotion of one article now, and lets what changes be presented. */
async function promote(
  sku: string,
  off: number,
  terms: Pick<Partial<PromotionDraft>, 'audience' | 'publicCode' | 'conditions'> = {},
): Promise<PromotionId> {
  const { promotionId, version } = await platform.write(actor, async (ctx) => {
    const drafted = await draftPromotion(ctx, {
      name: `${sku} -${off}`,
      label: both('Towels'),
      priority: 1,
      group: null,
      exclusive: false,
      validFrom: null,
      validUntil: null,
      audience: 'public',
      returns: 'keep',
      currency: 'PLN',
      action: { kind: 'line_amount', minor: off },
      ...terms,
      conditions: [{ kind: 'products', anyOf: [sku] }, ...(terms.conditions ?? [])],
    })
    const published = await publishPromotions(ctx, {
      publish: [drafted.promotionId],
      archive: [],
      at: ctx.now,
      reason: 'test',
    })
    return { ...drafted, ...published }
  })
  await presented(version)
  return promotionId
}

/** Waits until baskets and presented prices are those of a version of the rules. */
async function presented(version: number): Promise<void> {
  await drain(platform, presentPricesSubscriber)
  await presentPrices(platform)
  await vi.waitFor(() => expect(rulesOf(platform).compiled().version).toBe(version), PATIENCE)
}

/** What a basket in the web shop asks for one piece. */
const inBasket = (sku: string, coupons: readonly GrantedCoupon[] = []) =>
  priceGoods(platform.read(actor), [{ lineId: '1', sku: sku as Sku, quantity: 1, fulfilment: 'counter' }], {
    currency: 'PLN',
    channel: { id: WEB, code: 'web' },
    place: null,
    coupons,
    shopper: STRANGER,
    tender: null,
  }).lines[0]?.grossMinor

test('a public code lowers what counts as the lowest price, and shows nobody a price that only the code gives', async () => {
  const sku = 'TOWEL-CODE'
  await set([sku], 10_000, ago(40 * DAY_MS))
  const shown = () => reductions.running(sku, { channel: WEB, currency: 'PLN' }, 10_000)
  const code = await promote(sku, 2_500, { audience: 'code', publicCode: true })
  // The code is recorded, and nothing is announced: without it the basket asks the full price.
  expect((await history(sku)).map(([, minor, reduced]) => [minor, reduced])).toEqual([
    [10_000, false],
    [7_500, false],
  ])
  expect(shown()).toBeUndefined()
  expect(inBasket(sku)).toBe(10_000)
  expect(inBasket(sku, [{ code: 'TOWEL25', promotionId: code }])).toBe(7_500)

  ahead += DAY_MS
  await promote(sku, 2_000)
  // 8000 is what everybody pays; the code gave 7500 in the days before, so no percentage may be said.
  await vi.waitFor(
    () =>
      expect(shown()).toMatchObject({
        minor: 8_000,
        regularMinor: 10_000,
        lowestMinor: 7_500,
        percent: null,
      }),
    PATIENCE,
  )
  expect(inBasket(sku)).toBe(shown()?.minor)
})

test('a promotion of one store is presented there, with its lowest price, and nowhere else', async () => {
  const sku = 'TOWEL-PLACE'
  const [place, other] = [newId<'location'>() as LocationId, newId<'location'>() as LocationId]
  await set([sku], 10_000, ago(40 * DAY_MS))
  await set([sku], 9_000, ago(20 * DAY_MS))
  await set([sku], 10_000, ago(10 * DAY_MS))
  const promotionId = await promote(sku, 2_000, { conditions: [{ kind: 'location', anyOf: [place] }] })
  const shown = (location: LocationId | null) =>
    reductions.running(sku, { channel: WEB, currency: 'PLN', location }, 10_000)
  await vi.waitFor(
    () => expect(shown(place)).toMatchObject({ minor: 8_000, lowestMinor: 9_000, percent: 11 }),
    PATIENCE,
  )
  expect(reductions.namesPlace(place)).toBe(true)
  expect(shown(other)).toBeUndefined()
  expect(shown(null)).toBeUndefined()

  // When nothing names the store any more it is told once that it is as everywhere.
  ahead += DAY_MS
  const { version } = await platform.write(actor, (ctx) =>
    publishPromotions(ctx, { publish: [], archive: [promotionId], at: ctx.now, reason: 'test' }),
  )
  await presented(version)
  await vi.waitFor(() => expect(shown(place)).toBeUndefined(), PATIENCE)
})
