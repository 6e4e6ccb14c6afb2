import { newId } from '@splot/kernel'
import { serveCountry } from '#modules/carts'
import { systemActor } from '#platform/context'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

/** Sent by courier for 14.99, from 200.00 on for nothing; express always costs 24.99. */
const STANDARD = 1_499
const EXPRESS = 2_499
const TEE = 4_999
let world: StoreWorld
let shop: Awaited<ReturnType<StoreWorld['serve']>>

beforeAll(async () => {
  world = await openStoreWorld()
  shop = await world.serve()
  await world.stock('TEE-M', world.warehouse, 50)
  const name = { pl: 'Ekspres', en: 'Express' }
  await world.platform.write(systemActor('test'), (ctx) =>
    serveCountry(ctx, {
      country: 'PL',
      currency: 'PLN',
      code: 'express',
      name,
      grossMinor: EXPRESS,
      freeFromMinor: null,
      days: 1,
    }),
  )
})
afterAll(async () => {
  await shop.close()
  await world.close()
})

const pln = (minor: number) => ({ minor, currency: 'PLN' })

/** Bought by express and in the customer's hands; `pieces` shirts and their delivery are paid. */
async function sentByExpress(pieces: number): Promise<string> {
  const { cart, token } = await world.basket(world.ship('TEE-M', pieces))
  const ask = (method: 'PATCH' | 'POST', path: string, payload: object) =>
    shop.inject({
      method,
      url: `/v1/carts/${cart.cartId}${path}`,
      headers: { 'x-cart-token': token, ...(method === 'POST' && { 'idempotency-key': newId() }) },
      payload,
    })
  await expect
    .poll(async () => (await ask('PATCH', '', { delivery: 'express' })).statusCode, PATIENCE)
    .toBe(200)
  const bought = await ask('POST', '/checkout', {
    contact: { name: 'Anna Nowak', email: 'anna@example.com' },
    address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
    payment: { method: 'card', token: 'tok_ok' },
    expectedTotal: pln(pieces * TEE + EXPRESS),
    acceptTerms: true,
  })
  const order = bought.json<{ id: string; fulfilments: { id: string }[] }>()
  const path = `/fulfilments/${order.fulfilments[0]?.id}`
  await world.call(world.packer, 'POST', `${path}/start-picking`)
  await world.call(world.packer, 'POST', `${path}/pick`, { code: 'TEE-M', quantity: pieces })
  must(
    await world.call(world.packer, 'POST', `${path}/ship`, { carrier: 'Poczta', trackingNumber: '1' }),
    200,
  )
  return order.id
}
const brought = (orderId: string, quantity: number, reason = 'too_small') => ({
  orderId,
  lines: [{ lineId: 1, quantity, reason, disposition: 'sellable' }],
})
const preview = async (body: object) =>
  must(await world.call(world.elsewhere, 'POST', '/returns/previews', body), 200).body
const bring = async (body: object) =>
  must(await world.call(world.elsewhere, 'POST', '/returns', body, newId()), 201).body
/** What came in for an order, went out again, and what VAT its returns name. */
const books = async (orderId: string) => {
  const [paid] = await world.query<{ paid: number; refunded: number }>(
    `select sum(amount_minor)::int as paid, sum(refunded_minor)::int as refunded from payments.payment where order_id = $1`,
    [orderId],
  )
  return paid
}
const grossOf = (vat: readonly { readonly gross: { readonly minor: number } }[]) =>
  vat.reduce((sum, row) => sum + row.gross.minor, 0)

test('who withdraws gets back what the cheapest way cost, and is told before what stays paid', async () => {
  const orderId = await sentByExpress(2)
  expect(must(await world.call(world.clerk, 'GET', `/orders/${orderId}`), 200).body.delivery).toMatchObject({
    code: 'express',
    ordinaryMinor: STANDARD,
  })
  expect(await bring(brought(orderId, 1))).toMatchObject({ refund: { amount: pln(TEE), shipping: pln(0) } })
  const told = await preview(brought(orderId, 1))
  expect(told).toMatchObject({
    refund: pln(TEE + STANDARD),
    shipping: pln(STANDARD),
    shippingKept: pln(EXPRESS - STANDARD),
  })
  // The VAT that is named is that of what goes back, and of nothing that stays.
  expect(grossOf(told.vat)).toBe(TEE + STANDARD)
  expect(await bring(brought(orderId, 1))).toMatchObject({
    refund: { amount: pln(TEE + STANDARD), shipping: pln(STANDARD) },
  })
  expect(await books(orderId)).toEqual({ paid: 2 * TEE + EXPRESS, refunded: 2 * TEE + STANDARD })
})

test('where the usual way was free for these goods, nothing of a dearer one comes back', async () => {
  const orderId = await sentByExpress(5)
  expect(await bring(brought(orderId, 5))).toMatchObject({
    refund: { amount: pln(5 * TEE), shipping: pln(0) },
  })
  expect(await books(orderId)).toEqual({ paid: 5 * TEE + EXPRESS, refunded: 5 * TEE })
})

test('where something was wrong with the goods, all of delivery comes back, also with the last piece that was well', async () => {
  const orderId = await sentByExpress(2)
  await bring(brought(orderId, 1, 'defective'))
  expect(await preview(brought(orderId, 1))).toMatchObject({ shipping: pln(EXPRESS), shippingKept: pln(0) })
  await bring(brought(orderId, 1))
  expect(await books(orderId)).toEqual({ paid: 2 * TEE + EXPRESS, refunded: 2 * TEE + EXPRESS })
})
