import { DAY_MS } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { PATIENCE } from '#test/patience'
import { openTax, routes, type TaxModel } from './index.ts'
import { taxDay } from './model.ts'

let database: TestDatabase
let platform: OpenPlatform
let app: Awaited<ReturnType<typeof buildServer>>
let tax: TaxModel
let ahead = 0
const system = systemActor('test')
const staff: Actor = {
  ...system,
  kind: 'staff',
  id: '019aa000-0000-7000-8000-0000000000aa',
  grants: ['prices.write', 'prices.read'].map((permission) => ({ permission, locationId: null })),
}

beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  const tail = openTail(platform)
  tax = await openTax(platform, tail)
  await tail.start()
  app = await buildServer({ platform, routes, authenticate: async () => staff, version: 'test' })
})
afterAll(async () => {
  await app.close()
  await platform.close()
  await database.drop()
})

const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/v1/tax${path}`, ...(payload && { payload }) })
  // An answer without a body says all by its status.
  const body = answer.body === '' ? {} : answer.json()
  return { status: answer.statusCode, body: body as Record<string, unknown> & { errors?: unknown } }
}

test('a class bears the rate of country and day, and the standard rate where a country does not have it', () => {
  const on = (day: string) => new Date(`${day}T12:00:00Z`)
  expect(tax.rate('PL', 'A', on('2026-03-01'))).toBe(230_000)
  expect(tax.rate('PL', 'D', on('2026-03-01'))).toBe(0)
  expect(tax.rate('SK', 'A', on('2024-12-31'))).toBe(200_000)
  expect(tax.rate('SK', 'A', on('2025-01-01'))).toBe(230_000)
  expect(tax.rate('EE', 'A', on('2026-03-01'))).toBe(240_000)
  // Denmark has no reduced rate, and nobody abroad has our zero.
  expect(tax.rate('DK', 'C', on('2026-03-01'))).toBe(250_000)
  expect(tax.rate('DE', 'D', on('2026-03-01'))).toBe(190_000)
  expect(tax.rate('US', 'A', on('2026-03-01'))).toBeUndefined()
})

test('every country of the union has a standard rate', () => {
  const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
  const missing = union.filter((country) => tax.rate(country, 'A', new Date('2026-01-02')) === undefined)
  expect(missing).toEqual([])
})

test('a new rate begins on a coming day and changes nothing before it', async () => {
  const day = taxDay(new Date(platform.clock().getTime() + 3 * DAY_MS))
  const rate = { country: 'PL', letter: 'B', validFrom: day, ppm: 90_000 }
  expect(await ask('POST', '/rates', rate)).toMatchObject({ status: 201, body: rate })
  expect((await ask('POST', '/rates', rate)).body).toMatchObject({ code: 'tax.rate_exists' })
  expect((await ask('POST', '/rates', { ...rate, validFrom: '2020-01-01' })).body).toMatchObject({
    code: 'tax.day_is_past',
  })
  expect((await ask('POST', '/rates', { ...rate, ppm: 1_000_001 })).status).toBe(400)
  await vi.waitFor(() => expect(tax.nextChange('PL', platform.clock())).not.toBeNull(), PATIENCE)
  expect(tax.rate('PL', 'B', platform.clock())).toBe(80_000)
  ahead = 4 * DAY_MS
  expect(tax.rate('PL', 'B', platform.clock())).toBe(90_000)
  ahead = 0
})

test('on its day a rate counts: it is no coming one any more, cannot be taken back, and none can be said for that day', async () => {
  const day = taxDay(new Date(platform.clock().getTime() + DAY_MS))
  const rate = { country: 'FI', letter: 'A', validFrom: day, ppm: 260_000 }
  expect((await ask('POST', '/rates', rate)).status).toBe(201)
  await vi.waitFor(() => expect(tax.nextChange('FI', platform.clock())).not.toBeNull(), PATIENCE)
  try {
    ahead = DAY_MS
    expect(tax.rate('FI', 'A', platform.clock())).toBe(260_000)
    expect(tax.nextChange('FI', platform.clock())).toBeNull()
    expect((await ask('DELETE', `/rates/FI/A/${day}`)).body).toMatchObject({ code: 'tax.day_is_past' })
    expect((await ask('POST', '/rates', { ...rate, letter: 'B' })).body).toMatchObject({
      code: 'tax.day_is_past',
    })
    const registration = { country: 'FI', validFrom: day, registered: true }
    expect((await ask('POST', '/registrations', registration)).body).toMatchObject({
      code: 'tax.day_is_past',
    })
  } finally {
    ahead = 0
  }
})

test('a rate that was mistyped is taken back before its day, and said anew for the same day', async () => {
  const day = taxDay(new Date(platform.clock().getTime() + 6 * DAY_MS))
  const rate = { country: 'DE', letter: 'A', validFrom: day, ppm: 910_000 }
  const then = new Date(platform.clock().getTime() + 7 * DAY_MS)
  const planned = async () => (await ask('GET', '/rates?country=DE')).body['planned']
  expect((await ask('POST', '/rates', rate)).status).toBe(201)
  expect(await planned()).toEqual([rate])
  await vi.waitFor(() => expect(tax.rate('DE', 'A', then)).toBe(910_000), PATIENCE)
  const back = `/rates/DE/A/${day}`
  // Both take it back at once: one of them did.
  const answers = await Promise.all([ask('DELETE', back), ask('DELETE', back)])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404])
  expect(await planned()).toEqual([])
  await vi.waitFor(() => expect(tax.rate('DE', 'A', then)).toBe(190_000), PATIENCE)
  expect(await ask('POST', '/rates', { ...rate, ppm: 195_000 })).toMatchObject({ status: 201 })
  await vi.waitFor(() => expect(tax.rate('DE', 'A', then)).toBe(195_000), PATIENCE)
  expect(tax.rate('DE', 'A', platform.clock())).toBe(190_000)
  // What counts already stays.
  expect((await ask('DELETE', '/rates/DE/A/2024-01-01')).body).toMatchObject({ code: 'tax.day_is_past' })
})

test('a country that is none, and a class of one whose standard rate nobody knows, are refused at the field', async () => {
  const day = taxDay(new Date(platform.clock().getTime() + 3 * DAY_MS))
  const say = (country: string, letter: string) =>
    ask('POST', '/rates', { country, letter, validFrom: day, ppm: 81_000 })
  expect((await say('XX', 'A')).body).toMatchObject({
    code: 'tax.no_such_country',
    errors: [{ pointer: '/country' }],
  })
  expect((await say('CH', 'B')).body).toMatchObject({
    code: 'tax.unknown_country',
    errors: [{ pointer: '/country' }],
  })
  expect((await say('CH', 'A')).status).toBe(201)
  expect((await say('CH', 'B')).status).toBe(201)
})

test('the standard rate on which other classes of a country rest is not taken back before them', async () => {
  const day = taxDay(new Date(platform.clock().getTime() + 30 * DAY_MS))
  const say = (letter: string, ppm: number) =>
    ask('POST', '/rates', { country: 'NO', letter, validFrom: day, ppm })
  const back = (letter: string) => ask('DELETE', `/rates/NO/${letter}/${day}`)
  expect((await say('A', 250_000)).status).toBe(201)
  expect((await say('B', 150_000)).status).toBe(201)
  expect(await back('A')).toMatchObject({
    status: 409,
    body: { code: 'tax.rate_is_needed', facts: { letters: ['B'] } },
  })
  expect((await ask('GET', '/rates?country=NO')).body['planned']).toMatchObject([
    { letter: 'A', ppm: 250_000 },
    { letter: 'B' },
  ])
  expect([(await back('B')).status, (await back('A')).status]).toEqual([204, 204])
})

test.each([
  ['a country that is none', '/rates/P/A/2030-01-01', 400],
  ['a class that there is not', '/rates/PL/E/2030-01-01', 400],
  ['a day that there is not', '/rates/PL/A/2030-02-30', 400],
  ['a rate that nobody has said', '/rates/PL/A/2030-01-01', 404],
])('%s is not taken back', async (_name, path, status) => {
  expect((await ask('DELETE', path)).status).toBe(status)
})

test('goods sent abroad bear the VAT of home until the retailer is registered there, and again when it has left', async () => {
  const at = (days: number) => new Date(platform.clock().getTime() + days * DAY_MS)
  // Days of the tax zone: around midnight those of UTC are others.
  const day = (days: number) => taxDay(at(days))
  const say = (validFrom: string, registered: boolean, country = 'AT') =>
    ask('POST', '/registrations', { country, validFrom, registered })
  expect(tax.countryFor('AT', platform.clock())).toBe('PL')
  expect((await say(day(2), true)).status).toBe(201)
  expect((await say(day(4), false)).status).toBe(201)
  await vi.waitFor(() => expect(tax.countryFor('AT', at(2))).toBe('AT'), PATIENCE)
  await vi.waitFor(() => expect(tax.countryFor('AT', at(4))).toBe('PL'), PATIENCE)
  expect(tax.countryFor('AT', at(1))).toBe('PL')
  expect((await say(day(2), false)).body).toMatchObject({ code: 'tax.registration_exists' })
  expect((await say(day(-1), true)).body).toMatchObject({ code: 'tax.day_is_past' })
  expect((await say(day(2), true, 'GB')).body).toMatchObject({ code: 'tax.not_in_union' })
  expect((await say(day(2), true, 'PL')).body).toMatchObject({ code: 'tax.not_in_union' })
  expect((await ask('GET', '/registrations')).body).toMatchObject({
    items: [
      { country: 'AT', validFrom: day(4), registered: false },
      { country: 'AT', validFrom: day(2), registered: true },
    ],
  })
})

test('the rate on which a registration rests is not taken back, and nobody registers where no rate is known then', async () => {
  const inDays = (days: number) => taxDay(new Date(platform.clock().getTime() + days * DAY_MS))
  const rate = { country: 'NO', letter: 'A', validFrom: inDays(3), ppm: 250_000 }
  expect((await ask('POST', '/rates', rate)).status).toBe(201)
  // A country that joins the Union: those that are in it have had rates for years.
  await platform.write(systemActor('test'), (ctx) =>
    ctx.query(
      `insert into tax.registration (country, valid_from, registered, created_at, created_by) values ('NO', $1::date, true, now(), 'test')`,
      [inDays(5)],
    ),
  )
  const said = () => platform.read(systemActor('test')).query('select * from tax.rate order by created_at')
  const before = await said()
  expect(await ask('DELETE', `/rates/NO/A/${rate.validFrom}`)).toMatchObject({
    status: 409,
    body: { code: 'tax.registration_needs_rate', facts: { country: 'NO', validFrom: inDays(5) } },
  })
  expect(await said()).toEqual(before)
  // With another one by then it may go.
  expect((await ask('POST', '/rates', { ...rate, validFrom: inDays(4) })).status).toBe(201)
  expect((await ask('DELETE', `/rates/NO/A/${rate.validFrom}`)).status).toBe(204)
  expect((await ask('DELETE', `/rates/NO/A/${inDays(4)}`)).body).toMatchObject({
    code: 'tax.registration_needs_rate',
  })
})

test('a NIP is checked by its check digit alone', async () => {
  const says = async (nip: string) => (await ask('POST', '/nip', { nip })).body
  expect(await says('PL 526-025-02-74')).toEqual({ valid: true, nip: '5260250274' })
  expect(await says('5260250275')).toEqual({ valid: false, nip: null })
  expect(await says('526025027')).toEqual({ valid: false, nip: null })
})

test('net is derived from gross per rate, over all lines of it', async () => {
  const lines = [
    { letter: 'A', grossMinor: 101 },
    { letter: 'A', grossMinor: 101 },
    { letter: 'C', grossMinor: 1_050 },
  ]
  const { body } = await ask('POST', '/net', { lines })
  expect(body).toMatchObject({
    rates: [
      { letter: 'A', ppm: 230_000, grossMinor: 202, netMinor: 164, vatMinor: 38 },
      { letter: 'C', ppm: 50_000, grossMinor: 1_050, netMinor: 1_000, vatMinor: 50 },
    ],
    netMinor: 1_164,
  })
  expect((await ask('POST', '/net', { country: 'US', lines })).body).toMatchObject({
    code: 'tax.unknown_country',
  })
  expect((await ask('POST', '/net', { lines: [{ letter: 'A', grossMinor: -1 }] })).status).toBe(400)
})
