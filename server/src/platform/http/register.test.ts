import { newId, Refusal, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor, type Actor } from '#platform/context'
import { combineWrites } from '#platform/database'
import { openDoors, type Doors } from '#test/doors'
import { buildServer, route } from './index.ts'

let doors: Doors
let refusal: Refusal | undefined
let runs = 0

const audience = ['visitor', 'staff'] as const
const headers = Type.Object({ 'x-cart-token': Type.Optional(Type.String()) })
const Answer = Type.Object({ run: Type.Integer() })

const write = route({
  method: 'POST',
  path: '/v1/notes',
  summary: 'Write a note',
  tag: 'test',
  audience,
  permission: null,
  power: 'write',
  schema: { headers, response: { 200: Answer } },
  handle: async () => {
    if (refusal) throw refusal
    return { run: (runs += 1) }
  },
})

const combine = combineWrites<null, { run: number }>('test.note', async (_ctx, requests) =>
  requests.map(() => ({ run: (runs += 1) })),
)

const command = route({
  method: 'POST',
  path: '/v1/combined-notes',
  summary: 'Write a note together with others',
  tag: 'test',
  audience,
  permission: null,
  power: 'command',
  schema: { headers, response: { 200: Answer } },
  handle: (ctx, { key }) => combine(ctx, null, key),
})

const ofNoPlace = route({
  method: 'GET',
  path: '/v1/subscriptions',
  summary: 'List what belongs to no place',
  tag: 'test',
  audience: ['machine'],
  permission: 'webhooks.manage',
  everywhere: true,
  power: 'read',
  schema: { response: { 200: Answer } },
  handle: async () => ({ run: 0 }),
})

const exact = route({
  method: 'POST',
  path: '/v1/exact',
  summary: 'Hear something that is signed',
  tag: 'test',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  rawBody: true,
  schema: {
    body: Type.Object({ amount: Type.Number() }),
    response: { 200: Type.Object({ read: Type.Number(), raw: Type.String() }) },
  },
  handle: async (_ctx, { body, rawBody }) => ({ read: body.amount, raw: rawBody.toString('base64') }),
})

beforeAll(async () => {
  doors = await openDoors([write, command, ofNoPlace, exact])
})
afterAll(() => doors.close())
beforeEach(() => {
  refusal = undefined
  runs = 0
})

test.each(['/notes', '/combined-notes'])(
  'at %s a repetition gets the first answer, and nobody gets it without the token it was asked with',
  async (path) => {
    const key = newId()
    const ask = (token: string) =>
      doors.call('POST', path, { headers: { 'idempotency-key': key, 'x-cart-token': token } })
    expect((await ask('hers')).body).toEqual({ run: 1 })
    expect((await ask('hers')).body).toEqual({ run: 1 })
    expect(await ask('another')).toMatchObject({
      status: 422,
      body: { code: 'http.idempotency_key_reused' },
    })
    expect(runs).toBe(1)
  },
)

test.each(['/notes', '/combined-notes'])(
  'at %s whoever is signed in at a till repeats what the till has asked, also before the answers were the till’s',
  async (path) => {
    const [ola, ewa] = [newId(), newId()]
    const till = newId<'device'>()
    const key = newId()
    const ask = async (staff: string) => {
      const app = await buildServer({
        platform: doors.platform,
        routes: [write, command],
        authenticate: () => ({ ...systemActor(staff), kind: 'staff', deviceId: till }),
        version: 'test',
      })
      const answer = await app.inject({
        method: 'POST',
        url: `/v1${path}`,
        headers: { 'idempotency-key': key },
      })
      await app.close()
      return answer.json()
    }
    expect(await ask(ola)).toEqual({ run: 1 })
    expect(await ask(ewa)).toEqual({ run: 1 })
    // As the release before kept it: hers alone.
    const moved = await doors.platform.pool.query(
      'update platform.idempotency set scope = $1 where key = $2',
      [`staff:${ola}:POST /v1${path}`, key],
    )
    expect(moved.rowCount).toBe(1)
    expect(await ask(ola)).toEqual({ run: 1 })
    expect(runs).toBe(1)
  },
)

test('a refusal for this moment is no answer: the same key may ask again, and is told when', async () => {
  const key = newId()
  const ask = () => doors.call('POST', '/notes', { headers: { 'idempotency-key': key } })
  refusal = new Refusal('unavailable', 'test.busy', 'Busy.', { retryAfterSeconds: 3 })
  const busy = await ask()
  expect(busy).toMatchObject({ status: 503, body: { code: 'test.busy' } })
  expect(busy.headers['retry-after']).toBe('3')
  refusal = undefined
  expect(await ask()).toMatchObject({ status: 200, body: { run: 1 } })
})

test('a refusal of the command itself is its answer, and is repeated', async () => {
  const key = newId()
  const ask = () => doors.call('POST', '/notes', { headers: { 'idempotency-key': key } })
  refusal = new Refusal('conflict', 'test.taken', 'Taken.')
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'test.taken' } })
  refusal = undefined
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'test.taken' } })
  expect(runs).toBe(0)
})

test('a key that is bound to a store opens no door to what belongs to all of them', async () => {
  const machineAt = (locationId: LocationId | null): Actor => ({
    ...systemActor('ERP'),
    kind: 'machine',
    locationId,
    grants: [{ permission: 'webhooks.manage', locationId }],
  })
  const ask = async (actor: Actor) => {
    const app = await buildServer({
      platform: doors.platform,
      routes: [ofNoPlace],
      authenticate: () => actor,
      version: 'test',
    })
    const answer = await app.inject({ method: 'GET', url: '/v1/subscriptions' })
    await app.close()
    return answer.statusCode
  }
  expect(await ask(machineAt(doors.places.get('LDZ1') ?? null))).toBe(403)
  expect(await ask(machineAt(null))).toBe(200)
})

test('an answer of the API is neither guessed at, nor shown as a page, nor kept', async () => {
  for (const answer of [await doors.call('POST', '/notes'), await doors.call('GET', '/nowhere')]) {
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
  }
})

test('a route that asks for it gets the very bytes of the body, and the body is checked as everywhere', async () => {
  const app = await buildServer({
    platform: doors.platform,
    routes: [exact, write],
    authenticate: () => ({ ...systemActor('somebody'), kind: 'visitor' }),
    version: 'test',
  })
  const ask = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/exact',
      headers: { 'content-type': 'application/json' },
      payload,
    })
  // None of this would survive being read and written again.
  const text = '{ "amount" : 1.50,\n  "note": "\\u0142\\/ł", "amount": 1e2 }'
  expect((await ask(text)).json()).toEqual({ read: 100, raw: Buffer.from(text).toString('base64') })
  expect((await ask('{"amount": "one"}')).json()).toMatchObject({
    status: 400,
    code: 'http.invalid_input',
    errors: [{ pointer: '/amount' }],
  })
  expect((await ask('{"amount": 1')).json()).toMatchObject({ status: 400, code: 'http.broken_json' })
  expect((await ask('{"amount": 1, "__proto__": {"admin": true}}')).json()).toMatchObject({
    status: 400,
    code: 'http.broken_json',
  })
  expect((await ask('')).json()).toMatchObject({ status: 400, code: 'http.broken_json' })
  await app.close()
})
