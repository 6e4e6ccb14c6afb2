import { DAY_MS, HOUR_MS } from '@splot/kernel'
import { priceBasket, type Basket, type PricingContext } from '@splot/rules'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from '#test/patience'
import { conflictsAmong } from './conflicts.ts'
import { checkDraft, faultsOfDraft } from './check.ts'
import { activeBetween } from './calendar.ts'
import { dropDraft, redraftPromotion } from './draft.ts'
import { publishPromotions, type PromotionDraft, type PromotionId } from './index.ts'
import { PUBLISH_LEAD_MS } from './limits.ts'
import { revisionsOf, rulesAt, ruleSetByVersion, ruleSetsFrom } from './store.ts'
import {
  draft,
  openPromotionsWorld,
  placeId,
  testActor,
  testRange,
  type PromotionsWorld,
} from './test/promotions-world.ts'

let world: PromotionsWorld
beforeAll(async () => {
  world = await openPromotionsWorld(2)
})
afterAll(() => world.close())
afterEach(async () => {
  // Each story begins with empty rules.
  const live = world.rules.current().promotions.map(({ id }) => id as PromotionId)
  const later = world.rules
    .upcoming()
    .flatMap(({ promotions }) => promotions.map(({ id }) => id as PromotionId))
  const all = [...new Set([...live, ...later])]
  if (all.length > 0) await world.publish([], all)
  await expect.poll(() => names(), PATIENCE).toEqual([[], []])
})

const names = () =>
  world.models.map((model) =>
    model
      .current()
      .promotions.map(({ name }) => name)
      .sort(),
  )
const publishAs = (publish: PromotionId[], at: Date | null) =>
  world.platform.write(testActor, (ctx) =>
    publishPromotions(ctx, { publish, archive: [], at, reason: 'test' }),
  )
const read = () => world.platform.read(testActor)

test('what is published counts in every process from one instant on, and a draft nowhere', async () => {
  const [one, other] = [await world.promotion({ name: 'A' }), await world.promotion({ name: 'B' })]
  await world.publish([one])
  await expect.poll(names, PATIENCE).toEqual([['A'], ['A']])
  const { version } = await publishAs([other], null)
  await expect.poll(() => world.models.map((model) => model.upcoming().length), PATIENCE).toEqual([1, 1])
  expect(names()).toEqual([['A'], ['A']])
  world.skip(PUBLISH_LEAD_MS)
  expect(names()).toEqual([
    ['A', 'B'],
    ['A', 'B'],
  ])
  expect(world.models.map((model) => model.version())).toEqual([version, version])
})

test('what was planned for Monday still comes on Monday, with what was published before it in the meantime', async () => {
  const [monday, now] = [await world.promotion({ name: 'Monday' }), await world.promotion({ name: 'Now' })]
  const at = new Date(world.platform.clock().getTime() + 3 * DAY_MS)
  const planned = await publishAs([monday], at)
  const soon = await publishAs([now], null)
  expect(soon.version).toBeGreaterThan(planned.version)
  // What was published under a number stays what it was.
  expect((await ruleSetByVersion(read(), planned.version))?.promotions.map(({ name }) => name)).toEqual([
    'Monday',
  ])
  world.skip(PUBLISH_LEAD_MS)
  await expect.poll(names, PATIENCE).toEqual([['Now'], ['Now']])
  world.skip(3 * DAY_MS)
  expect(names()).toEqual([
    ['Monday', 'Now'],
    ['Monday', 'Now'],
  ])
  expect(world.rules.version()).toBeGreaterThan(soon.version)
})

test('of one promotion the newest words count, whatever was planned, and each revision keeps who and why', async () => {
  const id = await world.promotion({ name: 'First' })
  await world.publish([id])
  const change = (name: string, version: number) =>
    world.platform.write(testActor, (ctx) => redraftPromotion(ctx, id, draft({ name }), version))
  const second = await change('Second', 2)
  await expect(change('Late', 2)).rejects.toMatchObject({ code: 'promotions.stale' })
  await publishAs([id], new Date(world.platform.clock().getTime() + DAY_MS))
  await change('Third', second.version + 1)
  await publishAs([id], null)
  world.skip(PUBLISH_LEAD_MS)
  await expect.poll(names, PATIENCE).toEqual([['Third'], ['Third']])
  world.skip(DAY_MS)
  expect(names()).toEqual([['Third'], ['Third']])
  const revisions = await revisionsOf(read(), id, 10)
  expect(revisions.map(({ revision, body, reason }) => [revision, body?.name, reason])).toEqual([
    [3, 'Third', 'test'],
    [2, 'Second', 'test'],
    [1, 'First', 'test'],
  ])
  await expect(world.query(`delete from promotions.revision`)).rejects.toMatchObject({ code: '23001' })
  const long = new Date(world.platform.clock().getTime() - 10 * DAY_MS)
  expect((await rulesAt(read(), long))?.promotions.map(({ name }) => name) ?? []).not.toContain('First')
})

test('nothing is half published: one bad promotion stops all of a publication', async () => {
  const [good, bad] = [await world.promotion({ name: 'Good' }), await world.promotion({ name: 'Bad' })]
  const gone = { kind: 'categories' as const, anyOf: ['clothing', 'deleted-category'] }
  await world.query(
    `update promotions.promotion set content = jsonb_set(content, '{conditions}', $2) where id = $1`,
    [bad, JSON.stringify([gone])],
  )
  await expect(publishAs([good, bad], null)).rejects.toMatchObject({
    code: 'promotions.bad_draft',
    errors: [
      { pointer: '/publish/1/conditions/0/anyOf/1', detail: 'unknown category; it may have been deleted' },
    ],
  })
  expect(await world.query(`select revision from promotions.promotion where id = $1`, [good])).toEqual([
    { revision: 0 },
  ])
  await world.platform.write(testActor, (ctx) => dropDraft(ctx, bad, 1))
})

test('a promotion cannot begin in the past or in ten years', async () => {
  const id = await world.promotion()
  const now = world.platform.clock().getTime()
  for (const at of [now - HOUR_MS, now + 3_650 * DAY_MS]) {
    await expect(publishAs([id], new Date(at))).rejects.toMatchObject({ code: 'promotions.bad_instant' })
  }
})

// Vendure applied promotions of another channel (#4117).
test('a promotion of one channel takes nothing off in another, and is not shown there', async () => {
  const conditions = [{ kind: 'channel' as const, anyOf: ['app'] }]
  const [inApp, everywhere] = [
    await world.promotion({ name: 'App', audience: 'public', conditions }),
    await world.promotion({ name: 'All', audience: 'public', priority: 20 }),
  ]
  const code = await world.promotion({ name: 'Code' })
  await world.publish([inApp, everywhere, code])
  await expect.poll(() => world.rules.promotionsFor('app').length, PATIENCE).toBe(2)
  expect(world.rules.promotionsFor('web').map(({ name }) => name)).toEqual(['All'])
  expect(
    world.rules
      .promotionsFor('app')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['All', 'App'])
  const taken = (channel: string) =>
    priceBasket(basket, world.rules.compiled(), { ...context, channel }).applied.map(
      ({ promotionId }) => promotionId,
    )
  expect(taken('web')).toEqual([everywhere])
  expect(taken('app')).toEqual([inApp, everywhere])
})

const basket: Basket = {
  currency: 'PLN',
  coupons: [],
  shipping: null,
  lines: [
    {
      lineId: '1',
      sku: 'COAT',
      product: 'coat',
      categories: ['coats', 'clothing'],
      attributes: {},
      quantity: 1,
      unitMinor: 50_000,
      taxLetter: 'A',
      taxPpm: 230_000,
      fulfilment: 'ship',
    },
  ],
}
const context: PricingContext = {
  at: 0,
  weekday: 1,
  minutes: 600,
  channel: 'web',
  location: null,
  segments: [],
  groups: [],
  firstOrder: null,
  tender: null,
}

test.each<[string, Partial<PromotionDraft>, string[]]>([
  ['reversed dates', { validFrom: 2_000, validUntil: 1_000 }, ['/validUntil']],
  ['an unknown currency', { currency: 'XXX' }, ['/currency']],
  [
    'an unknown SKU',
    { conditions: [{ kind: 'products', anyOf: ['COAT', 'NO'] }] },
    ['/conditions/0/anyOf/1'],
  ],
  [
    'a deleted category',
    { conditions: [{ kind: 'categories', anyOf: ['gone'] }] },
    ['/conditions/0/anyOf/0'],
  ],
  ['an unknown channel', { conditions: [{ kind: 'channel', anyOf: ['fax'] }] }, ['/conditions/0/anyOf/0']],
  ['an unknown place', { conditions: [{ kind: 'location', anyOf: ['LDZ1'] }] }, ['/conditions/0/anyOf/0']],
  [
    'an unknown attribute',
    { conditions: [{ kind: 'attributes', attribute: 'smell', anyOf: ['x'] }] },
    ['/conditions/0/attribute'],
  ],
  [
    'a value that no product has',
    { conditions: [{ kind: 'attributes', attribute: 'colour', anyOf: ['red', 'no-such-colour'] }] },
    ['/conditions/0/anyOf/1'],
  ],
  [
    'a way of paying that there is not',
    { conditions: [{ kind: 'tender', anyOf: ['bananas', 'blik'] }] },
    ['/conditions/0/anyOf/0'],
  ],
  [
    'the same condition twice',
    {
      conditions: [
        { kind: 'value', atLeastMinor: 1 },
        { kind: 'value', atLeastMinor: 2 },
      ],
    },
    ['/conditions/1'],
  ],
  ['free pieces only', { action: { kind: 'cheapest_free', every: 2, free: 2 } }, ['/action/free']],
  [
    'tiers that fall',
    {
      action: {
        kind: 'quantity_tiers',
        tiers: [
          { atLeast: 3, ppm: 200_000 },
          { atLeast: 5, ppm: 100_000 },
        ],
      },
    },
    ['/action/tiers/1'],
  ],
  [
    'a tier that gives more than it asks',
    { action: { kind: 'value_tiers', tiers: [{ atLeastMinor: 100, minor: 101 }] } },
    ['/action/tiers/0/minor'],
  ],
  ['a gift that is not sold', { action: { kind: 'gift', sku: 'NO', quantity: 1 } }, ['/action/sku']],
  [
    'a bundle of unknown goods',
    {
      action: {
        kind: 'bundle',
        minor: 1,
        parts: [{ quantity: 1, of: [{ kind: 'products', anyOf: ['NO'] }] }],
      },
    },
    ['/action/parts/0/of/0/anyOf/0'],
  ],
  ['a public code without a code', { audience: 'public', publicCode: true }, ['/publicCode']],
])('%s is a clear problem with a pointer', (_name, more, pointers) => {
  expect(faultsOfDraft(draft(more), testRange).map(({ pointer }) => pointer)).toEqual(pointers)
  expect(() => checkDraft(draft(more))).toThrow(expect.objectContaining({ code: 'promotions.bad_draft' }))
})

test('two promotions that can both apply without an order between them are told by both names', () => {
  const promotion = (id: string, more: Partial<PromotionDraft>) => ({
    ...draft({ name: id, ...more }),
    id,
    version: 1,
  })
  const pairs = (...promotions: ReturnType<typeof promotion>[]) =>
    conflictsAmong(promotions, testRange).map((conflict) => conflict.promotions.map(({ name }) => name))
  const clothing = promotion('clothing', { conditions: [{ kind: 'categories', anyOf: ['clothing'] }] })
  const coat = promotion('coat', { conditions: [{ kind: 'products', anyOf: ['COAT'] }] })
  const books = promotion('books', { conditions: [{ kind: 'categories', anyOf: ['books'] }] })
  expect(pairs(clothing, coat, books)).toEqual([['clothing', 'coat']])
  expect(pairs(clothing, { ...coat, priority: 11 })).toEqual([])
  expect(pairs({ ...clothing, group: 'g' }, { ...coat, group: 'g' })).toEqual([])
  expect(pairs({ ...clothing, validUntil: 1_000 }, { ...coat, validFrom: 1_000 })).toEqual([])
  expect(pairs({ ...clothing, validUntil: 1_001 }, { ...coat, validFrom: 1_000 })).toHaveLength(1)
  const at = (channel: string) => [{ kind: 'channel' as const, anyOf: [channel] }]
  expect(pairs(promotion('a', { conditions: at('web') }), promotion('b', { conditions: at('app') }))).toEqual(
    [],
  )
  const hours = (weekdays: number[], from: number, until: number) => [
    { kind: 'hours' as const, weekdays, from, until },
  ]
  const night = promotion('night', { conditions: hours([7], 1_320, 120) })
  expect(pairs(night, promotion('early', { conditions: hours([1], 60, 120) }))).toHaveLength(1)
  expect(pairs(night, promotion('later', { conditions: hours([1], 120, 180) }))).toEqual([])
  expect(
    pairs(
      promotion('tee', { conditions: [{ kind: 'products', anyOf: ['tee'] }] }),
      promotion('M', { conditions: [{ kind: 'products', anyOf: ['TEE-M'] }] }),
    ),
  ).toHaveLength(1)
  expect(
    pairs(
      promotion('L', { conditions: [{ kind: 'products', anyOf: ['TEE-L'] }] }),
      promotion('M', { conditions: [{ kind: 'products', anyOf: ['TEE-M'] }] }),
    ),
  ).toEqual([])
  expect(pairs(promotion('post', { action: { kind: 'shipping_price', minor: 0 } }), clothing)).toEqual([])
})

test('the calendar tells what counts when and where, published changes and validity included', async () => {
  const begin = world.platform.clock().getTime()
  const day = (days: number) => new Date(begin + days * DAY_MS)
  const id = await world.promotion({
    name: 'Weekend',
    audience: 'public',
    validUntil: day(5).getTime(),
    conditions: [
      { kind: 'location', anyOf: [placeId] },
      { kind: 'group', anyOf: ['klub'] },
      { kind: 'segment', anyOf: ['stali', 'nowi'] },
      { kind: 'segment', anyOf: ['lato'] },
      { kind: 'hours', weekdays: [6, 7], from: 14 * 60, until: 17 * 60 },
    ],
  })
  await publishAs([id], day(1))
  await world.platform.write(testActor, (ctx) =>
    publishPromotions(ctx, { publish: [], archive: [id], at: day(3), reason: 'test' }),
  )
  const items = activeBetween(await ruleSetsFrom(read(), day(0)), day(0), day(10))
  // The newest word is that it leaves on the third day; what was planned before it stays.
  expect(items).toMatchObject([
    {
      name: 'Weekend',
      from: day(1).toISOString(),
      until: day(3).toISOString(),
      locations: [placeId],
      channels: null,
      groups: ['klub'],
      segments: ['stali', 'nowi', 'lato'],
      windows: [{ weekdays: [6, 7], from: 840, until: 1_020 }],
    },
  ])
  expect(activeBetween(await ruleSetsFrom(read(), day(0)), day(4), day(10))).toEqual([])
  world.skip(3 * DAY_MS)
})
