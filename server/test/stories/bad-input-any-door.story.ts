import { newId } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBadInputWorld, type BadInputWorld } from '../bad-input-world.ts'
import type { Asking } from '../world-http.ts'

const TEN_MEGABYTES = 10 * 1024 * 1024

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

describe('a body that cannot be read', () => {
  const doors = (): readonly [string, Asking][] => [
    ['/v1/carts', {}],
    [`/v1/carts/${newId()}/checkout`, { key: newId() }],
    ['/v1/till-sales', { as: bad.till, key: newId() }],
    ['/v1/returns', { as: bad.till, key: newId() }],
    ['/v1/stock/receipts', { as: bad.manager, key: newId() }],
    ['/v1/staff/sign-in', { from: '10.9.0.2' }],
    ['/v1/fulfilments/hand-over', { as: bad.till }],
  ]

  test('ten megabytes', async () => {
    const raw = JSON.stringify({ lines: 'x'.repeat(TEN_MEGABYTES) })
    for (const [path, asking] of doors()) {
      await bad.refuses('POST', path, { ...asking, raw }, { status: 413, code: 'http.body_too_large' })
    }
  })

  test('broken JSON, no JSON, nothing', async () => {
    const { refuses } = bad
    for (const [path, asking] of doors()) {
      for (const raw of ['{"lines": [', '{lines: []}', 'null}', '{"__proto__": {"x": 1}}', '']) {
        await refuses('POST', path, { ...asking, raw }, { status: 400, code: 'http.broken_json' })
      }
      const headers = { 'content-type': 'text/html' }
      const notJson = { status: 415, code: 'http.not_json' }
      await refuses('POST', path, { ...asking, raw: '<p>', headers }, notJson)
      for (const raw of ['null', '[]', '"text"', '7', '{}']) {
        // A basket may begin empty.
        if (raw === '{}' && path === '/v1/carts') continue
        await refuses('POST', path, { ...asking, raw }, { status: 400, code: 'http.invalid_input' })
      }
    }
  })
})

test('an id that is none, a cursor that is forged', async () => {
  const { refuses, manager: as } = bad
  const noId = { status: 400, code: 'http.invalid_input' }
  await refuses('GET', '/v1/carts/1', {}, { ...noId, pointer: '/params/cartId' })
  await refuses('GET', '/v1/orders/1', { as }, { ...noId, pointer: '/params/orderId' })
  for (const path of ['/v1/orders', '/v1/stock', '/v1/stock/movements', '/v1/events', '/v1/fulfilments']) {
    for (const cursor of ['nonsense', Buffer.from('["x","y"]').toString('base64url'), 'WyIxIl0']) {
      const forged = { status: 400, code: 'http.bad_cursor' }
      await refuses('GET', `${path}?cursor=${cursor}`, { as }, forged)
    }
  }
})

test('guessing at sign-in and look-up is slowed down by address', async () => {
  const { world, refuses } = bad
  const tries = async (path: string, body: unknown, many: number) => {
    const statuses: number[] = []
    for (let at = 0; at < many; at += 1) {
      statuses.push((await world.call('POST', path, { body, from: '10.9.9.9' })).status)
    }
    return statuses
  }
  const lookups = await tries('/v1/orders/lookup', { number: '100000017', email: 'a@example.com' }, 12)
  expect(lookups.slice(0, 10)).toEqual(Array(10).fill(404))
  expect(lookups.slice(10)).toEqual([429, 429])
  const nobody = { email: 'nobody@example.com', password: 'wrong' }
  const signIns = await tries('/v1/staff/sign-in', nobody, 6)
  expect(signIns).toEqual([401, 401, 401, 401, 401, 429])
  const slowed = { status: 429, code: 'auth.too_many_attempts' }
  await refuses('POST', '/v1/staff/sign-in', { body: nobody, from: '10.9.9.8' }, slowed)
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
