import { newId, type CartId } from '@splot/kernel'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemActor } from '#platform/context'
import { must, readAnswer, refused, type AnswerOf, type AnsweredWith } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

/** To Poland goods go by courier for 14.99, from 200.00 on for nothing, or express for 24.99; to Germany in one way alone. */
let world: StoreWorld
let shop: FastifyInstance
let office: FastifyInstance
/** A basket with one thing to send home, for less than what makes delivery free. */
let small: Awaited<ReturnType<StoreWorld['basket']>>
const EXPRESS = { pl: 'Ekspres', en: 'Express' }

beforeAll(async () => {
  world = await openStoreWorld()
  shop = await world.serve()
  office = await world.serve({
    ...systemActor('manager', world.visitor.channel),
    kind: 'staff',
    grants: ['prices.read', 'prices.write'].map((permission) => ({ permission, locationId: null })),
  })
  await world.stock('TEE-M', world.warehouse, 50)
  small = await world.basket(world.ship('TEE-M'))
  await offer({ code: 'express', name: EXPRESS, grossMinor: 2_499, freeFromMinor: null, days: 1 })
})
afterAll(async () => {
  await shop.close()
  await office.close()
  await world.close()
})

const pln = (minor: number) => ({ minor, currency: 'PLN' })

async function call<Method extends 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Path extends string>(
  method: Method,
  path: Path,
  body?: object,
  token = '',
  door = shop,
): Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>> {
  const answer = await door.inject({
    method,
    url: `/v1${path}`,
    headers: {
      'x-cart-token': token,
      'x-order-token': token,
      ...(method === 'POST' && { 'idempotency-key': newId() }),
    },
    ...(body && { payload: body }),
  })
  return readAnswer(answer.statusCode, answer.headers, answer.body)
}
/** The ways home as baskets of this process know them. */
const waysHome = async () => (await waysOf(small.cart.cartId, small.token)).items
/** The office opens a way, or changes it; baskets of this process know it then. */
async function offer(terms: {
  readonly code: string
  readonly grossMinor: number
  readonly [more: string]: unknown
}) {
  must(await call('PUT', '/delivery/countries/PL', { currency: 'PLN', ...terms }, '', office), 200)
  await vi.waitFor(async () => {
    const way = (await waysHome()).find(({ code }) => code === terms.code)
    expect(way?.cost.minor).toBe(terms.grossMinor)
  }, PATIENCE)
}
const choose = (cartId: CartId, token: string, delivery: string) =>
  call('PATCH', `/carts/${cartId}`, { delivery }, token)
const waysOf = async (cartId: CartId, token: string) =>
  must(await call('GET', `/carts/${cartId}/deliveries` as '/carts/x/deliveries', undefined, token), 200).body
const submit = (cartId: CartId, token: string, minor: number) =>
  call(
    'POST',
    `/carts/${cartId}/checkout`,
    {
      contact: { name: 'Anna Nowak', email: 'anna@example.com' },
      address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
      payment: { method: 'card', token: 'tok_ok' },
      expectedTotal: pln(minor),
      acceptTerms: true,
    },
    token,
  )

test('a cheaper way that the office adds changes no basket: it is never free, and must be chosen', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  await offer({
    code: 'locker',
    grossMinor: 999,
    freeFromMinor: null,
    name: { pl: 'Automat', en: 'Locker' },
    days: 2,
  })
  const shown = must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200).body
  expect(shown).toMatchObject({ delivery: { code: 'standard' }, totals: { shipping: pln(1_499) } })
  must(await call('DELETE', '/delivery/countries/PL?currency=PLN&code=locker', undefined, '', office), 204)
  await expect.poll(async () => (await waysHome()).map(({ code }) => code), PATIENCE).not.toContain('locker')
})

test('a basket goes in the standard way unless she chooses another, and the order keeps which', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  const shown = must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200).body
  expect(shown).toMatchObject({ delivery: { code: 'standard' }, totals: { shipping: pln(1_499) } })
  expect(await waysOf(cart.cartId, token)).toMatchObject({
    chosen: null,
    items: [
      { code: 'standard', cost: pln(1_499), days: null },
      { code: 'express', name: EXPRESS, cost: pln(2_499), days: 1 },
    ],
  })
  const chosen = must(await choose(cart.cartId, token, 'express'), 200).body
  expect(chosen).toMatchObject({
    delivery: { code: 'express', name: EXPRESS, days: 1 },
    totals: { shipping: pln(2_499), gross: pln(4_999 + 2_499) },
  })
  expect(await waysOf(cart.cartId, token)).toMatchObject({ chosen: 'express' })
  // Who expects the cheaper total is told, and nothing is sold.
  expect(refused(await submit(cart.cartId, token, 4_999 + 1_499)).code).toBe('checkout.total_changed')
  const order = must(await submit(cart.cartId, token, 4_999 + 2_499), 201).body
  expect(order).toMatchObject({
    delivery: { code: 'express', name: EXPRESS, days: 1 },
    totals: { shipping: pln(2_499) },
  })
  // What it is called later changes no order.
  await offer({
    code: 'express',
    name: { pl: 'Błyskawica', en: 'Flash' },
    grossMinor: 2_599,
    freeFromMinor: null,
  })
  const read = await call(
    'GET',
    `/orders/track/${order.id}` as '/orders/track/x',
    undefined,
    order.orderToken,
  )
  expect(must(read, 200).body).toMatchObject({ delivery: { code: 'express', name: EXPRESS, days: 1 } })
  await offer({ code: 'express', name: EXPRESS, grossMinor: 2_499, freeFromMinor: null, days: 1 })
})

test('promotions of delivery take off the way that she chose; free from a sum is each way’s own', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M', 5))
  expect(await waysOf(cart.cartId, token)).toMatchObject({
    items: [
      { code: 'standard', cost: pln(0) },
      { code: 'express', cost: pln(2_499) },
    ],
  })
  await world.promote({ action: { kind: 'shipping_percent', ppm: 500_000 } }, { code: 'POLOWA' })
  must(await call('POST', `/carts/${cart.cartId}/coupons`, { code: 'POLOWA' }, token), 200)
  const chosen = must(await choose(cart.cartId, token, 'express'), 200).body
  expect(chosen).toMatchObject({
    totals: { shipping: pln(1_249) },
    shippingDiscounts: [{ amount: pln(1_250) }],
  })
})

test('a way that is not there is refused with those that are; one that the office closes gives way to the cheapest', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  expect(refused(await choose(cart.cartId, token, 'rakieta'))).toMatchObject({
    status: 422,
    code: 'carts.no_such_delivery',
    facts: { deliveries: ['standard', 'express'] },
  })
  expect((await call('PATCH', `/carts/${cart.cartId}`, {}, token)).status).toBe(400)
  must(await choose(cart.cartId, token, 'express'), 200)
  // To Germany there is no such way: it goes as everything does.
  const abroad = must(await call('PATCH', `/carts/${cart.cartId}`, { shipTo: 'DE' }, token), 200).body
  expect(abroad).toMatchObject({ delivery: { code: 'standard' }, totals: { shipping: pln(3_999) } })
  must(await call('PATCH', `/carts/${cart.cartId}`, { shipTo: 'PL' }, token), 200)
  const close = () =>
    call('DELETE', '/delivery/countries/PL?currency=PLN&code=express', undefined, '', office)
  expect((await close()).status).toBe(204)
  expect(refused(await close()).code).toBe('carts.country_not_served')
  await expect.poll(async () => (await waysHome()).length, PATIENCE).toBe(1)
  const left = must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200).body
  expect(left).toMatchObject({ delivery: { code: 'standard' }, totals: { shipping: pln(1_499) } })
})

test('a basket that is collected whole is sent in no way', async () => {
  await world.stock('TEE-S', world.store, 5)
  const { cart, token } = await world.basket(world.pickup('TEE-S'))
  expect(must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200).body.delivery).toBeNull()
})
