import { DAY_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { meetsNobodyInACircle } from '#test/waiting'
import { systemActor } from '#platform/context'
import { importPrices } from '../import.ts'
import { openPricingWorld, STORE, WEB, type PricingWorld } from '../test/pricing-world.ts'
import { hour } from './factors/hour.ts'
import { proposePrices } from './propose.ts'
import { reckon } from './reckon.ts'
import type { FactorInputs, ProposalTerms } from './types.ts'

const actor = systemActor('test')
let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const terms = (more: Partial<ProposalTerms> = {}): ProposalTerms => ({
  currency: 'PLN',
  skus: [],
  categories: [],
  factors: [{ kind: 'stock_cover', bands: [{ aboveDays: 90, ppm: -150_000 }] }],
  floorPpm: 700_000,
  ceilingPpm: 1_200_000,
  floorMinor: 100,
  dailyPpm: 200_000,
  leastPpm: 10_000,
  omnibus: 'tell',
  channels: { kind: 'equal' },
  mode: 'live',
  approval: { kind: 'person' },
  ...more,
})
const inputs = (more: Partial<FactorInputs> = {}): FactorInputs => ({
  regularMinor: 10_000,
  available: 100,
  sold: 10,
  ageDays: 100,
  location: null,
  weekday: 1,
  minutes: 600,
  competitor: null,
  ...more,
})
const bounds = {
  currentMinor: 10_000,
  dayAgoMinor: 10_000,
  lowestMinor: 9_500,
  otherListMinor: null,
  costGrossMinor: null,
}
const makeRule = async (more: Partial<ProposalTerms>, list = 'standard') =>
  must(
    await world.call(
      'POST',
      '/prices/proposal-rules',
      { name: 'a rule', list, terms: terms(more), enabled: true },
      'controller',
    ),
    201,
  ).body
const wanted = ({ name, terms: own }: Awaited<ReturnType<typeof makeRule>>) => ({
  name,
  list: 'standard',
  terms: own,
})
const priced = async (grossMinor: number, daysAgo = 0) => {
  const sku = world.newSku()
  const at = new Date(world.now().getTime() - daysAgo * DAY_MS)
  await world.platform.write(actor, (ctx) =>
    importPrices(ctx, world.standard, [{ sku, grossMinor, taxRate: 'A' }], at),
  )
  return sku
}
const proposals = async (sku: string) =>
  must(await world.call('GET', `/prices/proposals?sku=${sku}` as '/prices/proposals'), 200).body.items

test('factors add up, and every bound says what it did', () => {
  const factors: ProposalTerms['factors'] = [
    {
      kind: 'stock_cover',
      bands: [
        { belowDays: 14, ppm: 50_000 },
        { aboveDays: 90, ppm: -150_000 },
      ],
    },
    {
      kind: 'age',
      bands: [
        { fromDays: 30, ppm: -50_000 },
        { fromDays: 90, ppm: -100_000 },
      ],
    },
    { kind: 'competitor', undercutPpm: 0, limitPpm: 80_000 },
  ]
  const other = { name: 'Sklep obok', minor: 5_000 }
  // 280 days of cover: −15 %; 100 days old: −10 %; half the price next door, limited: −8 %.
  const far = reckon(terms({ factors, dailyPpm: 1_000_000 }), inputs({ competitor: other }), bounds)
  expect(far).toMatchObject({ minor: 7_000, factors: { askedMinor: 6_700, becomesLowest: true } })
  expect(far?.factors['held']).toEqual([{ bound: 'floor_and_ceiling', minor: 7_000 }])
  expect(reckon(terms({ factors }), inputs({ competitor: other }), bounds)?.minor).toBe(8_000)
  expect(
    reckon(terms({ factors, omnibus: 'keep_lowest' }), inputs({ competitor: other }), bounds)?.minor,
  ).toBe(9_500)
  expect(
    reckon(
      terms({ factors, channels: { kind: 'differ', from: 'x', ppm: 50_000, reason: 'rent' } }),
      inputs({ competitor: other }),
      { ...bounds, otherListMinor: 9_000 },
    )?.minor,
  ).toBe(8_550)
  // A change of less than one percent is not worth a label.
  expect(
    reckon(terms({ factors: [{ kind: 'age', bands: [{ fromDays: 1, ppm: -9_000 }] }] }), inputs(), bounds),
  ).toBeUndefined()
})

test('nothing goes below what it costs and so much more, which is rounded up; where no cost is known nothing gets cheaper', () => {
  const at = (costGrossMinor: number | null, aboveCostPpm?: number, currentMinor = 10_000) =>
    reckon(terms(aboveCostPpm === undefined ? {} : { aboveCostPpm }), inputs(), {
      ...bounds,
      currentMinor,
      costGrossMinor,
    })
  // Fifteen per cent off 100.00.
  expect(at(9_000)?.minor).toBe(8_500)
  expect(at(8_001, 100_000)).toMatchObject({
    minor: 8_802,
    factors: { costGrossMinor: 8_001, held: [{ bound: 'cost', minor: 8_802 }] },
  })
  expect(at(5_000, 100_000)?.minor).toBe(8_500)
  expect(at(null, 0)).toBeUndefined()
  // What people sell below its cost is not made dearer than they have set it.
  expect(at(30_000, 0)).toBeUndefined()
  expect(at(30_000, 0, 9_000)?.minor).toBe(10_000)
})

test('an hour over midnight belongs to the day on which it began', () => {
  const night = { kind: 'hour', weekdays: [5], from: 1_320, until: 120, ppm: -1 } as const
  const says = (weekday: number, minutes: number) => hour(night, inputs({ weekday, minutes })) !== undefined
  expect([says(5, 1_330), says(6, 60), says(5, 60), says(6, 1_330), says(6, 120)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('in the shadow a proposal is kept with its figures, and nothing comes of it', async () => {
  const sku = await priced(10_000, 40)
  world.demand.set(sku, { available: 500, sold: 2 })
  await makeRule({ skus: [sku], mode: 'shadow' })
  await proposePrices(world.platform)
  const [proposal] = await proposals(sku)
  expect(proposal).toMatchObject({ state: 'shadow', fromMinor: 10_000, toMinor: 8_500 })
  expect(proposal?.factors).toMatchObject({
    said: [{ kind: 'stock_cover', ppm: -150_000, why: { available: 500, sold: 2, coverDays: 7_000 } }],
    regularMinor: 10_000,
  })
  const ids = [proposal?.id]
  expect(refused(await world.call('POST', '/prices/proposals/approve', { ids })).code).toBe(
    'pricing.not_to_be_decided',
  )
})

test('what goods cost is told beside a proposal to nobody but who may see costs', async () => {
  const sku = await priced(10_000, 40)
  world.demand.set(sku, { available: 500, sold: 2 })
  // With VAT 92.25; one per cent above that is more than the factors ask for.
  const rows = [{ sku, netMinor: 7_500 }]
  must(await world.call('POST', '/prices/costs', { rows }, 'controller'), 200)
  await makeRule({ skus: [sku], mode: 'shadow', aboveCostPpm: 10_000 })
  await proposePrices(world.platform)
  const told = async (who: string) => {
    const path = `/prices/proposals?sku=${sku}` as '/prices/proposals'
    return must(await world.call('GET', path, undefined, who), 200).body.items
  }
  const [whole] = await told('controller')
  expect(whole?.factors).toMatchObject({
    costGrossMinor: 9_225,
    regularMinor: 10_000,
    held: [{ bound: 'cost', minor: 9_318 }],
  })
  const items = await told('manager')
  // That some lowest price held it is seen from the price; which one, is not told.
  expect(items[0]?.factors).toMatchObject({
    regularMinor: 10_000,
    held: [{ bound: 'lower_bound', minor: 9_318 }],
  })
  // As a number alone: an id may have these digits by chance.
  expect(JSON.stringify(items)).not.toMatch(/:9225\b/)
  expect(JSON.stringify(items[0]?.factors)).not.toMatch(/cost/i)
})

test('how far above costs a rule stays is neither read nor set by whoever may not see costs; she who changes the rule leaves it', async () => {
  const sku = await priced(10_000, 40)
  const wanted = (more: object) => ({
    name: `Bez kosztów ${sku}`,
    list: 'standard',
    enabled: true,
    terms: { ...terms({ skus: [sku], mode: 'shadow' }), ...more },
  })
  const post = (who: string, more: object) => world.call('POST', '/prices/proposal-rules', wanted(more), who)
  expect(refused(await post('manager', { aboveCostPpm: 0 }))).toMatchObject({
    status: 403,
    code: 'pricing.costs_hidden',
    errors: [{ pointer: '/terms/aboveCostPpm' }],
  })
  const { id, terms: made } = must(await post('controller', { aboveCostPpm: 123_456 }), 201).body
  expect(made.aboveCostPpm).toBe(123_456)
  const seenBy = async (who: string) => {
    const { items } = must(await world.call('GET', '/prices/proposal-rules', undefined, who), 200).body
    return items.find((rule) => rule.id === id)?.terms
  }
  expect(await seenBy('controller')).toMatchObject({ aboveCostPpm: 123_456 })
  expect(await seenBy('manager')).not.toHaveProperty('aboveCostPpm')
  const put = (who: string, more: object, version: number) =>
    world.call('PUT', `/prices/proposal-rules/${id}`, wanted(more), who, { 'if-match': `"${version}"` })
  expect(refused(await put('manager', { aboveCostPpm: 1 }, 1)).code).toBe('pricing.costs_hidden')
  const changed = must(await put('manager', { dailyPpm: 70_000 }, 1), 200).body
  expect(changed.terms).not.toHaveProperty('aboveCostPpm')
  expect(await seenBy('controller')).toMatchObject({ aboveCostPpm: 123_456, dailyPpm: 70_000 })
  must(await put('controller', {}, 2), 200)
  expect(await seenBy('controller')).not.toHaveProperty('aboveCostPpm')
})

test('an approved price names its proposal, and factors never add up over the days', async () => {
  const sku = await priced(10_000, 40)
  world.demand.set(sku, { available: 500, sold: 2 })
  await makeRule({ skus: [sku] })
  await proposePrices(world.platform)
  const [proposal] = await proposals(sku)
  const approved = must(
    await world.call('POST', '/prices/proposals/approve', { ids: [proposal?.id] }),
    200,
  ).body
  const changeId = approved.items[0]?.changeId
  expect(approved.items[0]).toMatchObject({ state: 'applied', toMinor: 8_500 })
  await vi.waitFor(
    () => expect(world.prices.priceOf(sku, { channel: WEB, currency: 'PLN' })?.gross.minor).toBe(8_500),
    PATIENCE,
  )
  const change = must(await world.call('GET', `/prices/changes/${changeId}`), 200).body
  expect(change).toMatchObject({ kind: 'proposal', facts: { proposals: { [sku]: proposal?.id } } })
  const version = world.prices.priceOf(sku, { channel: WEB, currency: 'PLN' })?.source.version
  expect(change.versions[0]?.number).toBe(version)
  // The same factors ask for the same price again: nothing is proposed from the lowered one.
  await proposePrices(world.platform)
  expect((await proposals(sku)).filter(({ state }) => state === 'proposed')).toEqual([])
})

test('who proposes anew locks proposals as those do who decide about many', async () => {
  const skus = [await priced(10_000, 40), await priced(10_000, 40)].sort()
  for (const sku of skus) world.demand.set(sku, { available: 500, sold: 2 })
  await makeRule({ skus })
  await proposePrices(world.platform)
  // The first by its SKU is the last by its id.
  await world.platform.pool.query('update pricing.proposal set id = $2 where sku = $1', [skus[0], newId()])
  const standing = (sku: string | undefined) => ({
    sql: 'select from pricing.proposal where sku = $1',
    values: [sku],
  })
  for (const sku of skus) world.demand.set(sku, { available: 400, sold: 2 })
  await meetsNobodyInACircle(world, standing(skus[1]), () => proposePrices(world.platform), standing(skus[0]))
})

test('a rule applies what lies within its own limit, the rest waits for a person', async () => {
  const [small, large] = [await priced(10_000, 40), await priced(10_000, 120)]
  for (const sku of [small, large]) world.demand.set(sku, { available: 10, sold: 10 })
  await makeRule({
    skus: [small, large],
    factors: [
      {
        kind: 'age',
        bands: [
          { fromDays: 30, ppm: -30_000 },
          { fromDays: 100, ppm: -120_000 },
        ],
      },
    ],
    approval: { kind: 'rule', withinPpm: 50_000 },
  })
  await proposePrices(world.platform)
  expect((await proposals(small))[0]).toMatchObject({ state: 'applied', toMinor: 9_700 })
  expect((await proposals(small))[0]?.decidedBy).toMatch(/^rule:/)
  expect((await proposals(large))[0]).toMatchObject({ state: 'proposed', toMinor: 8_800 })
})

test('a rule does not approve what could not keep a bound, however small the step', async () => {
  const sku = await priced(10_000, 40)
  world.demand.set(sku, { available: 10, sold: 10 })
  // In one day it cannot reach what nothing may be cheaper than.
  await makeRule({
    skus: [sku],
    floorMinor: 11_500,
    dailyPpm: 20_000,
    approval: { kind: 'rule', withinPpm: 500_000 },
  })
  await proposePrices(world.platform)
  expect((await proposals(sku))[0]).toMatchObject({
    state: 'proposed',
    toMinor: 10_200,
    // A manager is not told which lowest price it was: that of the rule, or that of the cost.
    factors: { unmet: ['lower_bound'] },
  })
})

test('the trace of an article leads from its price to the proposal; a rule that is stopped proposes nothing', async () => {
  const [taken, left] = [await priced(10_000, 40), await priced(10_000, 40)]
  for (const sku of [taken, left]) world.demand.set(sku, { available: 500, sold: 2 })
  const rule = await makeRule({ skus: [taken, left] })
  const run = must(await world.call('POST', '/prices/proposals/run'), 200).body
  expect(run.rules).toBeGreaterThan(0)
  expect(run.proposals).toBeGreaterThanOrEqual(2)
  const results = async () => {
    const { items } = must(await world.call('GET', '/prices/proposal-rules'), 200).body
    return items.find(({ id }) => id === rule.id)?.results
  }
  expect(await results()).toMatchObject({ proposed: 2, lowered: 2, raised: 0, averagePpm: -150_000 })
  const [proposal] = await proposals(taken)
  must(await world.call('POST', '/prices/proposals/approve', { ids: [proposal?.id] }), 200)
  const trace = must(await world.call('GET', `/prices/${taken}/versions`), 200).body.items
  expect(trace[0]).toMatchObject({
    minor: 8_500,
    beforeMinor: 10_000,
    change: { kind: 'proposal' },
    proposalId: proposal?.id,
  })
  expect(trace[1]).toMatchObject({ minor: 10_000, proposalId: null })

  await world.call(
    'PUT',
    `/prices/proposal-rules/${rule.id}`,
    { ...wanted(rule), enabled: false },
    'manager',
    {
      'if-match': `"${rule.version}"`,
    },
  )
  expect((await proposals(left))[0]?.state).toBe('outdated')
  expect(await results()).toMatchObject({ proposed: 0, applied: 1, outdated: 1, averagePpm: null })
  // What was made long ago is history; what stands is told however old it is.
  const old = `00000000-0000-7000-8000-${proposal?.id.slice(-12)}`
  await world.platform.write(actor, (ctx) =>
    ctx.query('update pricing.proposal set id = $2 where id = $1', [proposal?.id, old]),
  )
  expect(await results()).toMatchObject({ applied: 0, outdated: 1 })
})

test('what was turned down is left in peace; what has moved meanwhile is outdated', async () => {
  const [down, moved] = [await priced(10_000, 40), await priced(10_000, 40)]
  for (const sku of [down, moved]) world.demand.set(sku, { available: 500, sold: 2 })
  await makeRule({ skus: [down, moved] })
  await proposePrices(world.platform)
  const id = async (sku: string) => (await proposals(sku))[0]?.id
  must(
    await world.call('POST', '/prices/proposals/reject', {
      ids: [await id(down)],
      reason: 'not before spring',
    }),
    200,
  )
  await proposePrices(world.platform)
  expect((await proposals(down)).map(({ state }) => state)).toEqual(['rejected'])
  const stale = await id(moved)
  await world.platform.write(actor, (ctx) =>
    importPrices(ctx, world.standard, [{ sku: moved, grossMinor: 12_000, taxRate: 'A' }]),
  )
  const answer = must(await world.call('POST', '/prices/proposals/approve', { ids: [stale] }), 200).body
  expect(answer.items[0]).toMatchObject({ state: 'outdated' })
  expect(refused(await world.call('POST', '/prices/proposals/approve', { ids: [stale] })).status).toBe(409)
})

test('of proposals that are decided together one that there is not stops all: none is approved, none turned down', async () => {
  const sku = await priced(10_000, 40)
  world.demand.set(sku, { available: 500, sold: 2 })
  await makeRule({ skus: [sku] })
  await proposePrices(world.platform)
  const [proposal] = await proposals(sku)
  const ids = [proposal?.id, newId()]
  for (const [verb, more] of [
    ['approve', {}],
    ['reject', { reason: 'not before spring' }],
  ] as const) {
    const answer = await world.call('POST', `/prices/proposals/${verb}`, { ids, ...more })
    expect(refused(answer)).toMatchObject({ status: 404, code: 'pricing.no_such_proposal' })
    expect((await proposals(sku)).map(({ state }) => state)).toEqual(['proposed'])
  }
})

test('a feed of others’ prices moves a price, and a bad feed is refused row by row', async () => {
  const sku = await priced(10_000, 40)
  const bad = refused(
    await world.call('POST', '/prices/competitors/csv', {
      csv: `sku;competitor;price;seen\n${sku};A;90,00;\nNO-SUCH;A;1,00;\n${sku};;1,00;\n${sku};A;-1;\n${sku};A;1;2999-01-01\n`,
    }),
  )
  expect(bad.errors?.map(({ pointer }) => pointer)).toEqual([
    '/csv/3/sku',
    '/csv/4/competitor',
    '/csv/5/price',
    '/csv/6/seen',
  ])
  const feed = { csv: `sku;competitor;price\n${sku};A;95,00\n${sku};B;92,50\n` }
  expect(must(await world.call('POST', '/prices/competitors/csv', feed), 200).body).toEqual({ added: 2 })
  await makeRule({
    skus: [sku],
    factors: [{ kind: 'competitor', undercutPpm: 10_000, limitPpm: 200_000 }],
  })
  await proposePrices(world.platform)
  expect((await proposals(sku))[0]).toMatchObject({ toMinor: 9_157 })
  const others = must(await world.call('GET', `/prices/${sku}/competitors`), 200).body.items
  expect(others.map(({ competitor, minor }) => [competitor, minor])).toEqual([
    ['B', 9_250],
    ['A', 9_500],
  ])
})

test('a rule that makes no sense is refused with every reason', async () => {
  must(
    await world.call('POST', '/prices/lists', {
      code: 'stores',
      name: { pl: 'x', en: 'x' },
      currency: 'PLN',
      channelId: STORE,
      note: 'a test',
    }),
    201,
  )
  const answer = refused(
    await world.call('POST', '/prices/proposal-rules', {
      name: 'bad',
      list: 'stores',
      enabled: true,
      terms: terms({
        currency: 'EUR',
        skus: ['NO-SUCH'],
        categories: ['no-such'],
        floorPpm: 1_100_000,
        ceilingPpm: 900_000,
      }),
    }),
  )
  expect(answer.errors?.map(({ pointer }) => pointer)).toEqual([
    '/terms/currency',
    '/terms/floorPpm',
    '/terms/ceilingPpm',
    '/terms/skus/0',
    '/terms/categories/0',
    '/terms/channels',
  ])
})
