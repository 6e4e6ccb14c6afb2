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

const audience = ['visitor'] as const
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

beforeAll(async () => {
  doors = await openDoors([write, command, ofNoPlace])
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
