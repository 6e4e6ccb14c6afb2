import { newId, type CartId } from '@splot/kernel'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCart } from '#modules/carts'
import { systemActor } from '#platform/context'
import { must, readAnswer, refused, type AnswerOf, type AnsweredWith } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

/** The shop sends to Germany, whose VAT it pays, and to Austria, where it is not registered: both for 39.99. */
let world: StoreWorld
let shop: FastifyInstance
let office: FastifyInstance

beforeAll(async () => {
  world = await openStoreWorld()
  shop = await world.serve()
  office = await world.serve({
    ...systemActor('manager', world.visitor.channel),
    kind: 'staff',
    grants: ['prices.read', 'prices.write', 'orders.read', 'promotions.read'].map((permission) => ({
      permission,
      locationId: null,
    })),
  })
  for (const sku of ['TEE-M', 'TEE-S', 'BOOK']) await world.stock(sku, world.warehouse, 50)
  await world.stock('TEE-S', world.store, 5)
})
afterAll(async () => {
  await shop.close()
  await office.close()
  await world.close()
})

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const row = (country: string, letter: string, ppm: number, gross: number, vat: number) => ({
  country,
  letter,
  ppm,
  gross: pln(gross),
  vat: pln(vat),
})

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
    headers: { 'x-cart-token': token, ...(method === 'POST' && { 'idempotency-key': newId() }) },
    ...(body && { payload: body }),
  })
  return readAnswer(answer.statusCode, answer.headers, answer.body)
}

const sendTo = (cartId: CartId, token: string, shipTo: string) =>
  call('PATCH', `/carts/${cartId}`, { shipTo }, token)

const submit = (cartId: CartId, token: string, minor: number, country: string, more: object = {}) =>
  call(
    'POST',
    `/carts/${cartId}/checkout`,
    {
      contact: { name: 'Anna Nowak', email: 'anna@example.com' },
      address: { street: 'Hauptstraße 1', postcode: '10115', city: 'Berlin', country },
      payment: { method: 'card', token: 'tok_ok' },
      expectedTotal: pln(minor),
      acceptTerms: true,
      ...more,
    },
    token,
  )

test('a basket goes to the country of its channel until somebody says otherwise', async () => {
  const german = { ...world.visitor, channel: { ...world.visitor.channel, code: 'web-de' } }
  const wanted = [world.ship('TEE-M')]
  const { cart } = await createCart(world.command(german), wanted, undefined)
  expect(cart.shipTo).toBe('DE')
  const [kept] = await world.query<{ to: string }>('select ship_to as to from carts.cart where id = $1', [
    cart.cartId,
  ])
  expect(kept?.to).toBe('DE')
  expect((await createCart(world.command(), wanted, undefined)).cart.shipTo).toBe('PL')
})

test('a parcel to Germany bears German VAT at the same prices, per rate, with its delivery; the order keeps whose', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M', 2), world.ship('BOOK'))
  const home = must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200).body
  expect(home).toMatchObject({ shipTo: 'PL', totals: { gross: pln(14_198 + 1_499), goods: pln(14_198) } })
  const shown = must(await sendTo(cart.cartId, token, 'DE'), 200).body
  expect(shown).toMatchObject({
    shipTo: 'DE',
    version: home.version + 1,
    totals: { gross: pln(14_198 + 3_999), goods: pln(14_198), shipping: pln(3_999) },
  })
  // (99.98 + 39.99) × 19 ÷ 119 = 22.348; a book bears 7 %: 42.00 × 7 ÷ 107 = 2.748.
  const vat = [row('DE', 'A', 190_000, 13_997, 2_235), row('DE', 'C', 70_000, 4_200, 275)]
  expect(shown.totals.vat).toEqual(vat)

  const order = must(await submit(cart.cartId, token, 18_197, 'DE'), 201).body
  expect(order.totals.vat).toEqual(vat)
  expect(order.lines.map(({ taxCountry, taxLetter, taxPpm }) => [taxCountry, taxLetter, taxPpm])).toEqual([
    ['DE', 'A', 190_000],
    ['DE', 'C', 70_000],
  ])
  const kept = must(await world.call(world.packer, 'GET', `/orders/${order.id}`), 200)
  expect(kept.body.totals.vat).toEqual(vat)
  const explained = must(
    await call('GET', `/orders/${order.id}/explanation`, undefined, '', office),
    200,
  ).body
  expect(explained.lines.map(({ tax }) => tax)).toEqual([
    { country: 'DE', letter: 'A', ppm: 190_000 },
    { country: 'DE', letter: 'C', ppm: 70_000 },
  ])
  expect(explained.shipping?.tax).toEqual({ country: 'DE', letter: 'A', ppm: 190_000 })

  // What comes back brings the VAT that was charged: first of one tee, then all the rest with the delivery.
  const path = `/fulfilments/${order.fulfilments[0]?.id}`
  await world.call(world.packer, 'POST', `${path}/start-picking`)
  for (const code of ['TEE-M', 'TEE-M', 'BOOK'])
    await world.call(world.packer, 'POST', `${path}/pick`, { code })
  await world.call(world.packer, 'POST', `${path}/ship`, { carrier: 'Poczta', trackingNumber: '1' })
  const bring = async (lines: readonly (readonly [number, number])[]) => {
    const wish = {
      orderId: order.id,
      lines: lines.map(([lineId, quantity]) => ({
        lineId,
        quantity,
        reason: 'changed_mind',
        disposition: 'sellable',
      })),
    }
    const told = must(await world.call(world.clerk, 'POST', '/returns/previews', wish, newId()), 200).body
    const { refund } = must(await world.call(world.clerk, 'POST', '/returns', wish, newId()), 201).body
    expect(refund.vat).toEqual(told.vat)
    return refund.vat
  }
  // 89.98 × 19 ÷ 119 = 14.367 stay of 22.35.
  expect(await bring([[1, 1]])).toEqual([row('DE', 'A', 190_000, 4_999, 2_235 - 1_437)])
  expect(
    await bring([
      [1, 1],
      [2, 1],
    ]),
  ).toEqual([row('DE', 'A', 190_000, 8_998, 1_437), row('DE', 'C', 70_000, 4_200, 275)])
})

test('where the retailer is not registered the VAT of home is charged', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M', 2), world.ship('BOOK'))
  const { totals } = must(await sendTo(cart.cartId, token, 'AT'), 200).body
  expect(totals).toMatchObject({
    gross: pln(18_197),
    vat: [row('PL', 'A', 230_000, 13_997, 2_617), row('PL', 'C', 50_000, 4_200, 200)],
  })
  const order = must(await submit(cart.cartId, token, 18_197, 'AT'), 201).body
  expect(order.lines.map(({ taxCountry }) => taxCountry)).toEqual(['PL', 'PL'])
})

test('a business that gives its tax number is no consumer: its parcel bears the VAT of home', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M', 2), world.ship('BOOK'))
  const { totals } = must(await sendTo(cart.cartId, token, 'DE'), 200).body
  const company = { nip: '526-000-12-46', name: 'Nowak sp. z o.o.' }
  const order = must(await submit(cart.cartId, token, totals.gross.minor, 'DE', { company }), 201).body
  expect(order.totals).toMatchObject({
    gross: totals.gross,
    vat: [row('PL', 'A', 230_000, 13_997, 2_617), row('PL', 'C', 50_000, 4_200, 200)],
  })
})

test('what is collected bears the VAT of the store, though the rest of the basket goes abroad', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M'), world.pickup('TEE-S'))
  const { totals } = must(await sendTo(cart.cartId, token, 'DE'), 200).body
  expect(totals.vat).toEqual([
    row('PL', 'A', 230_000, 4_999, 935),
    row('DE', 'A', 190_000, 4_999 + 3_999, 1_437),
  ])
  const order = must(await submit(cart.cartId, token, totals.gross.minor, 'DE'), 201).body
  expect(order.totals.vat).toEqual(totals.vat)
  expect(order.lines.map(({ taxCountry }) => taxCountry)).toEqual(['DE', 'PL'])
})

test('a set of two rates is split by what its parts cost, and each part bears its own rate abroad', async () => {
  const part = (sku: string) => ({ of: [{ kind: 'products' as const, anyOf: [sku] }], quantity: 1 })
  const { end } = await world.promote({
    action: { kind: 'bundle', parts: [part('TEE-M'), part('BOOK')], minor: 8_000 },
  })
  const { cart, token } = await world.basket(world.ship('TEE-M'), world.ship('BOOK'))
  const { totals, lines } = must(await sendTo(cart.cartId, token, 'DE'), 200).body
  // 80.00 over 49.99 and 42.00: 43.47 and 36.53.
  expect(lines.map(({ lineTotal }) => lineTotal.minor)).toEqual([4_347, 3_653])
  expect(totals).toMatchObject({
    gross: pln(11_999),
    vat: [row('DE', 'A', 190_000, 4_347 + 3_999, 1_333), row('DE', 'C', 70_000, 3_653, 239)],
  })
  await end()
})

test('the address decides: who saw the price of another country is told the total, and a country that is not served is refused', async () => {
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  const dearer = refused(await submit(cart.cartId, token, 4_999 + 1_499, 'DE'))
  expect(dearer).toMatchObject({
    status: 409,
    code: 'checkout.total_changed',
    facts: { total: pln(4_999 + 3_999) },
  })
  for (const answer of [
    refused(await submit(cart.cartId, token, 4_999 + 1_499, 'GB')),
    refused(await sendTo(cart.cartId, token, 'GB')),
  ]) {
    expect(answer).toMatchObject({
      status: 422,
      code: 'carts.country_not_served',
      facts: { countries: ['AT', 'DE', 'PL'] },
    })
  }
  // Nothing was changed, and nothing ordered.
  const shown = must(await call('GET', `/carts/${cart.cartId}`, undefined, token), 200)
  expect(shown.body).toMatchObject({ state: 'open', shipTo: 'PL', totals: { shipping: pln(1_499) } })
})

test('the shop learns where goods are sent and for how much; the office opens a country and leaves it again', async () => {
  const served = async () => must(await call('GET', '/delivery/countries'), 200).body.items
  const courier = { code: 'standard', name: { pl: 'Kurier', en: 'Kurier' }, days: null }
  const abroad = { ...courier, price: pln(3_999), freeFrom: pln(50_000) }
  const home = { ...courier, name: { pl: 'Kurier', en: 'Courier' }, price: pln(1_499), freeFrom: pln(20_000) }
  expect(await served()).toEqual([
    { country: 'AT', ...abroad, ways: [abroad] },
    { country: 'DE', ...abroad, ways: [abroad] },
    { country: 'PL', ...home, ways: [home] },
  ])
  const lithuania = '/delivery/countries/LT'
  const terms = {
    name: { pl: 'Kurier', en: 'Courier' },
    currency: 'PLN',
    grossMinor: 2_500,
    freeFromMinor: null,
  }
  expect((await call('PUT', lithuania, terms)).status).toBe(401)
  expect((await call('PUT', lithuania, { ...terms, grossMinor: -1 }, '', office)).status).toBe(400)
  must(await call('PUT', lithuania, terms, '', office), 200)
  // Whoever changed it reads it back at once; baskets know it when their process does.
  expect((await served()).map(({ country }) => country)).toContain('LT')
  const { cart, token } = await world.basket(world.ship('TEE-M', 30))
  await expect.poll(async () => (await sendTo(cart.cartId, token, 'LT')).status, PATIENCE).toBe(200)
  expect(must(await sendTo(cart.cartId, token, 'LT'), 200).body.totals.shipping).toEqual(pln(2_500))
  const leave = () => call('DELETE', '/delivery/countries/LT?currency=PLN', undefined, '', office)
  expect((await leave()).status).toBe(204)
  expect(refused(await leave()).code).toBe('carts.country_not_served')
  expect((await served()).map(({ country }) => country)).not.toContain('LT')
})
