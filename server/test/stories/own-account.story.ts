import { invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { makeSegment, price, priceListFor, promote } from '../world-offers.ts'
import type { Credential } from '../world-http.ts'
import { createWorld, type World } from '../world.ts'

const PASSWORD = 'len-i-welna-razem'
const HERS = { name: 'Helena Konto', email: 'helena.konto@example.com', phone: '+48 601 700 800' }
const HOME = { street: 'Lipowa 3', postcode: '20-020', city: 'Lublin', country: 'PL' }
const NIP = '526-030-02-91'

let world: World
let customerId: string
let me: Credential
let sku: string
let other: string

beforeAll(async () => {
  world = await createWorld()
  const [first, second] = world.retailer.products.flatMap(({ variants }) => variants[0]?.sku ?? [])
  invariant(first && second, 'the small retailer sells at least two products')
  ;[sku, other] = [first, second]
  for (const one of [sku, other]) await world.setStock(one, 'MAG1', 20)
  const registered = await world.call('POST', '/v1/customers', { body: { ...HERS, password: PASSWORD } })
  customerId = must(registered, 201).body.customerId
  me = { cookie: registered.cookie, 'sec-fetch-site': 'same-origin' }
})
afterAll(() => world?.close())

const ask = <Path extends string>(path: Path) => world.call('GET', path, { as: me })

test('she puts her data right; her e-mail stays, and nobody else sees it', async () => {
  const changed = await world.call('PATCH', '/v1/customers/me', { as: me, body: { address: HOME } })
  expect(must(changed, 200).body.contact).toEqual({ ...HERS, address: HOME })
  const wrong = await world.call('PATCH', '/v1/customers/me', { as: me, body: { phone: '12345' } })
  expect(wrong).toMatchObject({ status: 400, body: { code: 'customers.bad_phone' } })
  const sneaked = await world.call('PATCH', '/v1/customers/me', { as: me, body: { email: 'x@example.com' } })
  expect(sneaked.status).toBe(400)
  const without = await world.call('PATCH', '/v1/customers/me', { as: me, body: { phone: null } })
  expect(must(without, 200).body.contact).toEqual({ name: HERS.name, email: HERS.email, address: HOME })
  expect((await world.call('GET', '/v1/customers/me')).status).toBe(401)
})

test('what costs her group something else is told to her, and only that; her basket costs it', async () => {
  expect(must(await ask(`/v1/customers/me/prices?sku=${sku}`), 200).body.items).toEqual([])
  await priceListFor(world, 'pracownicy', 'pracownicy')
  await price(world, 'pracownicy', [{ sku, minor: 12_34 }])
  const as = await world.asManager()
  const grouped = await world.call('PUT', `/v1/customers/${customerId}/groups`, {
    as,
    body: { groups: ['pracownicy'] },
  })
  expect(grouped.status).toBe(204)
  const told = await ask(`/v1/customers/me/prices?sku=${sku}&sku=${other}&sku=NIE-MA`)
  expect(must(told, 200).body.items).toMatchObject([{ sku, price: { minor: 12_34, currency: 'PLN' } }])
  expect(told.headers['cache-control']).toBe('private, no-store')
  const cart = must(
    await world.call('POST', '/v1/carts', { as: me, body: { lines: [{ sku, quantity: 1 }] } }),
    201,
  )
  expect(cart.body.lines[0]?.unitPrice.minor).toBe(12_34)
  const stranger = await world.basket({ sku, quantity: 1 })
  expect(stranger.body.lines[0]?.unitPrice.minor).toBeGreaterThan(12_34)
})

test('a promotion for a segment counts for her from the moment she is told to be in it, and no longer than that', async () => {
  const segment = 'czesto-wraca'
  await makeSegment(world, segment)
  await promote(world, {
    name: 'Dla wracających',
    conditions: [
      { kind: 'segment', anyOf: [segment] },
      { kind: 'products', anyOf: [other] },
    ],
    action: { kind: 'line_percent', ppm: 500_000 },
  })
  const as = await world.asManager()
  const ownPrice = async () => must(await ask(`/v1/customers/me/prices?sku=${other}`), 200).body.items
  const { id: cartId } = must(
    await world.call('POST', '/v1/carts', { as: me, body: { lines: [{ sku: other, quantity: 1 }] } }),
    201,
  ).body
  const basket = async () => must(await ask('/v1/carts/mine'), 200).body
  const full = (await basket()).lines.find((line) => line.sku === other)?.unitPrice.minor ?? 0
  expect((await basket()).totals.discount.minor).toBe(0)
  expect(await ownPrice()).toEqual([])

  const name = { pl: 'Często wraca', en: 'Comes back often' }
  must(await world.call('PUT', `/v1/customer-segments/${segment}`, { as, body: { name } }), 200)
  const csv = `email\n${HERS.email}`
  const filled = await world.call('POST', `/v1/customer-segments/${segment}/imports`, {
    as,
    body: { mode: 'replace', csv },
  })
  expect(must(filled, 200).body).toEqual({ added: 1, removed: 0, customers: 1 })
  expect(await ownPrice()).toMatchObject([{ sku: other, price: { minor: full / 2 } }])
  expect((await basket()).totals.discount.minor).toBe(full / 2)
  // Her browser counts with what she is in; a stranger's is told of no circle.
  const counting = must(await world.call('GET', `/v1/carts/${cartId}/counting`, { as: me }), 200).body
  expect(counting.context.segments).toEqual([segment])
  const stranger = await world.basket({ sku: other, quantity: 1 })
  expect(stranger.body.totals.discount.minor).toBe(0)

  const out = { mode: 'remove', members: [{ id: customerId }] }
  must(await world.call('POST', `/v1/customer-segments/${segment}/members`, { as, body: out }), 200)
  expect(await ownPrice()).toEqual([])
  expect((await basket()).totals.discount.minor).toBe(0)
})

test('store credit pays a part of her purchase for a business; staff see what she said for it', async () => {
  const as = await world.asManager()
  const given = await world.call('POST', '/v1/store-credits', {
    as,
    key: newId(),
    body: {
      commandId: newId(),
      customerId,
      amount: { minor: 10_00, currency: 'PLN' },
      reason: 'przeprosiny',
    },
  })
  expect(given.status).toBe(201)
  const [credit] = must(await ask('/v1/store-credit'), 200).body.items
  expect(credit).toMatchObject({ balance: { minor: 10_00 }, entries: [{ amount: { minor: 10_00 } }] })
  expect(JSON.stringify(credit)).not.toContain('przeprosiny')

  const cart = must(await ask('/v1/carts/mine'), 200).body
  const wish = {
    contact: { name: 'Recepcja Lnu', email: HERS.email },
    address: { street: 'Biurowa 9', postcode: '00-950', city: 'Warszawa', country: 'PL' },
    company: { nip: NIP, name: 'Len i Wełna sp. z o.o.' },
    payment: { method: 'card', token: 'tok_ok' },
    storeCredit: { minor: 10_00, currency: 'PLN' },
    expectedTotal: cart.totals.gross,
    locale: 'pl',
    acceptTerms: true,
  }
  const path = `/v1/carts/${cart.id}/checkout` as const
  const mistyped = { ...wish, company: { ...wish.company, nip: '526-030-02-92' } }
  const refused = await world.call('POST', path, { as: me, key: newId(), body: mistyped })
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'checkout.nip_wrong', errors: [{ pointer: '/company/nip' }] },
  })
  const order = must(await world.call('POST', path, { as: me, key: newId(), body: wish }), 201).body
  expect(order.payments.map(({ method, amount }) => [method, amount.minor]).sort()).toEqual([
    ['card', cart.totals.gross.minor - 10_00],
    ['store_credit', 10_00],
  ])
  // She finds it among hers, without a link, and the business that it is for; nobody else does.
  const listed = await ask('/v1/orders/mine')
  expect(must(listed, 200).body.items).toMatchObject([
    { id: order.id, number: order.number, gross: order.totals.gross },
  ])
  expect(listed.headers['cache-control']).toBe('private, no-store')
  expect(must(await ask(`/v1/orders/track/${order.id}`), 200).body).toMatchObject({
    number: order.number,
    company: { name: 'Len i Wełna sp. z o.o.', nip: '5260300291' },
  })
  const stranger = await world.call('POST', '/v1/customers', {
    body: { name: 'Obca', email: 'obca@example.com', password: PASSWORD },
  })
  const other = { cookie: stranger.cookie, 'sec-fetch-site': 'same-origin' }
  expect(must(await world.call('GET', '/v1/orders/mine', { as: other }), 200).body.items).toEqual([])
  expect((await world.call('GET', `/v1/orders/track/${order.id}`, { as: other })).status).toBe(404)
  expect((await world.call('GET', '/v1/orders/mine')).status).toBe(401)
  const [spent] = must(await ask('/v1/store-credit'), 200).body.items
  expect(spent?.balance.minor).toBe(0)

  const looked = await world.call('GET', `/v1/customers/${customerId}?order=${order.id}`, { as })
  expect(must(looked, 200).body.contact).toEqual({
    name: 'Recepcja Lnu',
    email: HERS.email,
    address: wish.address,
    company: { name: 'Len i Wełna sp. z o.o.', nip: '5260300291' },
  })
  // The account itself says what it said.
  expect(must(await ask('/v1/customers/me'), 200).body.contact).toMatchObject({ address: HOME })
  const copy = await world.call('GET', `/v1/customers/${customerId}/export`, { as })
  expect(must(copy, 200).body.purchases).toMatchObject([
    { order: order.id, contact: { name: 'Recepcja Lnu' } },
  ])
})

test('when she deletes her account, what she said for her purchases goes with it', async () => {
  const gone = await world.call('DELETE', '/v1/customers/me', { as: me, body: { password: PASSWORD } })
  expect(gone.status).toBe(204)
  expect((await ask('/v1/customers/me')).status).toBe(401)
  expect(await world.query('select from customers.purchase_contact')).toEqual([])
})
