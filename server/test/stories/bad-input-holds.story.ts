import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { HERE, THERE, invalid, openBadInputWorld, type BadInputWorld } from '../bad-input-world.ts'
import type { Credential } from '../world-http.ts'

let bad: BadInputWorld
/** A marketplace that may hold pieces everywhere. */
let partner: Credential
beforeAll(async () => {
  bad = await openBadInputWorld()
  partner = await bad.world.machineKey(['stock.reserve'])
})
afterAll(() => bad?.world.close())

const DOOR = '/v1/stock/holds'
const ODD_QUANTITIES = [0, -1, 1.5, 100_000, 1e9, Number.MAX_SAFE_INTEGER, '2', null, true]
const unknownHold = { status: 404, code: 'inventory.unknown_hold' }

const line = (change: Readonly<Record<string, unknown>> = {}) => ({
  sku: bad.sku,
  locationId: bad.world.place(HERE),
  quantity: 1,
  ...change,
})
const body = (change: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'marketplace',
  ttlSeconds: 600,
  lines: [line()],
  ...change,
})
const path = (holdId: string = newId()) => `${DOOR}/${holdId}`

/** A hold that stands. */
async function held(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const holdId = newId()
  must(await bad.world.call('PUT', `/v1/stock/holds/${holdId}`, { as: partner, body: body(change) }), 200)
  return holdId
}

/** Everything that needs a hold which exists. */
const changes = [
  ['PATCH', '', { lines: [{ quantity: 0 }] }],
  ['POST', '/extension', { ttlSeconds: 60 }],
  ['DELETE', '', undefined],
] as const

const changing = (given: (typeof changes)[number][2]) =>
  given && 'lines' in given ? { lines: given.lines.map((kept) => line(kept)) } : given

test('an article that nobody knows, in a place and on the network', async () => {
  const unknown = { status: 422, code: 'inventory.unknown_sku', pointer: '/lines/1/sku' }
  for (const wrong of [
    line({ sku: 'NO-SUCH-SKU' }),
    { sku: 'NO-SUCH-SKU', places: [bad.world.place(HERE)], quantity: 1 },
  ]) {
    await bad.refuses('PUT', path(), { as: partner, body: body({ lines: [line(), wrong] }) }, unknown)
  }
})

test('a place that nobody knows, or that is no place at all', async () => {
  // A place is not this module's to know: nothing lies there, and that is what it says.
  const nowhere = body({ lines: [line({ locationId: newId() })] })
  await bad.refuses(
    'PUT',
    path(),
    { as: partner, body: nowhere },
    { status: 409, code: 'inventory.sold_out' },
  )
  const wrong = body({ lines: [line({ locationId: 'WAW1' })] })
  const answer = await bad.refuses(
    'PUT',
    path(),
    { as: partner, body: wrong },
    { status: 400, code: 'http.invalid_input' },
  )
  expect(JSON.stringify(answer.body.errors)).toContain('/lines/0')
})

test('no pieces, fewer than none, parts of pieces, absurdly many, and no number at all', async () => {
  for (const quantity of ODD_QUANTITIES) {
    const wanted = { as: partner, body: body({ lines: [line({ quantity })] }) }
    const answer = await bad.refuses('PUT', path(), wanted, { status: 400, code: 'http.invalid_input' })
    expect(JSON.stringify(answer.body.errors), String(quantity)).toContain('/lines/0')
  }
  const holdId = await held()
  for (const quantity of ODD_QUANTITIES.slice(1)) {
    const kept = { as: partner, body: { lines: [line({ quantity })] } }
    await bad.refuses('PATCH', path(holdId), kept, invalid('/lines/0/quantity'))
  }
})

test('a hold without lines, with too many, of no kind, for no time, for ever, and with words that nobody knows', async () => {
  const many = Array.from({ length: 101 }, () => line())
  const wrong = [
    [{ lines: [] }, '/lines'],
    [{ lines: many }, '/lines'],
    [{ kind: 'whim' }, '/kind'],
    [{ ttlSeconds: 0 }, '/ttlSeconds'],
    [{ ttlSeconds: 1e9 }, '/ttlSeconds'],
    [{ ttlSeconds: 1.5 }, '/ttlSeconds'],
  ] as const
  for (const [change, pointer] of wrong) {
    await bad.refuses('PUT', path(), { as: partner, body: body(change) }, invalid(pointer))
  }
  const odd = { as: partner, body: body({ colour: 'red' }) }
  await bad.refuses('PUT', path(), odd, { status: 400, code: 'http.invalid_input' })
  await bad.refuses(
    'PUT',
    path('not-an-id'),
    { as: partner, body: body() },
    { status: 400, code: 'http.invalid_input' },
  )
  await bad.refuses(
    'PUT',
    path(),
    { as: partner, raw: '{"kind":' },
    { status: 400, code: 'http.broken_json' },
  )
})

test('more than there is: the answer says how many there are, and nothing is half held', async () => {
  const two = body({ lines: [line(), line({ quantity: 99_999 })] })
  const answer = await bad.refuses(
    'PUT',
    path(),
    { as: partner, body: two },
    { status: 409, code: 'inventory.sold_out' },
  )
  expect(answer.body).toMatchObject({
    facts: { lines: [{ sku: bad.sku, asked: 100_000, available: expect.any(Number) }] },
  })
})

test('the id of a hold is good for one command: the same again is answered, another is refused', async () => {
  const holdId = await held()
  const again = await bad.world.call('PUT', `/v1/stock/holds/${holdId}`, { as: partner, body: body() })
  expect(again.status).toBe(200)
  const reused = { status: 422, code: 'inventory.hold_id_reused' }
  for (const change of [
    { lines: [line({ quantity: 2 })] },
    { ttlSeconds: 601 },
    { partial: true },
    { kind: 'pickup' },
  ])
    await bad.refuses('PUT', path(holdId), { as: partner, body: body(change) }, reused)
  // A refusal is an answer too.
  const refusedId = newId()
  const tooMany = body({ lines: [line({ quantity: 99_999 })] })
  for (let time = 0; time < 2; time += 1)
    await bad.refuses(
      'PUT',
      path(refusedId),
      { as: partner, body: tooMany },
      { status: 409, code: 'inventory.sold_out' },
    )
  await bad.refuses('PUT', path(refusedId), { as: partner, body: body() }, reused)
})

test('a hold that does not exist, or is another channel’s', async () => {
  const holdId = await held()
  const stranger = await bad.world.machineKey(['stock.reserve'], undefined, 'web')
  for (const [method, door, given] of changes) {
    await bad.refuses(method, `${path()}${door}`, { as: partner, body: changing(given) }, unknownHold)
    await bad.refuses(method, `${path(holdId)}${door}`, { as: stranger, body: changing(given) }, unknownHold)
  }
  await bad.refuses('GET', path(holdId), { as: stranger }, unknownHold)
})

test('no permission: another right, another place, nobody at all', async () => {
  const forbidden = { status: 403, code: 'auth.forbidden' }
  const reader = await bad.world.machineKey(['stock.read'])
  const elsewhere = await bad.world.machineKey(['stock.reserve'], THERE)
  const holdId = await held()
  for (const as of [reader, elsewhere]) {
    await bad.refuses('PUT', path(), { as, body: body() }, forbidden)
    for (const [method, door, given] of changes) {
      await bad.refuses(method, `${path(holdId)}${door}`, { as, body: changing(given) }, forbidden)
    }
  }
  await bad.refuses('PUT', path(), { body: body() }, { status: 401, code: 'auth.sign_in_first' })
})

test('a hold that ran out and whose pieces are gone, or that was given back, is not extended', async () => {
  const all = body({ lines: [line({ quantity: 490 })] })
  const [late, next, given] = [newId(), newId(), await held()]
  must(await bad.world.call('PUT', `/v1/stock/holds/${late}`, { as: partner, body: all }), 200)
  bad.world.turnClock(601_000)
  must(await bad.world.call('PUT', `/v1/stock/holds/${next}`, { as: partner, body: all }), 200)
  const extension = { as: partner, body: { ttlSeconds: 60 } }
  const expired = { status: 409, code: 'inventory.hold_expired' }
  await bad.refuses('POST', `${path(late)}/extension`, extension, expired)
  must(await bad.world.call('DELETE', `/v1/stock/holds/${given}`, { as: partner }), 200)
  const closed = { status: 409, code: 'inventory.hold_closed' }
  await bad.refuses('POST', `${path(given)}/extension`, extension, closed)
  for (const ttlSeconds of [0, -5, 1.5, 1e9, '60', null]) {
    const odd = { as: partner, body: { ttlSeconds } }
    await bad.refuses('POST', `${path(next)}/extension`, odd, invalid('/ttlSeconds'))
  }
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
