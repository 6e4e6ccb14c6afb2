import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#platform/context'
import { buildServer } from '#platform/http'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { HOLD_MS, MAX_GUEST_HOLDERS_PER_ADDRESS, routes } from './index.ts'

let world: CheckoutWorld
let app: Awaited<ReturnType<typeof buildServer>>
let actor: Actor

beforeAll(async () => {
  world = await openCheckoutWorld()
  await world.stock('TEE-M', world.store, 10_000)
  actor = world.visitor
  app = await buildServer({
    platform: world.platform,
    routes,
    authenticate: () => actor,
    version: 'test',
  })
})
afterAll(async () => {
  await app.close()
  await world.close()
})

const from =
  (remoteAddress: string) =>
  async (method: 'POST' | 'PATCH', path: string, payload: object, token?: string) => {
    const answer = await app.inject({
      method,
      url: `/v1/carts${path}`,
      payload,
      remoteAddress,
      headers: { ...(token !== undefined && { 'x-cart-token': token }) },
    })
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
  }
const collect = () => ({ lines: [{ ...world.pickup('TEE-M', 1) }] })

test('guests from one address have stores keep pieces for so many baskets, and others for theirs', async () => {
  const ask = from('198.51.100.7')
  const first = await ask('POST', '', collect())
  for (let more = 1; more < MAX_GUEST_HOLDERS_PER_ADDRESS; more += 1)
    expect((await ask('POST', '', collect())).status).toBe(201)
  const refused = await ask('POST', '', collect())
  expect(refused).toMatchObject({ status: 429, body: { code: 'carts.too_many_holders' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)

  // What is sent home takes nothing from a shelf; a basket that is counted already goes on; the way round is closed too.
  const sent = await ask('POST', '', { lines: [world.ship('TEE-M')] })
  expect(sent.status).toBe(201)
  const { id, token } = first.body
  expect((await ask('POST', `/${id}/lines`, world.pickup('TEE-M', 1), token)).status).toBe(200)
  const line = `/${sent.body.id}/lines/${sent.body.lines[0].lineId}`
  const turned = { fulfilment: { kind: 'pickup', locationId: world.store } }
  expect((await ask('PATCH', line, turned, sent.body.token)).status).toBe(429)
  expect((await ask('POST', `/${sent.body.id}/lines`, world.pickup('TEE-M'), sent.body.token)).status).toBe(
    429,
  )

  expect((await from('198.51.100.8')('POST', '', collect())).status).toBe(201)
  expect((await from('127.0.0.1')('POST', '', collect())).status).toBe(201)
  const customerId = newId<'customer'>()
  actor = { ...world.visitor, kind: 'customer', id: customerId, customerId }
  expect((await ask('POST', '', collect())).status).toBe(201)
  actor = world.visitor

  world.turnClock(HOLD_MS + 1_000)
  expect((await ask('POST', '', collect())).status).toBe(201)
})
