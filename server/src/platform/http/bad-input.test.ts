import { Type } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openDoors, type Doors } from '#test/doors'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { buildServer, InstantSchema, route } from './index.ts'

const closed = { additionalProperties: false } as const
const Percent = Type.Object(
  { kind: Type.Literal('percent'), ppm: Type.Integer({ maximum: 1_000_000 }) },
  closed,
)
const Amount = Type.Object({ kind: Type.Literal('amount'), minor: Type.Integer({ minimum: 1 }) }, closed)
const Place = Type.Object(
  { kind: Type.Literal('place'), how: Type.Union([Type.Literal('counter'), Type.Literal('ship')]) },
  closed,
)
const given: unknown[] = []

const offer = route({
  method: 'POST',
  path: '/v1/offers/:name',
  summary: 'Make an offer',
  tag: 'test',
  audience: ['visitor'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  schema: {
    params: Type.Object({ name: Type.String() }),
    query: Type.Object({ q: Type.Optional(Type.String()) }, closed),
    body: Type.Object(
      {
        action: Type.Optional(Type.Union([Percent, Amount, Place])),
        from: Type.Optional(Type.Union([InstantSchema, Type.Null()])),
        who: Type.Optional(
          Type.Union([
            Type.Object({ email: Type.String({ format: 'email' }) }, closed),
            Type.Object({ phone: Type.String() }, closed),
          ]),
        ),
        name: Type.Optional(Type.String({ pattern: '\\S' })),
        locale: Type.Optional(Type.Union([Type.Literal('pl'), Type.Literal('en')])),
        words: Type.Optional(Type.Array(Type.Record(Type.String(), Type.String()))),
      },
      closed,
    ),
    response: { 200: Type.Object({}) },
  },
  handle: async (_ctx, { body }) => {
    given.push(body)
    return {}
  },
})

let doors: Doors
let app: FastifyInstance
beforeAll(async () => {
  doors = await openDoors([offer])
  app = await buildServer({
    platform: doors.platform,
    routes: [offer],
    authenticate: () => ({ ...systemActor('somebody'), kind: 'visitor' }),
    version: 'test',
  })
})
afterAll(async () => {
  await app.close()
  await doors.close()
})

const json = { 'content-type': 'application/json' }
const ask = async (options: InjectOptions) => {
  const answer = await app.inject({ method: 'POST', url: '/v1/offers/x', ...options })
  expect(answer.headers['content-type']).toMatch(/^application\/(problem\+)?json/)
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}
const errorsOf = async (payload: object) => {
  const { status, body } = await ask({ payload })
  expect(status).toBe(400)
  expect(body.code).toBe('http.invalid_input')
  return body.errors.map(({ pointer, detail }: { pointer: string; detail: string }) => `${pointer} ${detail}`)
}

test('of several shapes only the one that was meant says what is wrong with it', async () => {
  expect(await errorsOf({ action: { kind: 'amount', minor: -5 } })).toEqual(['/action/minor must be >= 1'])
  expect(await errorsOf({ action: { kind: 'percent', ppm: 2e6, foo: 1 } })).toEqual([
    '/action/foo is not known here',
    '/action/ppm must be <= 1000000',
  ])
  expect(await errorsOf({ action: { kind: 'percent' } })).toEqual(['/action/ppm is missing'])
  expect(await errorsOf({ action: { kind: 'place', how: 'drone' } })).toEqual([
    '/action/how must be "counter" or "ship"',
  ])
  expect(await errorsOf({ who: { email: 'nobody' } })).toEqual(['/who/email must be an e-mail address'])
  expect(await errorsOf({ from: '2027-02-01T23:59:60Z' })).toEqual([
    '/from must be an instant whose last second is 59',
  ])
  expect(await errorsOf({ from: '2027-02-01T00:00:00' })).toEqual([
    '/from must be an instant with its time zone, like 2026-11-22T12:00:00Z',
  ])
})

test('blank text is told to be needed, without the pattern that found it', async () => {
  expect(await errorsOf({ name: ' ' })).toEqual(['/name is needed'])
})

test('where none was meant, the choices are told', async () => {
  expect(await errorsOf({ action: { kind: 'gift' } })).toEqual([
    '/action/kind must be "percent" or "amount" or "place"',
  ])
  expect(await errorsOf({ action: 5 })).toEqual(['/action must be object'])
  expect(await errorsOf({ from: 5 })).toEqual(['/from must be string or null'])
  expect(await errorsOf({ locale: 'de' })).toEqual(['/locale must be "pl" or "en"'])
})

test('text that nobody could keep is refused where it stands, and nothing is done', async () => {
  const words = (text: string) => ({ payload: { words: [{ pl: 'dobrze' }, { pl: text }] } })
  for (const [options, pointer] of [
    [words('a\0b'), '/words/1/pl'],
    [words('a\ud800b'), '/words/1/pl'],
    [{ payload: { words: [{ '\0': 'a' }] } }, '/words/0'],
    [{ payload: {}, url: '/v1/offers/x?q=%00' }, '/query/q'],
    [{ payload: {}, url: '/v1/offers/%00' }, '/params/name'],
  ] as const) {
    const answer = await ask(options)
    expect(answer).toMatchObject({ status: 400, body: { code: 'http.bad_text', errors: [{ pointer }] } })
  }
  const latin2 = Buffer.from([...Buffer.from('{"words":[{"pl":"'), 0xb1, ...Buffer.from('"}]}')])
  expect(await ask({ payload: latin2, headers: json })).toMatchObject({
    status: 400,
    body: { code: 'http.not_utf8' },
  })
  expect(given).toEqual([])
  expect((await ask(words('zażółć 👩‍👩‍👧 \ufffd'))).status).toBe(200)
})

test('what is not JSON, not an address, or not for this method is told so', async () => {
  const plain = await ask({ payload: '{}', headers: { 'content-type': 'text/plain' } })
  expect(plain).toMatchObject({ status: 415, body: { code: 'http.not_json' } })
  expect(await ask({ payload: '', headers: json })).toMatchObject({
    status: 400,
    body: { code: 'http.broken_json' },
  })
  expect(await ask({ method: 'GET', url: '/v1/offers/%E0%A4%A' })).toMatchObject({
    status: 400,
    body: { code: 'http.bad_request' },
  })
  const other = await ask({ method: 'DELETE' })
  expect(other).toMatchObject({ status: 405, body: { code: 'http.method_not_allowed' } })
  expect(other.headers['allow']).toBe('POST')
  for (const url of ['/v1/offers', `/v1/offers/${'9'.repeat(300)}`])
    expect(await ask({ url })).toMatchObject({ status: 404, body: { code: 'http.no_such_route' } })
})
