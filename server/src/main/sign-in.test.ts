import { invariant } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '#test/world'

let world: World

beforeAll(async () => {
  world = await createWorld({ worker: false })
})
afterAll(() => world.close())

const PASSWORD = 'dwanascie-znakow'
const cookieOf = (headers: Readonly<Record<string, unknown>>) => ({
  cookie: String(headers['set-cookie']).split(';')[0] ?? '',
  'sec-fetch-site': 'same-origin',
})

test('a visitor fills a basket, signs in, and finds it in her own on every device', async () => {
  const sku = world.retailer.products.flatMap(({ variants }) => variants)[0]?.sku
  invariant(sku, 'the retailer sells something')
  const guest = () => world.basket({ sku, quantity: 2, fulfilment: { kind: 'ship' } })
  const brought = (basket: Awaited<ReturnType<typeof guest>>) => ({
    cartId: basket.id,
    token: basket.headers['x-cart-token'],
  })
  const first = await guest()
  const account = { name: 'Anna Próba', email: 'anna.wraca@example.com', password: PASSWORD }
  const opened = await world.call('POST', '/v1/customers', { body: { ...account, basket: brought(first) } })
  expect(opened.status).toBe(201)
  const second = await guest()
  const { email, password } = account
  const back = await world.call('POST', '/v1/customers/sign-in', {
    body: { email, password, basket: brought(second) },
  })
  expect(back).toMatchObject({ status: 200, body: { cartId: opened.body.cartId } })
  const mine = await world.call('GET', '/v1/carts/mine', { as: cookieOf(back.headers) })
  expect(mine).toMatchObject({ status: 200, body: { id: back.body.cartId, lines: [{ sku, quantity: 4 }] } })

  // What she brought must not keep her out: neither a basket that is gone nor a wrong token.
  const gone = await world.call('POST', '/v1/customers/sign-in', {
    body: { email, password, basket: brought(second) },
  })
  expect(gone).toMatchObject({ status: 200, body: { cartId: mine.body.id } })
  const wrong = await world.call('POST', '/v1/customers/sign-in', {
    body: { email, password, basket: { cartId: first.id, token: 'not the token' } },
  })
  expect(wrong.status).toBe(200)
  const withoutPassword = await world.call('POST', '/v1/customers/sign-in', {
    body: { email, password: 'nie-to-haslo', basket: brought(await guest()) },
  })
  expect(withoutPassword.status).toBe(401)
})
