import { invariant, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must, type AnswerOf } from '../answers.ts'
import { expectStockProven } from '../prove-stock.ts'
import type { Credential } from '../world-http.ts'
import { pickupIn, type Basket, type Checkout } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

/** The store where she collects, and the one where she brings it back. */
const HERE = 'WAW1'
const THERE = 'KRK1'
const MAIL_TIMEOUT_MS = 60_000

let world: World
let assistant: Credential
/** Three sizes of one shirt: she buys the first, a till sells the second, the third is bought for cash elsewhere. */
let wanted: Variant
let other: Variant
let third: Variant
let handle: string
let basket: Basket
let order: Checkout
let cashSale: AnswerOf<'POST', '/v1/till-sales'>
let rma: string

interface Variant {
  readonly sku: string
  readonly gtin: string
}

beforeAll(async () => {
  world = await createWorld()
  const product = world.retailer.products.find(
    ({ kind, variants }) => kind === 'apparel' && variants.length >= 3,
  )
  const [first, second, last] = product?.variants ?? []
  if (!product || !first || !second || !last) throw new Error('the small retailer has a shirt in three sizes')
  ;[handle, wanted, other, third] = [product.handle, first, second, last]
  await world.setStock(wanted.sku, HERE, 2)
  await world.setStock(other.sku, HERE, 1)
  await world.setStock(third.sku, THERE, 4)
  await world.setStock(wanted.sku, THERE, 0)
  assistant = await world.assistantAt(HERE)
})
afterAll(() => world?.close())

const priceOf = async (sku: string): Promise<number> => {
  const { price } = must(await world.call('GET', `/v1/variants/${sku}`), 200).body
  invariant(price, `${sku} has a price`)
  return price.minor
}

const pageVariant = async (sku: string) => {
  const { body } = must(await world.call('GET', `/v1/products/${handle}`), 200)
  return body.variants.find((variant) => variant.sku === sku)
}

const levelOf = async (sku: string, store: string) => {
  const as = await world.asManager()
  const { body } = must(
    await world.call('GET', `/v1/stock?sku=${sku}&locationId=${world.place(store)}`, { as }),
    200,
  )
  return body.items[0]
}

test('1. a till sells the last piece of another size, and the open page hears of it at once', async () => {
  await expect.poll(async () => (await pageVariant(other.sku))?.stores[world.place(HERE)]).toBe(1)
  const page = must(await world.call('GET', `/v1/products/${handle}`), 200).body
  const here = page.stores.find((store) => store.code === HERE)
  invariant(here, 'the page lists the store')
  expect(here.readyBy).toEqual(expect.any(String))

  const stream = await world.sse(
    ['availability'],
    page.variants.map((variant) => variant.sku),
  )
  const total = { minor: await priceOf(other.sku), currency: 'PLN' }
  const sale = await world.call('POST', '/v1/till-sales', {
    as: assistant,
    key: newId(),
    body: { lines: [{ sku: other.sku, quantity: 1 }], tender: { kind: 'cash' }, expectedTotal: total },
  })
  expect(sale.status).toBe(201)
  const told = await stream.wait(
    ({ data }) => data.changes?.some((change) => change.sku === other.sku) ?? false,
  )
  expect(told.data.changes).toEqual([
    expect.objectContaining({ sku: other.sku, locationId: here.id, available: 0 }),
  ])
  expect((await pageVariant(other.sku))?.stores).not.toHaveProperty(here.id)
})

test('2a. the piece is held the moment the store is chosen, and another visitor sees it taken', async () => {
  const locationId = world.place(HERE)
  const visitor = await world.sse(['availability'], [wanted.sku])
  basket = await world.basket({
    sku: wanted.sku,
    quantity: 1,
    fulfilment: { kind: 'pickup', locationId },
  })
  expect(basket.body.lines[0]).toMatchObject({
    hold: { state: 'held', expiresAt: expect.any(String) },
    fulfilment: { kind: 'pickup', locationId, readyBy: expect.any(String) },
  })
  const told = await visitor.wait(({ event }) => event === 'availability')
  expect(told.data.changes?.[0]).toMatchObject({ sku: wanted.sku, locationId, available: 1 })
  expect((await pageVariant(wanted.sku))?.stores[locationId]).toBe(1)
  expect(await levelOf(wanted.sku, HERE)).toMatchObject({ onHand: 2, reserved: 1, available: 1 })
})

test('2b. she orders as a guest, pays by card, and gets number, code and QR, by mail too', async () => {
  const { body } = must(await world.checkout(basket, { change: { address: undefined } }), 201)
  order = body
  expect(body).toMatchObject({
    state: 'confirmed',
    number: expect.stringMatching(/^\d{9}$/),
    channel: 'web',
    payments: [{ method: 'card', state: 'captured', amount: basket.total }],
    fulfilments: [
      {
        kind: 'pickup',
        location: { code: HERE },
        promisedAt: expect.any(String),
        pickupCode: expect.stringMatching(/^\d{6}$/),
        pickupQr: expect.stringContaining('SPLOT:P:'),
      },
    ],
  })
  const [charge] = (await world.book()).data
  expect(charge).toMatchObject({ status: 'succeeded', amount: basket.total.minor, reference: order.number })

  const mail = await world.mail.wait(
    ({ subject }) => subject === `Zamówienie ${order.number} przyjęte`,
    MAIL_TIMEOUT_MS,
  )
  expect(mail.to).toEqual(['anna.probna@example.com'])
  expect(mail.text).toContain(pickupIn(order).pickupCode)
})

test('2c. only she opens her order: by its token, or by number and e-mail', async () => {
  const track = (headers: Readonly<Record<string, string>>) =>
    world.call('GET', `/v1/orders/track/${order.id}`, { headers })
  expect((await track({})).status).toBe(404)
  expect((await track({ 'x-order-token': order.orderToken ?? '' })).body.number).toBe(order.number)
  const lookup = (email: string) =>
    world.call('POST', '/v1/orders/lookup', { body: { number: order.number, email } })
  expect((await lookup('somebody@example.com')).status).toBe(404)
  expect((await lookup('anna.probna@example.com')).body.number).toBe(order.number)
})

test('3. the assistant finds it in the queue and picks it by its bar code; the customer is told', async () => {
  const queue = must(await world.call('GET', '/v1/fulfilments', { as: assistant }), 200).body
  const [waiting] = queue.items
  expect(waiting).toMatchObject({
    orderNumber: order.number,
    state: 'waiting',
    promisedAt: expect.any(String),
    pieces: 1,
    picked: 0,
    lines: [{ sku: wanted.sku, gtin: wanted.gtin }],
  })
  const path = `/v1/fulfilments/${waiting?.id}` as const
  must(await world.call('POST', `${path}/start-picking`, { as: assistant, key: newId() }), 200)
  const wrong = await world.call('POST', `${path}/pick`, {
    as: assistant,
    key: newId(),
    body: { code: other.gtin },
  })
  expect(wrong.status).toBeGreaterThanOrEqual(409)
  const scan = { as: assistant, key: newId(), body: { code: wanted.gtin } }
  const picked = must(await world.call('POST', `${path}/pick`, scan), 200).body
  expect(picked).toMatchObject({ state: 'ready', picked: 1 })
  const repeated = await world.call('POST', `${path}/pick`, scan)
  expect(repeated.body).toEqual(picked)

  const mail = await world.mail.wait(
    ({ subject }) => subject === `Zamówienie ${order.number} czeka na odbiór`,
    MAIL_TIMEOUT_MS,
  )
  expect(mail.to).toEqual(['anna.probna@example.com'])
  expect((await world.call('GET', `/v1/orders/${order.id}`, { as: assistant })).body.state).toBe(
    'ready_for_pickup',
  )
})

test('4. she shows the QR; the piece leaves the ledger', async () => {
  expect(await levelOf(wanted.sku, HERE)).toMatchObject({ onHand: 2, reserved: 1 })
  const { pickupQr: qr } = pickupIn(order)
  const given = await world.call('POST', '/v1/fulfilments/hand-over', {
    as: assistant,
    key: newId(),
    body: { qr },
  })
  expect(given.body).toMatchObject({ state: 'collected', orderNumber: order.number })
  expect(await levelOf(wanted.sku, HERE)).toMatchObject({ onHand: 1, reserved: 0, available: 1 })
  const again = await world.call('POST', '/v1/fulfilments/hand-over', {
    as: assistant,
    key: newId(),
    body: { qr },
  })
  expect(again).toMatchObject({ status: 409, body: { code: 'fulfilment.already_collected' } })
})

test('5. the till of another store sells two for cash, takes the web order back and refunds the card', async () => {
  const till = await world.assistantAt(THERE)
  const price = await priceOf(third.sku)
  const sale = must(
    await world.call('POST', '/v1/till-sales', {
      as: till,
      key: newId(),
      body: {
        lines: [{ sku: third.sku, quantity: 2 }],
        tender: { kind: 'cash', given: { minor: 2 * price + 500, currency: 'PLN' } },
        expectedTotal: { minor: 2 * price, currency: 'PLN' },
      },
    }),
    201,
  )
  cashSale = sale.body
  expect(sale.body).toMatchObject({
    state: 'collected',
    channel: 'store',
    change: { minor: 500, currency: 'PLN' },
    payments: [{ method: 'cash', state: 'captured' }],
  })
  expect(await levelOf(third.sku, THERE)).toMatchObject({ onHand: 2 })

  const found = must(await world.call('GET', `/v1/orders/by-number/${order.number}`, { as: till }), 200).body
  expect(found.fulfilments[0]).not.toHaveProperty('pickupCode')
  const back = {
    as: till,
    key: newId(),
    body: {
      orderId: found.id,
      lines: [{ lineId: 1, quantity: 1, reason: 'too_small', disposition: 'sellable' }],
    },
  }
  const accepted = must(await world.call('POST', '/v1/returns', back), 201)
  expect(accepted).toMatchObject({
    body: {
      number: expect.stringMatching(/^R\d+$/),
      orderNumber: order.number,
      state: 'refunded',
      refund: { amount: order.totals.gross, method: 'card', state: 'done' },
    },
  })
  rma = accepted.body.number
  expect((await world.call('POST', '/v1/returns', back)).body.number).toBe(rma)

  const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
  expect(charge?.refunded_amount).toBe(order.totals.gross.minor)
  expect(await levelOf(wanted.sku, THERE)).toMatchObject({ onHand: 1, available: 1 })
  expect(await levelOf(wanted.sku, HERE)).toMatchObject({ onHand: 1 })
  const after = must(await world.call('GET', `/v1/orders/${order.id}`, { as: till }), 200).body
  expect(after).toMatchObject({
    lines: [{ returned: 1 }],
    returns: [{ number: rma, state: 'refunded', refunded: order.totals.gross }],
    payments: [{ state: 'refunded', refunded: order.totals.gross }],
  })
})

test('6a. the manager reads the whole life of the order in one timeline, across channels and stores', async () => {
  const as = await world.asManager()
  const life = async () =>
    must(await world.call('GET', `/v1/orders/${order.id}/timeline`, { as }), 200).body.items
  // The worker writes down by and by what it has sent.
  await expect
    .poll(async () => new Set((await life()).map((entry) => entry.channel)))
    .toEqual(new Set(['web', 'store', 'system']))
  const items = await life()
  const types = items.map((entry) => entry.type)
  const expected = [
    'orders.placed',
    'payments.captured',
    'orders.confirmed',
    'fulfilment.picking_started',
    'fulfilment.line_picked',
    'fulfilment.ready',
    'fulfilment.handed_over',
    'returns.received',
    'payments.refunded',
    'returns.refunded',
  ]
  expect(types).toEqual(expect.arrayContaining(expected))
  const at = (type: string) => items[types.indexOf(type)]
  expect(at('orders.placed')?.actor.kind).toBe('visitor')
  expect(at('fulfilment.ready')?.locationId).toBe(world.place(HERE))
  expect(at('returns.received')?.locationId).toBe(world.place(THERE))
  for (const entry of items) expect(entry.words).toEqual({ pl: expect.any(String), en: expect.any(String) })
  const instants = items.map((entry) => entry.at)
  expect(instants).toEqual(instants.toSorted())
  expect(JSON.stringify(items)).not.toMatch(/anna|próbna/i)
})

test('6b. movements explain every figure, the event log has every fact, and the proof holds', async () => {
  const as = await world.asManager()
  for (const [sku, store] of [
    [wanted.sku, HERE],
    [wanted.sku, THERE],
    [other.sku, HERE],
    [third.sku, THERE],
  ] as const) {
    const query = `sku=${sku}&locationId=${world.place(store)}&limit=200`
    const { items } = must(await world.call('GET', `/v1/stock/movements?${query}`, { as }), 200).body
    const sum = items.reduce((total, { quantity }) => total + quantity, 0)
    expect(sum).toBe((await levelOf(sku, store))?.onHand)
  }
  const log = must(await world.call('GET', `/v1/events?subject=${order.id}&limit=200`, { as }), 200).body
  expect(log.items.length).toBeGreaterThanOrEqual(10)
  const sold = must(await world.call('GET', `/v1/events?type=tills.sale_settled`, { as }), 200).body
  expect(sold.items.map((item) => item.subject)).toContain(cashSale.id)
  await expectStockProven(world.call, as)
  await expect
    .poll(
      async () =>
        must(await world.call('GET', `/v1/messages?subject=${order.id}`, { as }), 200).body.items.length,
    )
    .toBeGreaterThanOrEqual(2)
})
