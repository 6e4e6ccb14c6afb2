import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, newId, type Sku } from '@splot/kernel'
import { importCosts } from '#modules/pricing'
import type { PromotionDraft } from '#modules/promotions'
import { systemActor, type Actor } from '#platform/context'
import { buildServer } from '#platform/http'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { checkout } from './checkout.ts'
import { routes } from './simulate-promotions.ts'

let world: CheckoutWorld
let server: Awaited<ReturnType<typeof buildServer>>
beforeAll(async () => {
  world = await openCheckoutWorld()
  const manager: Actor = {
    ...systemActor('manager'),
    kind: 'staff',
    grants: [{ permission: 'promotions.read', locationId: null }],
  }
  const controller: Actor = {
    ...manager,
    grants: ['promotions.read', 'costs.read'].map((permission) => ({ permission, locationId: null })),
  }
  server = await buildServer({
    platform: world.platform,
    routes,
    authenticate: (request) => (request.headers['x-who'] === 'controller' ? controller : manager),
    version: 'test',
  })
  await world.stock('TEE-M', world.warehouse, 50)
  for (const quantity of [1, 2, 3]) {
    const { cart, access } = await world.basket(world.ship('TEE-M', quantity))
    const total = await world.totalOf(cart.cartId, access)
    await checkout(world.command(), cart.cartId, access, world.wish(total.minor), world.key())
  }
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const simulate = async (body: object, who = 'manager') => {
  const answer = await server.inject({
    method: 'POST',
    url: '/v1/promotions/simulations',
    headers: { 'x-who': who },
    payload: body,
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

const draft: PromotionDraft = {
  name: 'Trzy w cenie dwóch',
  label: { pl: '3 za 2', en: '3 for 2' },
  priority: 1,
  group: null,
  exclusive: false,
  // Its own dates do not count: the question is what it would have done.
  validFrom: 4_000_000_000_000,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  action: { kind: 'cheapest_free', every: 3, free: 1 },
}

test('the last orders are priced again with a draft that nobody has written: how many change, and what it costs', async () => {
  const { status, body } = await simulate({ change: { drafts: [draft] } })
  expect(status).toBe(200)
  expect(body).toMatchObject({ orders: 3, touched: 1, skipped: 0 })
  expect(body['discounts']).toEqual([
    { before: { minor: 0, currency: 'PLN' }, after: { minor: 4_999, currency: 'PLN' } },
  ])
  expect(body['promotions']).toMatchObject([
    {
      id: 'draft-1',
      name: draft.name,
      orders: { before: 0, after: 1 },
      discount: { before: 0, after: 4_999 },
    },
  ])
  expect(body['biggest']).toHaveLength(1)
})

test('margin is net of goods less what they cost when they were ordered, and counts only lines whose cost is known', async () => {
  const ask = async (who?: string) => (await simulate({ change: { drafts: [draft] } }, who)).body['margin']
  const pln = (minor: number) => ({ minor, currency: 'PLN' })
  expect(await ask()).toBeNull()
  expect(await ask('controller')).toEqual({
    lines: 3,
    withCost: 0,
    amounts: [{ before: pln(0), after: pln(0) }],
  })
  const costs = [
    [30 * DAY_MS, 1_500],
    [DAY_MS, 2_000],
    [-DAY_MS, 3_000],
  ] as const
  await world.write((ctx) =>
    importCosts(
      ctx,
      costs.map(([ago, netMinor]) => ({
        sku: 'TEE-M' as Sku,
        currency: 'PLN',
        validFrom: new Date(ctx.now.getTime() - ago),
        netMinor,
      })),
    ),
  )
  // One, two and three tees at 49.99, net of 23 % in each order 40.64, 81.28 and 121.93, six at 20.00: 243.85 - 120.00. With the third
  // for nothing the last order brings 81.28 and costs the same.
  expect(await ask('controller')).toEqual({
    lines: 3,
    withCost: 3,
    amounts: [{ before: pln(12_385), after: pln(8_320) }],
  })
})

test('what is in force can be taken away, and codes can be taken for granted', async () => {
  const { end, promotionId } = await world.promote({})
  const without = await simulate({ change: { archive: [promotionId] } })
  expect(without.body).toMatchObject({
    orders: 3,
    touched: 3,
    promotions: [{ id: promotionId, orders: { after: 0 } }],
  })
  for (const change of ['archive', 'publish'])
    expect(await simulate({ change: { [change]: [promotionId, newId()] } })).toMatchObject({
      status: 404,
      body: { code: 'promotions.no_such_promotion', errors: [{ pointer: `/change/${change}/1` }] },
    })
  const coded = { ...draft, audience: 'code', action: { kind: 'basket_amount', minor: 500 } }
  expect((await simulate({ change: { drafts: [coded] } })).body).toMatchObject({ touched: 0 })
  expect((await simulate({ change: { drafts: [coded] }, grantCodes: true })).body).toMatchObject({
    touched: 3,
  })
  await end()
})

test('the newest so many orders of a span are taken, and bad changes are clear problems', async () => {
  expect((await simulate({ change: { drafts: [draft] }, orders: 1 })).body).toMatchObject({
    orders: 1,
    touched: 1,
  })
  const early = { until: '2020-01-01T00:00:00Z' }
  expect((await simulate({ change: { drafts: [draft] }, ...early })).body).toMatchObject({ orders: 0 })
  expect((await simulate({ change: {}, from: '2026-02-01T00:00:00Z', ...early })).status).toBe(400)
  const greedy = { ...draft, action: { kind: 'line_percent', ppm: 1_000_001 } }
  expect(await simulate({ change: { drafts: [greedy] } })).toMatchObject({
    status: 400,
    body: { code: 'http.invalid_input' },
  })
  const bad = { ...draft, action: { kind: 'cheapest_free', every: 1, free: 1 } }
  expect(await simulate({ change: { drafts: [bad] } })).toMatchObject({
    status: 422,
    body: { code: 'promotions.bad_draft', errors: [{ pointer: '/change/drafts/0/action/free' }] },
  })
})
