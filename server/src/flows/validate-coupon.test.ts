import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildServer } from '#platform/http'
import { routes as cartRoutes } from '#modules/carts'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { PATIENCE } from '#test/patience'
import { routes } from './validate-coupon.ts'

let world: CheckoutWorld
let server: Awaited<ReturnType<typeof buildServer>>
beforeAll(async () => {
  world = await openCheckoutWorld()
  const { platform, visitor } = world
  const authenticate = () => visitor
  server = await buildServer({
    platform,
    routes: [...routes, ...cartRoutes],
    authenticate,
    version: 'test',
    trustProxy: '127.0.0.1',
  })
})
afterAll(async () => {
  await server.close()
  await world.close()
})

interface Answered {
  readonly status: number
  readonly retryAfter: unknown
  readonly body: Record<string, unknown>
}

const ask = async (path: string, body: object, address = '203.0.113.1', token = ''): Promise<Answered> => {
  const answer = await server.inject({
    method: 'POST',
    url: `/v1${path}`,
    headers: { 'x-forwarded-for': address, 'x-cart-token': token },
    payload: body,
  })
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body: answer.json() }
}
const tees = (quantity: number) => [{ sku: 'TEE-M', quantity }]
const good = async (code: string, quantity = 1, more: object = {}) =>
  (await ask('/coupons/validate', { code, lines: tees(quantity), ...more })).body
let asked = 0
/** This process has heard of the code; asked from another address each time, because wrong codes are counted. */
const known = (code: string) =>
  expect
    .poll(async () => {
      asked += 1
      const { body } = await ask(
        '/coupons/validate',
        { code, lines: [] },
        `198.18.${asked >> 8}.${asked & 255}`,
      )
      return body['reason']
    }, PATIENCE)
    .not.toBe('unknown')

test('one call says that a code is good and what it takes off', async () => {
  const { end } = await world.promote({}, { code: 'DZIEN10' })
  await known('DZIEN10')
  expect(await good('dzien 10', 2)).toMatchObject({
    good: true,
    code: 'DZIEN10',
    reason: null,
    label: 'Lato',
    words: 'Lato: −10,00\u00a0zł',
    discount: { minor: 1_000, currency: 'PLN' },
  })
  await end()
  expect(await good('DZIEN10')).toMatchObject({ good: false, reason: 'over' })
})

test('it says in the language of the shopper what keeps the promotion from this basket', async () => {
  const more = { conditions: [{ kind: 'value' as const, atLeastMinor: 20_000 }] }
  const { end } = await world.promote(more, { code: 'OD200' })
  await known('OD200')
  const polish = await good('OD200')
  expect(polish).toMatchObject({ good: false, reason: 'value', wanted: 20_000, had: 4_999 })
  expect(polish['words']).toBe('Dodaj jeszcze za 150,01\u00a0zł')
  expect(await good('OD200', 1, { locale: 'en' })).toMatchObject({ words: 'Add PLN\u00a0150.01 more' })
  expect(await good('OD200', 5)).toMatchObject({ good: true })
  await end()
})

test('a basket of ours is asked about by its id, and a code that it has already is good', async () => {
  const { end } = await world.promote({}, { code: 'RAZ', total: 1 })
  await known('RAZ')
  const { cart, token } = await world.basket(world.ship('TEE-M', 2))
  const { cartId } = cart
  const address = '203.0.113.2'
  expect((await ask(`/carts/${cartId}/coupons`, { code: 'RAZ' }, address, token)).status).toBe(200)
  expect((await ask('/coupons/validate', { code: 'raz', cartId }, address, token)).body).toMatchObject({
    good: true,
    discount: { minor: 1_000 },
  })
  expect(await good('RAZ')).toMatchObject({ good: false, reason: 'used_up' })
  expect((await ask('/coupons/validate', { code: 'RAZ', cartId }, address, 'another token')).status).toBe(404)
  await end()
})

test('who guesses is slowed down by address and by basket, whoever types right codes is not', async () => {
  const { end } = await world.promote({}, { code: 'DOBRY' })
  await known('DOBRY')
  const from = (code: string, address: string) => ask('/coupons/validate', { code, lines: tees(1) }, address)
  const right = await Promise.all(Array.from({ length: 150 }, () => from('DOBRY', '203.0.113.3')))
  expect(right.every(({ body }) => body['good'] === true)).toBe(true)
  const guesses: number[] = []
  for (let guess = 0; guess < 80; guess += 1)
    guesses.push((await from(`ZGADUJE${guess}`, '203.0.113.3')).status)
  expect(guesses.filter((status) => status === 200).length).toBeLessThanOrEqual(60)
  const late = await from('DOBRY', '203.0.113.3')
  expect(late).toMatchObject({ status: 429, body: { code: 'promotions.too_many_guesses' } })
  expect(Number(late.retryAfter)).toBeGreaterThan(0)
  expect((await from('DOBRY', '203.0.113.4')).body).toMatchObject({ good: true })

  // Whoever has one address of an IPv6 network has all of them, so they share one slate.
  const inNetwork: number[] = []
  for (let guess = 0; guess < 80; guess += 1)
    inNetwork.push((await from(`SIEC${guess}`, `2001:db8:6:4:${guess.toString(16)}::${guess + 1}`)).status)
  expect(inNetwork.filter((status) => status === 200).length).toBeLessThanOrEqual(60)
  expect((await from('DOBRY', '2001:db8:6:4:ffff::1')).status).toBe(429)
  expect((await from('DOBRY', '2001:db8:6:5::1')).body).toMatchObject({ good: true })

  // Codes that are named beside a good one are guesses, too: the total would tell which of them counts.
  const beside = Array.from({ length: 10 }, (_, nth) => `OBOK${nth}`)
  const many: number[] = []
  for (let call = 0; call < 7; call += 1)
    many.push(
      (
        await ask(
          '/coupons/validate',
          { code: 'DOBRY', codes: beside.map((code) => `${code}${call}`), lines: tees(1) },
          '203.0.113.5',
        )
      ).status,
    )
  expect(many.filter((status) => status === 200).length).toBeLessThanOrEqual(6)
  expect(many.at(-1)).toBe(429)

  const { cart, token } = await world.basket(world.ship('TEE-M'))
  const statuses: number[] = []
  for (let guess = 0; guess < 15; guess += 1) {
    const door = guess % 2 ? '/coupons/validate' : `/carts/${cart.cartId}/coupons`
    const body = { code: `MOZE${newId().slice(0, 8)}`, ...(guess % 2 && { cartId: cart.cartId }) }
    // From another address each time: the basket is the same.
    statuses.push((await ask(door, body, `198.51.100.${guess}`, token)).status)
  }
  expect(statuses.filter((status) => status !== 429).length).toBeLessThanOrEqual(10)
  expect(statuses.at(-1)).toBe(429)
  await end()
})

test('a broken question is a clear problem', async () => {
  expect(await ask('/coupons/validate', { lines: [] })).toMatchObject({
    status: 400,
    body: { code: 'http.invalid_input', errors: [{ pointer: '/code' }] },
  })
  expect(
    (await ask('/coupons/validate', { code: 'x', lines: [{ sku: 'TEE-M', quantity: -1 }] })).status,
  ).toBe(400)
  expect(await ask('/coupons/validate', { code: '\u0000'.repeat(150) })).toMatchObject({
    status: 400,
    body: { code: 'http.bad_text', errors: [{ pointer: '/code' }] },
  })
})
