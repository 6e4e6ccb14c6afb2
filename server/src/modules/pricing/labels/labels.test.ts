import { startLabelGateway, type LabelGateway } from '@splot/fakes'
import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { emit } from '#platform/events'
import { systemActor } from '#platform/context'
import { importException } from '../exceptions.ts'
import { importPrices } from '../import.ts'
import { openPricingWorld, STORE, type PricingWorld } from '../test/pricing-world.ts'
import { presentChunk, type Presenting } from '../presented/record.ts'
import { noteInstants } from '../presented/store.ts'
import { openLabelGateway } from './gateway.ts'
import { bindLabelGateway, showLabels } from './show.ts'

const SECRET = 'a secret of the gateway'
const actor = systemActor('test')
let world: PricingWorld
let fake: LabelGateway
let gateway: ReturnType<typeof openLabelGateway>

beforeAll(async () => {
  world = await openPricingWorld()
  fake = await startLabelGateway({ secret: SECRET, clock: world.now })
  gateway = openLabelGateway({ url: fake.url, secret: SECRET })
  bindLabelGateway(world.platform, { gateway, presenting: async () => presenting })
})
afterAll(async () => {
  await gateway.close()
  await fake.close()
  await world.close()
})

/** What promotions make of articles, from an instant on. */
const sales = new Map<string, { readonly minor: number; readonly from: Date }>()
const presenting: Presenting = {
  channels: [{ id: STORE, code: 'store', currency: 'PLN' }],
  publicPrices: async (_ctx, at) => ({
    places: [],
    priceOf: (sku, _counter, { minor }) => {
      const sale = sales.get(sku)
      const shownMinor = sale && at >= sale.from ? sale.minor : minor
      return { minor: shownMinor, shownMinor }
    },
  }),
}
/** Walks through every instant that has come, as the recorder does. */
async function record(): Promise<void> {
  while (await world.platform.write(actor, (ctx) => presentChunk(ctx, presenting)));
}

const hang = (deviceId: string, sku: string, locationId: string = world.places.LDZ1, who?: string) =>
  world.call('PUT', `/prices/labels/${deviceId}`, { sku, channelId: STORE, locationId }, who)
const set = async (sku: string, grossMinor: number, at?: Date) => {
  await world.platform.write(actor, (ctx) =>
    importPrices(ctx, world.standard, [{ sku, grossMinor, taxRate: 'A' }], at),
  )
  if (at) return
  await vi.waitFor(
    () =>
      expect(world.prices.priceOf(sku, { channel: STORE, currency: 'PLN' })?.gross.minor).toBe(grossMinor),
    PATIENCE,
  )
}

test('a label shows the price of its place, flips at the instant, and is drawn only when something changed', async () => {
  const sku = world.newSku()
  await set(sku, 4_999)
  must(await hang('ESL-0001', sku), 200)
  expect(await showLabels(world.platform)).toBe(1)
  expect(fake.label('ESL-0001')).toMatchObject({
    name: `Towar ${sku}`,
    price: 4_999,
    regular: null,
    omnibusMin: null,
    reasons: [],
    refreshes: 1,
  })
  expect(await showLabels(world.platform)).toBe(0)
  const instant = world.ahead(DAY_MS)
  await set(sku, 3_999, new Date(instant))
  expect(await showLabels(world.platform)).toBe(1)
  expect(fake.label('ESL-0001')).toMatchObject({
    price: 4_999,
    refreshes: 1,
    next: { price: 3_999, validFrom: instant },
  })
  expect(await told('ESL-0001')).toMatchObject({
    shown: { price: 4_999 },
    next: { price: 3_999, validFrom: instant },
  })
  expect(await showLabels(world.platform)).toBe(0)
  // The gateway is away over the instant: the label flips all the same.
  fake.faults({ failBatches: 1 })
  world.turnClock(DAY_MS + 1)
  expect(fake.label('ESL-0001')).toMatchObject({ price: 3_999, refreshes: 2, next: null })
  await record()
  expect(await showLabels(world.platform)).toBe(0)
  expect(await showLabels(world.platform)).toBe(1)
  expect(fake.label('ESL-0001')).toMatchObject({ price: 3_999, refreshes: 2 })
  expect(await told('ESL-0001')).toMatchObject({ shown: { price: 3_999 }, next: null })
  expect(await showLabels(world.platform)).toBe(0)
})

/** What the office is told of a label. */
const told = async (deviceId: string) =>
  must(await world.call('GET', `/prices/labels?limit=200`), 200).body.items.find(
    (label) => label.deviceId === deviceId,
  )

test('a plan that is taken back is taken from the label too, and one laid before it comes first', async () => {
  const sku = world.newSku()
  await set(sku, 5_000)
  await record()
  must(await hang('ESL-0020', sku), 200)
  const { id } = must(
    await world.call('POST', '/prices/changes', {
      note: 'Na poniedziałek',
      effectiveAt: world.ahead(2 * DAY_MS),
      rows: [{ list: 'standard', sku, minor: 4_000 }],
    }),
    201,
  ).body
  must(await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/{id}/publish', {}), 200)
  await showLabels(world.platform)
  expect(fake.label('ESL-0020')).toMatchObject({ price: 5_000, next: { price: 4_000 } })
  await set(sku, 4_500, new Date(world.ahead(DAY_MS)))
  await showLabels(world.platform)
  expect(fake.label('ESL-0020')).toMatchObject({ price: 5_000, next: { price: 4_500 } })
  world.turnClock(DAY_MS + 1)
  await record()
  await showLabels(world.platform)
  expect(fake.label('ESL-0020')).toMatchObject({ price: 4_500, next: { price: 4_000 }, refreshes: 2 })
  must(await world.call('POST', `/prices/changes/${id}/cancel` as '/prices/changes/{id}/cancel', {}), 200)
  await showLabels(world.platform)
  expect(fake.label('ESL-0020')).toMatchObject({ price: 4_500, next: null })
  world.turnClock(DAY_MS)
  expect(fake.label('ESL-0020')).toMatchObject({ price: 4_500, refreshes: 2 })
})

test('a plan that is taken back is taken from a label whose answer was lost too, and so is a price that came and went', async () => {
  const sku = world.newSku()
  await set(sku, 5_000)
  must(await hang('ESL-0022', sku), 200)
  await showLabels(world.platform)
  const { id } = must(
    await world.call('POST', '/prices/changes', {
      note: 'Na wtorek',
      effectiveAt: world.ahead(DAY_MS),
      rows: [{ list: 'standard', sku, minor: 4_000 }],
    }),
    201,
  ).body
  must(await world.call('POST', `/prices/changes/${id}/publish` as '/prices/changes/{id}/publish', {}), 200)
  fake.faults({ loseAnswers: 1 })
  expect(await showLabels(world.platform)).toBe(0)
  expect(fake.label('ESL-0022')).toMatchObject({ price: 5_000, next: { price: 4_000 } })
  expect(await labelOf('ESL-0022')).toMatchObject({ state: 'waiting' })
  must(await world.call('POST', `/prices/changes/${id}/cancel` as '/prices/changes/{id}/cancel', {}), 200)
  await showLabels(world.platform)
  expect(fake.label('ESL-0022')).toMatchObject({ price: 5_000, next: null, refreshes: 1 })
  expect(await labelOf('ESL-0022')).toMatchObject({ state: 'shown' })

  await set(sku, 6_000)
  fake.faults({ loseAnswers: 1 })
  expect(await showLabels(world.platform)).toBe(0)
  expect(fake.label('ESL-0022')).toMatchObject({ price: 6_000 })
  await set(sku, 5_000)
  expect(await showLabels(world.platform)).toBe(1)
  expect(fake.label('ESL-0022')).toMatchObject({ price: 5_000 })
  expect(await showLabels(world.platform)).toBe(0)
})

test('a label that is hung elsewhere while its gateway is told shows the article of its new place', async () => {
  const [before, after] = [world.newSku(), world.newSku()]
  await set(before, 5_000)
  await set(after, 7_000)
  must(await hang('ESL-0023', before), 200)
  const hangingMeanwhile: typeof gateway = {
    ...gateway,
    setLabels: async (updates) => {
      const answer = await gateway.setLabels(updates)
      must(await hang('ESL-0023', after), 200)
      return answer
    },
  }
  bindLabelGateway(world.platform, { gateway: hangingMeanwhile, presenting: async () => presenting })
  await showLabels(world.platform)
  bindLabelGateway(world.platform, { gateway, presenting: async () => presenting })
  expect(await labelOf('ESL-0023')).toMatchObject({ state: 'waiting', shown: null })
  await showLabels(world.platform)
  expect(fake.label('ESL-0023')).toMatchObject({ price: 7_000 })
  expect(await labelOf('ESL-0023')).toMatchObject({ state: 'shown', shown: { price: 7_000 } })
})

/** Promotions that are asked for the prices of a label while `meanwhile` happens, once. */
function presentingWhile(meanwhile: () => Promise<unknown>): Presenting {
  let isDone = false
  return {
    ...presenting,
    publicPrices: async (ctx, at) => {
      if (!isDone) {
        isDone = true
        await meanwhile()
      }
      return presenting.publicPrices(ctx, at)
    },
  }
}

test('a label that is hung elsewhere while its picture is reckoned is told nothing of where it hung', async () => {
  const [before, after] = [world.newSku(), world.newSku()]
  await set(before, 5_000)
  await set(after, 7_000)
  must(await hang('ESL-0024', before), 200)
  const told: number[] = []
  const listening: typeof gateway = {
    ...gateway,
    setLabels: (updates) => {
      told.push(...updates.flatMap(({ deviceId, price }) => (deviceId === 'ESL-0024' ? price : [])))
      return gateway.setLabels(updates)
    },
  }
  const hanging = presentingWhile(async () => must(await hang('ESL-0024', after), 200))
  bindLabelGateway(world.platform, { gateway: listening, presenting: async () => hanging })
  await showLabels(world.platform)
  await showLabels(world.platform)
  bindLabelGateway(world.platform, { gateway, presenting: async () => presenting })
  expect(told).toEqual([7_000])
  expect(await labelOf('ESL-0024')).toMatchObject({ state: 'shown', shown: { price: 7_000 } })
})

test('a label that is told again while its next picture is reckoned is told that one too', async () => {
  const [sku, another] = [world.newSku(), world.newSku()]
  await set(sku, 5_000)
  must(await hang('ESL-0025', sku), 200)
  await set(sku, 4_000, new Date(world.ahead(DAY_MS)))
  await showLabels(world.platform)
  expect(fake.label('ESL-0025')).toMatchObject({ price: 5_000, next: { price: 4_000 } })
  // Another article is planned: what the label holds is right, and looked through once more.
  await set(another, 9_000, new Date(world.ahead(2 * DAY_MS)))
  const telling = presentingWhile(async () =>
    must(
      await world.call('POST', '/prices/labels/ESL-0025/tell' as '/prices/labels/{deviceId}/tell', {}),
      200,
    ),
  )
  bindLabelGateway(world.platform, { gateway, presenting: async () => telling })
  await showLabels(world.platform)
  bindLabelGateway(world.platform, { gateway, presenting: async () => presenting })
  await showLabels(world.platform)
  expect(fake.label('ESL-0025')).toMatchObject({ price: 5_000, next: { price: 4_000 } })
  expect(await labelOf('ESL-0025')).toMatchObject({ state: 'shown', next: { price: 4_000 } })
})

test('a promotion that is planned stands on the next picture with the lowest price before it; the label never shows the bare price between', async () => {
  const sku = world.newSku()
  await set(sku, 8_000)
  await record()
  must(await hang('ESL-0021', sku), 200)
  const from = new Date(world.ahead(DAY_MS))
  sales.set(sku, { minor: 6_000, from })
  await world.platform.write(actor, (ctx) =>
    noteInstants(ctx, [{ at: from, cause: 'rules', number: 1, versionId: null }]),
  )
  await showLabels(world.platform)
  const reduced = { price: 6_000, regular: 8_000, omnibusMin: 8_000 }
  expect(fake.label('ESL-0021')).toMatchObject({ price: 8_000, regular: null, next: reduced })
  world.turnClock(DAY_MS + 1)
  expect(fake.label('ESL-0021')).toMatchObject(reduced)
  // What is presented is not recorded yet, and then not known in memory yet: no look changes anything.
  await showLabels(world.platform)
  expect(fake.label('ESL-0021')).toMatchObject({ ...reduced, refreshes: 2 })
  await record()
  await showLabels(world.platform)
  expect(await told('ESL-0021')).toMatchObject({ shown: reduced, next: null })
  expect(fake.label('ESL-0021')).toMatchObject({ ...reduced, refreshes: 2 })
})

test('beside a reduction the label shows the lowest price of the days before', async () => {
  const sku = world.newSku()
  await set(sku, 10_000)
  must(await hang('ESL-0002', sku), 200)
  const ago = (days: number) => new Date(world.now().getTime() - days * DAY_MS)
  sales.set(sku, { minor: 8_000, from: ago(1) })
  await world.platform.write(actor, async (ctx) => {
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       values ($1, $2, 'PLN', $3, 9500, 9500, 9500, false, 0), ($1, $2, 'PLN', $4, 10000, 10000, 10000, false, 0),
              ($1, $2, 'PLN', $5, 8000, 10000, 10000, true, 0)`,
      [sku, STORE, ago(40), ago(20), ago(1)],
    )
    emit(ctx, { type: 'pricing.prices_presented', subject: 'test', data: { skus: [sku] } })
  })
  await vi.waitFor(async () => {
    await showLabels(world.platform)
    expect(fake.label('ESL-0002')).toMatchObject({ price: 8_000, regular: 10_000, omnibusMin: 9_500 })
  }, PATIENCE)
  const asked = async () =>
    must(await world.call('GET', `/prices/${sku}` as '/prices/{sku}', undefined, 'till'), 200).body.reduction
  expect(await asked()).toMatchObject({ before: { minor: 10_000 }, percent: 15 })
  // It had cost as little for a day: then nothing is announced, and the lowest price is told all the same.
  await world.platform.write(actor, async (ctx) => {
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       values ($1, $2, 'PLN', $3, 8000, 8000, 8000, false, 0), ($1, $2, 'PLN', $4, 10000, 10000, 10000, false, 0)`,
      [sku, STORE, ago(10), ago(9)],
    )
    emit(ctx, { type: 'pricing.prices_presented', subject: 'test', data: { skus: [sku] } })
  })
  await vi.waitFor(async () => {
    await showLabels(world.platform)
    expect(fake.label('ESL-0002')).toMatchObject({ price: 8_000, regular: null, omnibusMin: 8_000 })
  }, PATIENCE)
  const shown = await asked()
  expect(shown).toMatchObject({ price: { minor: 8_000 }, lowestPrice: { minor: 8_000 }, percent: null })
  expect(shown).not.toHaveProperty('before')
})

test('goods sold by measure show the price of a kilogram too, that of the reduced price when there is one', async () => {
  const sku = world.newSku([], 'A', { amount: 250, unit: 'g' })
  await set(sku, 1_999)
  must(await hang('ESL-0005', sku), 200)
  expect(await showLabels(world.platform)).toBe(1)
  expect(fake.label('ESL-0005')).toMatchObject({ price: 1_999, perUnit: { price: 7_996, per: 'kg' } })
  expect(await showLabels(world.platform)).toBe(0)
  await presentReduced(sku, 1_999, 1_500)
  await vi.waitFor(async () => {
    await showLabels(world.platform)
    expect(fake.label('ESL-0005')).toMatchObject({ price: 1_500, perUnit: { price: 6_000, per: 'kg' } })
  }, PATIENCE)
  const told = must(await world.call('GET', `/prices/${sku}` as '/prices/{sku}', undefined, 'till'), 200).body
  expect(told.pricePerUnit).toEqual({
    price: { minor: 7_996, currency: 'PLN' },
    reduced: { minor: 6_000, currency: 'PLN' },
    per: 'kg',
  })
  const rows = must(await world.call('GET', '/prices/snapshot', undefined, 'till'), 200).body.rows
  expect(rows.find((row) => row.sku === sku)).toMatchObject({ netContent: { amount: 250, unit: 'g' } })
})

/** Lets a reduction from the regular price run since yesterday. */
const presentReduced = (sku: string, regular: number, reduced: number) =>
  world.platform.write(actor, async (ctx) => {
    sales.set(sku, { minor: reduced, from: new Date(world.now().getTime() - DAY_MS) })
    await ctx.query(
      `insert into pricing.presented (sku, channel_id, currency, at, minor, regular_minor, resolved_minor, reduced, presentation)
       values ($1, $2, 'PLN', $3, $5, $5, $5, false, 0), ($1, $2, 'PLN', $4, $6, $5, $5, true, 0)`,
      [
        sku,
        STORE,
        ...[40, 1].map((days) => new Date(world.now().getTime() - days * DAY_MS)),
        regular,
        reduced,
      ],
    )
    emit(ctx, { type: 'pricing.prices_presented', subject: 'test', data: { skus: [sku] } })
  })

test('a label says why its place is dearer', async () => {
  const sku = world.newSku()
  await set(sku, 1_000)
  await world.platform.write(actor, (ctx) =>
    importException(
      ctx,
      {
        priority: 10,
        reason: { pl: 'Ceny lotniska: +10 %', en: 'Prices of the airport: +10 %' },
        effect: { kind: 'percent', ppm: 100_000 },
        channels: null,
        locations: [world.places.GDA1],
        groups: null,
        skus: [sku],
        categories: null,
      },
      'a test',
    ),
  )
  must(await hang('ESL-0006', sku, world.places.GDA1), 200)
  await vi.waitFor(async () => {
    await showLabels(world.platform)
    expect(fake.label('ESL-0006')).toMatchObject({ price: 1_100, reasons: ['Ceny lotniska: +10 %'] })
  }, PATIENCE)
})

test('a gateway that is away, an answer that is lost and a dead label: each is tried again, and nothing is lost', async () => {
  const sku = world.newSku()
  await set(sku, 1_000)
  must(await hang('ESL-0003', sku), 200)
  must(await hang('ESL-0004', sku), 200)
  fake.faults({ failBatches: 1 })
  expect(await showLabels(world.platform)).toBe(0)
  fake.faults({ loseAnswers: 1 })
  expect(await showLabels(world.platform)).toBe(0)
  expect(fake.label('ESL-0003')?.refreshes).toBe(1)
  fake.faults({ deadDevices: ['ESL-0004'] })
  expect(await showLabels(world.platform)).toBe(1)
  const shown = must(await world.call('GET', `/prices/labels?locationId=${world.places.LDZ1}`), 200).body
  expect(shown.items.find(({ deviceId }) => deviceId === 'ESL-0004')).toMatchObject({ failures: 1 })
  fake.faults({})
  expect(await showLabels(world.platform)).toBe(1)
  // It was drawn once, though it was sent twice.
  expect(fake.label('ESL-0003')?.refreshes).toBe(1)
})

test('a label of an unknown article or place is refused with both reasons', async () => {
  const answer = refused(await hang('ESL-0009', 'NO-SUCH', STORE))
  expect(answer).toMatchObject({ code: 'pricing.bad_label' })
  expect(answer.errors?.map(({ pointer }) => pointer)).toEqual(['/sku', '/locationId'])
})

const labelOf = async (deviceId: string) =>
  must(await world.call('GET', `/prices/labels?q=${deviceId}`), 200).body.items.find(
    (label) => label.deviceId === deviceId,
  )

test('a label says where it stands, and one that was out of reach is told again when somebody asks', async () => {
  const sku = world.newSku()
  must(await hang('ESL-0010', sku), 200)
  expect(await labelOf('ESL-0010')).toMatchObject({ state: 'no_price', name: { pl: `Towar ${sku}` } })
  await set(sku, 2_000)
  expect(await labelOf('ESL-0010')).toMatchObject({ state: 'waiting', shown: null })
  fake.faults({ deadDevices: ['ESL-0010'] })
  expect(await showLabels(world.platform)).toBe(0)
  expect(await labelOf('ESL-0010')).toMatchObject({
    state: 'unreachable',
    words: { pl: 'Nie odpowiada' },
    failures: 1,
  })
  const failed = must(await world.call('GET', '/prices/labels?failed=true'), 200).body
  expect(failed.items.map(({ deviceId }) => deviceId)).toEqual(['ESL-0010'])

  fake.faults({})
  const asked = must(await world.call('POST', '/prices/labels/ESL-0010/tell', {}), 200).body
  expect(asked).toMatchObject({ shown: null, failures: 0 })
  expect(await jobsAsked()).toBe(1)
  expect(await showLabels(world.platform)).toBe(1)
  expect(await labelOf('ESL-0010')).toMatchObject({ state: 'shown', shown: { price: 2_000 } })

  // What it was said to show may be wrong: it is drawn once more although nothing changed.
  expect(await showLabels(world.platform)).toBe(0)
  must(await world.call('POST', '/prices/labels/ESL-0010/tell', {}), 200)
  expect(await showLabels(world.platform)).toBe(1)
})

/** Looks that somebody asked for, beside those of the clock. */
const jobsAsked = async (): Promise<number> =>
  (
    await world.query<{ count: number }>(
      `select count(*)::int as count from jobs.jobs where key = 'pricing.labels asked'`,
    )
  )[0]?.count ?? 0

test('a label is taken down, once and on record, and only by those who may where it hangs', async () => {
  const sku = world.newSku()
  await set(sku, 3_000)
  must(await hang('ESL-0011', sku), 200)
  world.person('of Gdańsk', ['prices.read', 'prices.write'], world.places.GDA1)
  const remove = (who?: string) => world.call('DELETE', '/prices/labels/ESL-0011', undefined, who)
  expect((await remove('of Gdańsk')).status).toBe(403)
  const elsewhere = { sku, channelId: STORE, locationId: world.places.GDA1 }
  // Nobody takes a label away from a place in which she has no say.
  expect((await world.call('PUT', '/prices/labels/ESL-0011', elsewhere, 'of Gdańsk')).status).toBe(403)
  expect((await hang('ESL-0026', sku, world.places.LDZ1, 'of Gdańsk')).status).toBe(403)
  expect((await remove()).status).toBe(204)
  expect(await labelOf('ESL-0011')).toBeUndefined()
  expect(refused(await remove())).toMatchObject({ status: 404, code: 'pricing.no_such_label' })
  expect(refused(await world.call('POST', '/prices/labels/ESL-0011/tell', {})).code).toBe(
    'pricing.no_such_label',
  )
  expect(await showLabels(world.platform)).toBe(0)
  const facts = await world.query<{ action: string; sku: string }>(
    `select action, detail->>'sku' as sku from platform.audit where subject = 'ESL-0011' order by at, action`,
  )
  expect(facts).toEqual([
    { action: 'pricing.label_hung', sku },
    { action: 'pricing.label_taken_down', sku },
  ])
})
