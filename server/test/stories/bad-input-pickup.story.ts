import { newId, MINUTE_MS } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../answers.ts'
import {
  HERE,
  ODD_QUANTITIES,
  THERE,
  invalid,
  openBadInputWorld,
  type BadInputWorld,
} from '../bad-input-world.ts'
import type { Asking } from '../world-http.ts'
import { pickupIn } from '../world-shopper.ts'

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

const HAND_OVER = '/v1/fulfilments/hand-over'

test('a negative or absurd quantity while picking', async () => {
  const { id } = pickupIn(await bad.readyOrder(1))
  for (const quantity of ODD_QUANTITIES) {
    const asking = { as: bad.till, body: { code: bad.gtin, quantity } }
    await bad.refuses('POST', `/v1/fulfilments/${id}/pick`, asking, invalid('/quantity'))
  }
})

describe('a wrong pickup code', () => {
  test('five tries, then nobody gets in for ten minutes, not even with the right one', async () => {
    const { world, refuses } = bad
    const order = await bad.readyOrder(1)
    const { pickupCode, pickupQr } = pickupIn(order)
    const code = pickupCode === '000000' ? '000001' : '000000'
    const handOver = (body: unknown): Asking => ({ as: bad.till, key: newId(), body })
    const wrong = { status: 422, code: 'fulfilment.wrong_code', pointer: '/code' }
    const limited = { status: 429, code: 'fulfilment.too_many_codes' }
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses('POST', HAND_OVER, handOver({ orderNumber: order.number, code }), wrong)
    }
    const told = await refuses('POST', HAND_OVER, handOver({ orderNumber: order.number, code }), limited)
    expect(Number(told.headers['retry-after'])).toBeGreaterThan(0)
    await refuses('POST', HAND_OVER, handOver({ qr: pickupQr }), limited)
    world.turnClock(10 * MINUTE_MS + 1_000)
    bad.till = await world.assistantAt(HERE)
    must(await world.call('POST', HAND_OVER, handOver({ qr: pickupQr })), 200)
  })

  test('what is no code, and codes of nothing', async () => {
    const { refuses, till: as } = bad
    const noCode = { status: 422, code: 'fulfilment.not_a_pickup_code', pointer: '/qr' }
    await refuses('POST', HAND_OVER, { as, body: { qr: 'https://example.com' } }, noCode)
    const ofNothing = { status: 404, code: 'fulfilment.not_found' }
    await refuses('POST', HAND_OVER, { as, body: { qr: `SPLOT:P:${newId()}:123456` } }, ofNothing)
    const short = { as, body: { orderNumber: '100000017', code: '12' } }
    await refuses('POST', HAND_OVER, short, { status: 400, code: 'http.invalid_input' })
  })
})

test("another store's orders cannot be seen, picked or handed over", async () => {
  const { world, refuses, gtin } = bad
  const { id, pickupQr } = pickupIn(await bad.readyOrder(1))
  const as = await world.assistantAt(THERE)
  const other = { status: 403, code: 'auth.other_location' }
  await refuses('GET', `/v1/fulfilments/${id}`, { as }, other)
  await refuses('GET', `/v1/fulfilments?locationId=${world.place(HERE)}`, { as }, other)
  await refuses('POST', `/v1/fulfilments/${id}/start-picking`, { as }, other)
  await refuses('POST', `/v1/fulfilments/${id}/pick`, { as, body: { code: gtin } }, other)
  await refuses('POST', HAND_OVER, { as, body: { qr: pickupQr } }, other)
  const queue = must(await world.call('GET', '/v1/fulfilments', { as }), 200).body
  expect(queue.items).toEqual([])
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
