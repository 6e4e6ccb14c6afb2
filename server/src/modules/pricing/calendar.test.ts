import { DAY_MS, HOUR_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must, refused } from '#test/answers'
import { listsBetween } from './calendar.ts'
import { openPricingWorld, STORE, WEB, type PricingWorld } from './test/pricing-world.ts'
import type { PriceList } from './types.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const note = 'a test'
const calendar = async (from: string, until: string) =>
  must(await world.call('GET', `/prices/calendar?from=${from}&until=${until}`), 200).body

test('the calendar tells which lists and exceptions count when and where, and when planned prices begin and end', async () => {
  const day = (days: number) => world.ahead(days * DAY_MS)
  const [monday, tuesday, thursday] = [day(1), day(2), day(4)]
  const week = [day(0), day(7)] as const
  const list = { code: 'season', name: { pl: 'Sezon', en: 'Season' }, currency: 'PLN' }
  const span = { validFrom: monday, validUntil: thursday }
  must(await world.call('POST', '/prices/lists', { ...list, channelId: WEB, ...span, note }), 201)

  const reason = { pl: 'W sklepie drożej', en: 'Dearer in the store' }
  const dearer = { reason, effect: { kind: 'percent', ppm: 20_000 }, locations: [world.places.LDZ1], note }
  const made = must(
    await world.call('POST', '/prices/exceptions', { ...dearer, validFrom: monday, validUntil: week[1] }),
    201,
  ).body
  // From Tuesday on it is for other customers, and on Thursday it is over before its end.
  must(
    await world.call('PUT', `/prices/exceptions/${made.id}`, {
      ...dearer,
      locations: null,
      channels: [STORE],
      validFrom: tuesday,
      validUntil: week[1],
    }),
    200,
  )
  must(await world.call('POST', `/prices/exceptions/${made.id}/withdraw`, { at: thursday, note }), 200)

  const sku = world.newSku()
  const rows = [{ sku, list: 'season', minor: 900, from: tuesday, until: thursday }]
  const change = must(await world.call('POST', '/prices/changes', { note: 'a sale', rows }), 201).body
  must(await world.call('POST', `/prices/changes/${change.id}/publish`, {}), 200)

  const found = await calendar(...week)
  expect(found.isWhole).toBe(true)
  expect(found.lists).toMatchObject([
    { code: 'standard', channels: null, from: null, until: null },
    { code: 'season', channels: [WEB], locations: null, from: monday, until: thursday },
  ])
  expect(found.exceptions).toMatchObject([
    { id: made.id, reason, locations: [world.places.LDZ1], channels: null, from: monday, until: tuesday },
    { id: made.id, reason, locations: null, channels: [STORE], from: tuesday, until: thursday },
  ])
  // Lists and exceptions have their own bars; their versions would only say it twice.
  expect(found.versions).toMatchObject([
    { kind: 'begin', at: tuesday, skus: 1, channels: [WEB], locations: null, change: { note: 'a sale' } },
    { kind: 'end', at: thursday, change: { id: change.id } },
  ])
})

test('what was taken back, ended before it began or lies outside the span is not in it', async () => {
  const begin = world.ahead(20 * DAY_MS)
  const after = world.ahead(30 * DAY_MS)
  const rows = [{ sku: world.newSku(), list: 'standard', minor: 700, from: begin }]
  const { id } = must(await world.call('POST', '/prices/changes', { note: 'no sale', rows }), 201).body
  must(await world.call('POST', `/prices/changes/${id}/publish`, {}), 200)
  const list = { code: 'never', name: { pl: 'Nigdy', en: 'Never' }, currency: 'PLN', channelId: STORE }
  must(await world.call('POST', '/prices/lists', { ...list, validFrom: begin, note }), 201)
  const before = await calendar(begin, after)
  expect(before.versions).toHaveLength(1)
  expect(before.lists.map(({ code }) => code)).toEqual(['standard', 'never'])
  must(await world.call('POST', `/prices/changes/${id}/cancel`, {}), 200)
  must(await world.call('POST', '/prices/lists/never/end', { at: 'now', note }), 200)
  const taken = await calendar(begin, after)
  expect(taken.versions).toEqual([])
  expect(taken.lists.map(({ code }) => code)).toEqual(['standard'])
})

test('a span that is reversed or too long is refused at the field', async () => {
  const spans = [
    [world.ahead(HOUR_MS), world.ahead(0)],
    [world.ahead(0), world.ahead(401 * DAY_MS)],
  ] as const
  for (const [from, until] of spans) {
    const path = `/prices/calendar?from=${from}&until=${until}`
    expect(refused(await world.call('GET', path))).toMatchObject({
      code: 'pricing.bad_span',
      errors: [{ pointer: '/query/until' }],
    })
  }
})

test('a list that ends as the span begins, or begins as it ends, is not in it', () => {
  const [monday, friday] = [new Date('2026-11-23T00:00:00Z'), new Date('2026-11-27T00:00:00Z')]
  const named = (from: Date, until: Date) =>
    // Of a list only its time is looked at.
    listsBetween([{ validFrom: monday, validUntil: friday } as PriceList], { from, until }).length
  const [hourBefore, hourAfter] = [new Date(monday.getTime() - HOUR_MS), new Date(friday.getTime() + HOUR_MS)]
  expect(named(friday, hourAfter)).toBe(0)
  expect(named(hourBefore, monday)).toBe(0)
  expect(named(new Date(friday.getTime() - 1), hourAfter)).toBe(1)
  expect(named(hourBefore, new Date(monday.getTime() + 1))).toBe(1)
})
