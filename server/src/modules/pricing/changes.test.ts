import { DAY_MS, HOUR_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openPricingWorld, STORE, WEB, type PricingWorld } from './test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const inWeb = { channel: WEB, currency: 'PLN' }
const shown = (sku: string, scope: object = {}) => world.prices.priceOf(sku, { ...inWeb, ...scope })
const until = (sku: string, minor: number | undefined, scope: object = {}) =>
  vi.waitFor(() => expect(shown(sku, scope)?.gross.minor).toBe(minor), PATIENCE)

interface Row {
  readonly sku: string
  readonly minor: number | null
  readonly list?: string
  readonly quantity?: number
  readonly from?: string
  readonly until?: string
}
const draft = async (rows: readonly Row[], more: object = {}) =>
  must(
    await world.call('POST', '/prices/changes', {
      note: 'a test',
      rows: rows.map((row) => ({ list: 'standard', ...row })),
      ...more,
    }),
    201,
  ).body
const publish = async (rows: readonly Row[], more: object = {}) => {
  const { id } = await draft(rows, more)
  return must(
    await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/x/publish', {}),
    200,
  ).body
}

test('a draft counts for nothing; published it counts as one version, which every answer names', async () => {
  const [shirt, scarf] = [world.newSku(), world.newSku()]
  const change = await draft([
    { sku: shirt, minor: 19_900 },
    { sku: scarf, minor: 4_900 },
  ])
  expect(change).toMatchObject({ state: 'draft', counts: { rows: 2, fresh: 2 } })
  expect(shown(shirt)).toBeUndefined()
  const published = must(await world.call('POST', `/prices/changes/${change.id}/publish`, {}), 200).body
  const [version] = published.versions
  expect(published).toMatchObject({ state: 'published', versions: [{ kind: 'begin', skus: 2 }] })
  await until(shirt, 19_900)
  expect(shown(scarf)?.source).toEqual({
    list: 'standard',
    version: version?.number,
    fromQuantity: 1,
    listMinor: 4_900,
    exceptions: [],
  })
  expect(refused(await world.call('POST', `/prices/changes/${change.id}/publish`, {}))).toMatchObject({
    code: 'pricing.not_a_draft',
    facts: { state: 'published' },
  })
})

test('a version of later is known before and flips by itself at its instant, end included', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 10_000 }])
  const { versions } = await publish([{ sku, minor: 8_000, until: world.ahead(3 * DAY_MS) }], {
    effectiveAt: world.ahead(DAY_MS),
  })
  expect(versions.map(({ kind }) => kind)).toEqual(['begin', 'end'])
  const tomorrow = new Date(world.now().getTime() + DAY_MS + 1)
  await vi.waitFor(
    () => expect(world.prices.priceAt(sku, inWeb, tomorrow)?.gross.minor).toBe(8_000),
    PATIENCE,
  )
  expect(shown(sku)?.gross.minor).toBe(10_000)
  const before = world.prices.versionInForce()
  world.turnClock(DAY_MS + 1)
  // No fact arrives and nothing is loaded: the model flips by the clock alone.
  expect(shown(sku)?.gross.minor).toBe(8_000)
  expect(world.prices.versionInForce()).toBeGreaterThan(before)
  world.turnClock(2 * DAY_MS)
  expect(shown(sku)?.gross.minor).toBe(10_000)
})

test('what is planned may be taken back before its instant, and not after', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 5_000 }])
  const planned = await publish([{ sku, minor: 4_000 }], { effectiveAt: world.ahead(HOUR_MS) })
  const future = must(await world.call('GET', '/prices/versions?future=true'), 200).body
  expect(future.items[0]).toMatchObject({ change: { id: planned.id }, inForce: false, skus: 1 })
  const cancelled = must(await world.call('POST', `/prices/changes/${planned.id}/cancel`), 200).body
  expect(cancelled.state).toBe('cancelled')
  const then = new Date(world.now().getTime() + HOUR_MS + 1)
  await vi.waitFor(() => expect(world.prices.priceAt(sku, inWeb, then)?.gross.minor).toBe(5_000), PATIENCE)
  const again = await publish([{ sku, minor: 4_500 }], { effectiveAt: world.ahead(HOUR_MS) })
  world.turnClock(HOUR_MS + 1)
  expect(refused(await world.call('POST', `/prices/changes/${again.id}/cancel`)).code).toBe(
    'pricing.already_in_force',
  )
})

test('place wins over channel, channel over group, group over all; more pieces cost less', async () => {
  const sku = world.newSku()
  const list = async (code: string, scope: object) =>
    must(
      await world.call('POST', '/prices/lists', {
        code,
        name: { pl: code, en: code },
        currency: 'PLN',
        note: 'a test',
        ...scope,
      }),
      201,
    )
  await list('friends', { group: 'friends' })
  await list('stores', { channelId: STORE })
  await list('gdansk', { locationId: world.places.GDA1 })
  await publish([
    { sku, minor: 1_000 },
    { sku, minor: 900, quantity: 10 },
    { sku, minor: 950, list: 'friends' },
    { sku, minor: 1_100, list: 'stores' },
    { sku, minor: 1_050, list: 'gdansk' },
  ])
  await until(sku, 1_000)
  const minor = (scope: object) => shown(sku, scope)?.gross.minor
  expect(minor({ quantity: 9 })).toBe(1_000)
  expect(minor({ quantity: 10 })).toBe(900)
  expect(minor({ groups: ['staff', 'friends'] })).toBe(950)
  expect(minor({ channel: STORE, groups: ['friends'] })).toBe(1_100)
  expect(minor({ channel: STORE, location: world.places.GDA1 })).toBe(1_050)
  expect(minor({ channel: STORE, location: world.places.LDZ1 })).toBe(1_100)
  expect(
    refused(
      await world.call('POST', '/prices/lists', {
        code: 'again',
        name: { pl: 'x', en: 'x' },
        currency: 'PLN',
        channelId: STORE,
        note: 'a test',
      }),
    ),
  ).toMatchObject({ code: 'pricing.list_scope_taken', facts: { list: 'stores' } })
})

test('an exception tells its reason, begins and ends at its instants, and keeps what it was', async () => {
  const sku = world.newSku(['shirts'])
  const other = world.newSku()
  await publish([
    { sku, minor: 1_990 },
    { sku: other, minor: 1_990 },
  ])
  const reason = { pl: 'w aplikacji 5 % taniej', en: '5 % less in the app' }
  const made = must(
    await world.call('POST', '/prices/exceptions', {
      reason,
      effect: { kind: 'percent', ppm: -50_000 },
      channels: [WEB],
      categories: ['shirts'],
      validUntil: world.ahead(2 * DAY_MS),
      note: 'the programme',
    }),
    201,
  ).body
  await until(sku, 1_891)
  expect(shown(sku)?.source.exceptions).toEqual([{ id: made.id, reason, minor: -99 }])
  expect(shown(other)?.gross.minor).toBe(1_990)
  expect(shown(sku, { channel: STORE })?.gross.minor).toBe(1_990)
  const revised = must(
    await world.call('PUT', `/prices/exceptions/${made.id}`, {
      reason,
      effect: { kind: 'amount', minor: -100, currency: 'PLN' },
      validFrom: world.ahead(DAY_MS),
      note: 'simpler',
    }),
    200,
  ).body
  expect(revised.revisions).toHaveLength(2)
  world.turnClock(DAY_MS + 1)
  await until(sku, 1_890)
  must(await world.call('POST', `/prices/exceptions/${made.id}/withdraw`, { note: 'over' }), 200)
  await until(sku, 1_990)
})

test('ten percent off a category from Monday on: counted first, then published', async () => {
  const skus = [world.newSku(['coats']), world.newSku(['coats']), world.newSku(['coats'])]
  const [one = '', two = ''] = skus
  await publish([
    { sku: one, minor: 10_000 },
    { sku: two, minor: 33_335 },
  ])
  await until(two, 33_335)
  const wish = {
    note: 'coats',
    list: 'standard',
    categories: ['coats'],
    effectiveAt: world.ahead(DAY_MS),
    adjust: { kind: 'percent', ppm: -100_000 },
  }
  const preview = must(await world.call('POST', '/prices/bulk/preview', wish), 200).body
  expect(preview).toMatchObject({ skus: 2, rows: 2, lowered: 2, raised: 0, withoutPrice: 1 })
  expect(preview.examples.map(({ minor }) => minor)).toEqual([30_002, 9_000])
  const rounded = must(
    await world.call('POST', '/prices/bulk/preview', { ...wish, rounding: { to: 100, ending: 99 } }),
    200,
  ).body
  expect(rounded.examples.map(({ minor }) => minor)).toEqual([29_999, 8_999])
  // Of 0.30 the nearest price that ends in 99 would leave nothing, and refused every edit of a whole list.
  const cheap = world.newSku()
  await publish([{ sku: cheap, minor: 30 }])
  await until(cheap, 30)
  const { list, note, adjust } = wish
  const ofCheap = { note, list, skus: [cheap], adjust, rounding: { to: 100, ending: 99 } }
  expect(must(await world.call('POST', '/prices/bulk/preview', ofCheap), 200).body.examples).toMatchObject([
    { minor: 27 },
  ])
  const { id } = must(await world.call('POST', '/prices/bulk', wish), 201).body
  must(await world.call('POST', `/prices/changes/${id}/publish`, {}), 200)
  expect(shown(one)?.gross.minor).toBe(10_000)
  world.turnClock(DAY_MS + 1)
  await until(one, 9_000)
})

test('what was reckoned from older prices is not laid over newer ones unseen', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 10_000 }])
  await until(sku, 10_000)
  const wish = { note: 'a test', list: 'standard', skus: [sku], adjust: { kind: 'percent', ppm: -100_000 } }
  const { id } = must(await world.call('POST', '/prices/bulk', wish), 201).body
  await publish([{ sku, minor: 20_000 }])
  expect(refused(await world.call('POST', `/prices/changes/${id}/publish`, {})).code).toBe(
    'pricing.changed_meanwhile',
  )
  must(await world.call('POST', `/prices/changes/${id}/publish`, { anyway: true }), 200)
  await until(sku, 9_000)
})

test('a price may be taken away, and comes back when another is published', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 700 }])
  await until(sku, 700)
  await publish([{ sku, minor: null }])
  await until(sku, undefined)
  await publish([{ sku, minor: 800 }])
  await until(sku, 800)
})

test('bad rows are told one by one, and nothing of the change is kept', async () => {
  const sku = world.newSku()
  const before = await world.query(`select count(*)::int as n from pricing.change`)
  const answer = refused(
    await world.call('POST', '/prices/changes', {
      note: 'a test',
      rows: [
        { sku, list: 'standard', minor: 100 },
        { sku: 'NO-SUCH', list: 'standard', minor: 100 },
        { sku, list: 'no-such', minor: 100 },
        { sku, list: 'standard', minor: 200 },
        {
          sku,
          list: 'standard',
          minor: 100,
          quantity: 5,
          from: world.ahead(DAY_MS),
          until: world.ahead(HOUR_MS),
        },
        { sku, list: 'standard', minor: 100, quantity: 6, until: world.ahead(3 * DAY_MS) },
        { sku, list: 'standard', minor: 100, quantity: 6, from: world.ahead(2 * DAY_MS) },
        { sku, list: 'standard', minor: 100, quantity: 7, from: new Date(0).toISOString() },
      ],
    }),
  )
  expect(answer.code).toBe('pricing.rows_invalid')
  expect(answer.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/rows/1/sku',
    '/rows/2/list',
    '/rows/3/sku',
    '/rows/4/until',
    '/rows/6/from',
    '/rows/7/from',
  ])
  for (const [field, value] of [
    ['minor', 0],
    ['minor', 19.9],
    ['minor', -5],
    ['minor', 100_000_001],
  ] as const) {
    const body = { note: 'a test', rows: [{ sku, list: 'standard', [field]: value }] }
    expect(refused(await world.call('POST', '/prices/changes', body)).status).toBe(400)
  }
  expect(
    refused(
      await world.call('POST', '/prices/changes', {
        note: 'a test',
        effectiveAt: new Date(0).toISOString(),
        rows: [{ sku, list: 'standard', minor: 1 }],
      }),
    ).code,
  ).toBe('pricing.instant_is_past')
  expect(await world.query(`select count(*)::int as n from pricing.change`)).toEqual(before)
})

test('a bulk edit or an exception that makes no sense is refused with every reason', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 500 }])
  await until(sku, 500)
  const bulk = (more: object) =>
    world.call('POST', '/prices/bulk', {
      note: 'a test',
      list: 'standard',
      skus: [sku],
      adjust: { kind: 'amount', minor: -100 },
      ...more,
    })
  const bad = refused(
    await bulk({
      list: 'none',
      skus: ['NO-SUCH'],
      categories: ['no-such'],
      until: new Date(0).toISOString(),
    }),
  )
  expect(bad.code).toBe('pricing.bad_bulk_edit')
  expect(bad.errors?.map(({ pointer }) => pointer)).toEqual(['/list', '/categories/0', '/skus/0', '/until'])
  expect(refused(await bulk({ adjust: { kind: 'amount', minor: -500 } })).code).toBe('pricing.bad_bulk_edit')
  expect(refused(await bulk({ adjust: { kind: 'percent', ppm: -1_000_000 } })).status).toBe(400)
  const exception = refused(
    await world.call('POST', '/prices/exceptions', {
      reason: { pl: 'x', en: 'x' },
      effect: { kind: 'percent', ppm: 0 },
      channels: [world.places.LDZ1],
      locations: [WEB],
      skus: ['NO-SUCH'],
      categories: ['no-such'],
      validFrom: world.ahead(DAY_MS),
      validUntil: world.ahead(HOUR_MS),
      note: 'a test',
    }),
  )
  expect(exception.errors?.map(({ pointer }) => pointer)).toEqual([
    '/channels/0',
    '/locations/0',
    '/skus/0',
    '/categories/0',
    '/effect',
    '/validUntil',
  ])
})

test('who may only read changes nothing, and a visitor sees no plans', async () => {
  const body = { note: 'a test', rows: [{ sku: world.newSku(), list: 'standard', minor: 1 }] }
  expect(refused(await world.call('POST', '/prices/changes', body, 'reader')).status).toBe(403)
  expect(refused(await world.call('GET', '/prices/versions', undefined, 'nobody')).status).toBe(401)
  expect(refused(await world.call('GET', '/prices/lists', undefined, 'nobody')).status).toBe(401)
})

test('a till reads all prices with those of later, then only what is new, and what was cancelled', async () => {
  const sku = world.newSku()
  await publish([{ sku, minor: 3_000 }])
  await until(sku, 3_000)
  const planned = await publish([{ sku, minor: 2_500 }], { effectiveAt: world.ahead(DAY_MS) })
  const ask = async (query = '') =>
    must(await world.call('GET', `/prices/snapshot${query}` as '/prices/snapshot', undefined, 'till'), 200)
      .body
  const rowsOf = (body: Awaited<ReturnType<typeof ask>>) => body.rows.filter((row) => row.sku === sku)
  await vi.waitFor(async () => {
    expect(rowsOf(await ask()).map(({ minor }) => minor)).toEqual([3_000, 2_500])
  }, PATIENCE)
  const whole = await ask()
  expect(whole.lists.map(({ code }) => code)).not.toContain('gdansk')
  expect(whole.versions.at(-1)?.version).toBe(whole.seq)
  expect(rowsOf(await ask(`?after=${whole.seq - 1}`)).map(({ minor }) => minor)).toEqual([2_500])
  must(await world.call('POST', `/prices/changes/${planned.id}/cancel`), 200)
  await vi.waitFor(
    async () => expect((await ask(`?after=${whole.seq}`)).cancelled).toEqual([whole.seq]),
    PATIENCE,
  )
  expect(
    refused(await world.call('GET', `/prices/snapshot?locationId=${world.places.GDA1}`, undefined, 'till'))
      .status,
  ).toBe(403)
})

test('an exception that makes an article free, or is in a currency of no list, is refused and changes nothing', async () => {
  const [cheap, dear] = [world.newSku(['caps']), world.newSku(['caps'])]
  await publish([
    { sku: cheap, minor: 7_900 },
    { sku: dear, minor: 20_000 },
  ])
  await until(dear, 20_000)
  const ask = (minor: number, more: object = {}) =>
    world.call('POST', '/prices/exceptions', {
      reason: { pl: 'taniej', en: 'less' },
      effect: { kind: 'amount', minor, currency: 'PLN' },
      categories: ['caps'],
      note: 'a test',
      ...more,
    })
  expect(refused(await ask(-999_999))).toMatchObject({
    status: 422,
    code: 'pricing.bad_exception',
    errors: [
      { pointer: '/effect', detail: `${cheap}: 7900 would become -992099` },
      { pointer: '/effect', detail: `${dear}: 20000 would become -979999` },
    ],
  })
  expect(refused(await ask(-7_900)).errors).toHaveLength(1)
  const foreign = { effect: { kind: 'amount', minor: -100, currency: 'XXX' } }
  expect(refused(await ask(0, foreign)).errors?.map(({ pointer }) => pointer)).toEqual(['/effect/currency'])
  expect(shown(cheap)?.gross.minor).toBe(7_900)
  // It leaves something of the dear one, so it counts as soon as the cheap one is not meant.
  const made = must(await ask(-7_900, { skus: [dear] }), 201).body
  await until(dear, 12_100)
  must(await world.call('POST', `/prices/exceptions/${made.id}/withdraw`, { note: 'over' }), 200)
  await until(dear, 20_000)
})
