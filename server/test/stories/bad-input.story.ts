import { newId, MINUTE_MS } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsIn, snapshot } from '../snapshot.ts'
import type { Answered, Asking, Credential } from '../world-http.ts'
import { must } from '../world-people.ts'
import type { Wish } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

const HERE = 'WAW1'
const THERE = 'KRK1'
const PLENTY = 500
/** A Visa test number with a right check digit; nobody's card. */
const CARD_NUMBER = '4242 4242 4242 4242'
const TEN_MEGABYTES = 10 * 1024 * 1024

let world: World
let manager: Credential
let till: Credential
let sku: string
let gtin: string

beforeAll(async () => {
  // Without a worker nothing is written but what a call asks for, so that snapshots compare.
  world = await createWorld({ worker: false })
  const variant = world.retailer.products[0]?.variants[0]
  if (!variant) throw new Error('the small retailer has products')
  ;({ sku, gtin } = variant)
  manager = await world.asManager()
  till = await world.assistantAt(HERE)
  await world.setStock(sku, HERE, PLENTY)
  await world.setStock(sku, 'MAG1', PLENTY)
})
afterAll(() => world?.close())

interface Expected {
  readonly status: number
  readonly code: string
  readonly pointer?: string
}

/** Sends something that must be refused, and checks form and code of the refusal and that nothing has changed. */
async function refuses(
  method: string,
  path: string,
  asking: Asking,
  { status, code, pointer }: Expected,
): Promise<Answered> {
  const before = await snapshot(world.query)
  const answer = await world.call(method, path, asking)
  expectProblem(answer, { status, code, ...(pointer !== undefined && { pointer }) })
  expect(await snapshot(world.query)).toEqual(before)
  return answer
}

function expectProblem(answer: Answered, { status, code, pointer }: Expected): void {
  expect(answer.body).toMatchObject({ status, code })
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^https:\/\//),
    title: expect.any(String),
    detail: expect.any(String),
  })
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d|select .* from/i)
  if (pointer === undefined) return
  const pointers = answer.body.errors?.map((error: { pointer: string }) => error.pointer)
  expect(pointers).toContain(pointer)
}

const pickupOf = (quantity: number, store = HERE, of = sku): Wish => ({
  sku: of,
  quantity,
  fulfilment: { kind: 'pickup', locationId: world.place(store) },
})

const priceOf = async (of: string): Promise<number> =>
  must(await world.call('GET', `/v1/variants/${of}`), 200).body.price.minor

const tillSale = async (change: Readonly<Record<string, unknown>> = {}): Promise<Asking> => ({
  as: till,
  key: newId(),
  body: {
    lines: [{ sku, quantity: 1 }],
    tender: { kind: 'cash' },
    expectedTotal: { minor: await priceOf(sku), currency: 'PLN' },
    ...change,
  },
})

const cartWith = (line: unknown): Asking => ({ body: { lines: [line] } })

/** A web order for so many pieces, picked and waiting. */
async function readyOrder(quantity: number) {
  const order = await world.buy(pickupOf(quantity))
  const path = `/v1/fulfilments/${order.fulfilments[0].id}`
  must(await world.call('POST', `${path}/start-picking`, { as: till, key: newId() }), 200)
  must(
    await world.call('POST', `${path}/pick`, { as: till, key: newId(), body: { code: gtin, quantity } }),
    200,
  )
  return order
}

async function collectedOrder(quantity: number) {
  const order = await readyOrder(quantity)
  const body = { qr: order.fulfilments[0].pickupQr }
  must(await world.call('POST', '/v1/fulfilments/hand-over', { as: till, key: newId(), body }), 200)
  return order
}

const back = (orderId: string, ...quantities: number[]): Asking => ({
  as: till,
  key: newId(),
  body: {
    orderId,
    lines: quantities.map((quantity) => ({
      lineId: 1,
      quantity,
      reason: 'other',
      disposition: 'sellable',
    })),
  },
})

describe('an unknown SKU', () => {
  const nonsense = 'NO-SUCH-SKU'

  test('in a basket, new or old', async () => {
    await refuses('POST', '/v1/carts', cartWith({ sku: nonsense, quantity: 1 }), {
      status: 422,
      code: 'carts.unknown_sku',
      pointer: '/lines/0/sku',
    })
    const { path, headers } = await world.basket({ sku, quantity: 1 })
    await refuses(
      'POST',
      `${path}/lines`,
      { headers, body: { sku: nonsense, quantity: 1 } },
      { status: 422, code: 'carts.unknown_sku', pointer: '/sku' },
    )
  })

  test('at the till, also beside known ones', async () => {
    const lines = [
      { sku, quantity: 1 },
      { sku: nonsense, quantity: 1 },
    ]
    await refuses('POST', '/v1/till-sales', await tillSale({ lines }), {
      status: 422,
      code: 'tills.unknown_article',
      pointer: '/lines/1/sku',
    })
  })

  test('in a delivery, a count, a look-up', async () => {
    const locationId = world.place(HERE)
    const lines = [{ sku: nonsense, quantity: 1 }]
    const unknown = { status: 422, code: 'inventory.unknown_sku', pointer: '/lines/0/sku' }
    await refuses('POST', '/v1/stock/receipts', { as: manager, body: { locationId, lines } }, unknown)
    await refuses(
      'POST',
      '/v1/stock/adjustments',
      { as: manager, body: { locationId, reason: 'count', lines } },
      unknown,
    )
    const notFound = { status: 404, code: 'catalogue.variant_not_found' }
    await refuses('GET', `/v1/variants/${nonsense}`, {}, { ...notFound, pointer: '/sku' })
    await refuses('GET', '/v1/variants/by-gtin/0000000000000', {}, { ...notFound, pointer: '/gtin' })
  })

  test('something that cannot be a SKU at all', async () => {
    for (const odd of [
      '',
      ' ',
      "'; drop table orders.order; --",
      'x'.repeat(65),
      'Ż',
      7,
      null,
      { $gt: '' },
    ]) {
      await refuses('POST', '/v1/carts', cartWith({ sku: odd, quantity: 1 }), {
        status: 400,
        code: 'http.invalid_input',
        pointer: '/lines/0/sku',
      })
    }
  })
})

describe('a negative or absurd quantity', () => {
  const odd = [0, -1, 1_000, 1.5, 1e9, Number.MAX_SAFE_INTEGER, '2', null, true]
  const invalid = (pointer: string) => ({ status: 400, code: 'http.invalid_input', pointer })

  test('in a basket', async () => {
    const { path, headers, body } = await world.basket(pickupOf(1))
    const line = `${path}/lines/${body.lines[0].lineId}`
    for (const quantity of odd) {
      await refuses('POST', '/v1/carts', cartWith({ sku, quantity }), invalid('/lines/0/quantity'))
      await refuses('POST', `${path}/lines`, { headers, body: { sku, quantity } }, invalid('/quantity'))
      await refuses('PATCH', line, { headers, body: { quantity } }, invalid('/quantity'))
    }
  })

  test('at the till, in a return, while picking', async () => {
    const order = await readyOrder(1)
    for (const quantity of odd) {
      await refuses(
        'POST',
        '/v1/till-sales',
        await tillSale({ lines: [{ sku, quantity }] }),
        invalid('/lines/0/quantity'),
      )
      const wanted = back(order.id, quantity as number)
      await refuses('POST', '/v1/returns', wanted, invalid('/lines/0/quantity'))
      const path = `/v1/fulfilments/${order.fulfilments[0].id}/pick`
      await refuses('POST', path, { as: till, body: { code: gtin, quantity } }, invalid('/quantity'))
    }
  })

  test('in a delivery or a count', async () => {
    const locationId = world.place(HERE)
    for (const quantity of [0, 1.5, 1e9, '2', null]) {
      const lines = [{ sku, quantity }]
      await refuses(
        'POST',
        '/v1/stock/receipts',
        { as: manager, body: { locationId, lines } },
        invalid('/lines/0/quantity'),
      )
      await refuses(
        'POST',
        '/v1/stock/adjustments',
        { as: manager, body: { locationId, reason: 'count', lines } },
        invalid('/lines/0/quantity'),
      )
    }
  })

  test('more than a guest may keep, and more than there is', async () => {
    await refuses('POST', '/v1/carts', cartWith(pickupOf(11)), {
      status: 422,
      code: 'carts.hold_limit',
      pointer: '/lines',
    })
    await world.setStock(sku, THERE, 1)
    const short = await refuses('POST', '/v1/carts', cartWith(pickupOf(2, THERE)), {
      status: 409,
      code: 'carts.sold_out',
    })
    expect(JSON.stringify(short.body.facts)).toContain('1')
  })
})

describe('a wrong currency', () => {
  test('a basket in a currency without prices', async () => {
    const body = { lines: [{ sku, quantity: 1 }], currency: 'EUR' }
    const answer = await world.call('POST', '/v1/carts', { body })
    expect(answer.status).toBe(422)
    await refuses('POST', '/v1/carts', { body }, { status: 422, code: answer.body.code })
    await refuses(
      'POST',
      '/v1/carts',
      { body: { ...body, currency: 'zł' } },
      { status: 400, code: 'http.invalid_input', pointer: '/currency' },
    )
  })

  test('a total in another currency than the basket or the till', async () => {
    const basket = await world.basket(pickupOf(1))
    const expectedTotal = { ...basket.total, currency: 'EUR' }
    await refuses(
      'POST',
      `${basket.path}/checkout`,
      { headers: basket.headers, key: newId(), body: world.wishOf(basket, { expectedTotal }) },
      { status: 422, code: 'checkout.wrong_currency', pointer: '/expectedTotal/currency' },
    )
    const sale = await tillSale({ expectedTotal })
    const answer = await world.call('POST', '/v1/till-sales', sale)
    await refuses('POST', '/v1/till-sales', await tillSale({ expectedTotal }), {
      status: 422,
      code: answer.body.code,
    })
  })

  test('another total than the shelf says', async () => {
    const basket = await world.basket({ sku, quantity: 1 })
    const expectedTotal = { ...basket.total, minor: basket.total.minor - 1 }
    const told = await refuses(
      'POST',
      `${basket.path}/checkout`,
      { headers: basket.headers, key: newId(), body: world.wishOf(basket, { expectedTotal }) },
      { status: 409, code: 'checkout.total_changed' },
    )
    expect(told.body.facts.total).toEqual(basket.total)
    await refuses(
      'POST',
      '/v1/till-sales',
      await tillSale({ expectedTotal: { minor: 1, currency: 'PLN' } }),
      {
        status: 409,
        code: 'tills.total_changed',
      },
    )
  })
})

test('a stale basket version: told the current one at every door', async () => {
  const basket = await world.basket(pickupOf(1))
  const { path, body } = basket
  const headers = { ...basket.headers, 'if-match': '"7"' }
  const line = `${path}/lines/${body.lines[0].lineId}`
  const stale = { status: 412, code: 'carts.stale' }
  const told = await refuses('POST', `${path}/lines`, { headers, body: { sku, quantity: 1 } }, stale)
  expect(told.body.facts.version).toBe(body.version)
  await refuses('PATCH', line, { headers, body: { quantity: 2 } }, stale)
  await refuses('DELETE', line, { headers }, stale)
  await refuses('POST', `${path}/checkout`, { headers, key: newId(), body: world.wishOf(basket) }, stale)
  await refuses(
    'POST',
    `${path}/lines`,
    { headers: { ...headers, 'if-match': 'the newest' }, body: { sku, quantity: 1 } },
    { status: 400, code: 'http.bad_if_match', pointer: '/headers/if-match' },
  )
})

describe('a double submit', () => {
  test('same key, eight times at once: one order, one charge, one answer', async () => {
    const basket = await world.basket(pickupOf(1))
    const before = rowsIn(await snapshot(world.query))
    const charges = (await world.book()).data.length
    const key = newId()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.checkout(basket, { key })))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers[0]?.body.state).toBe('confirmed')
    const later = await world.checkout(basket, { key })
    expect(later.body.id).toBe(answers[0]?.body.id)
    const after = rowsIn(await snapshot(world.query))
    for (const name of ['orders', 'payments', 'attempts', 'fulfilments']) {
      expect([name, after[name]]).toEqual([name, (before[name] ?? 0) + 1])
    }
    expect((await world.book()).data.length).toBe(charges + 1)
  })

  test('same key with another body: 422; another key for the same basket: 409 and which order', async () => {
    const basket = await world.basket(pickupOf(1))
    const key = newId()
    const { body: order } = must(await world.checkout(basket, { key }), 201)
    const { path, headers } = basket
    const other = world.wishOf(basket, { contact: { name: 'Ktoś Inny', email: 'inny@example.com' } })
    await refuses(
      'POST',
      `${path}/checkout`,
      { headers, key, body: other },
      { status: 422, code: 'http.idempotency_key_reused' },
    )
    const told = await refuses(
      'POST',
      `${path}/checkout`,
      { headers, key: newId(), body: world.wishOf(basket) },
      { status: 409, code: 'carts.already_ordered' },
    )
    expect(told.body.facts.orderId).toBe(order.id)
    const line = { sku, quantity: 1 }
    await refuses('POST', `${path}/lines`, { headers, body: line }, { status: 409, code: 'carts.not_open' })
  })

  test('eight keys at once for one basket: one order, seven are told which', async () => {
    const basket = await world.basket(pickupOf(1))
    const charges = (await world.book()).data.length
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.checkout(basket)))
    const won = answers.filter(({ status }) => status === 201)
    expect(won).toHaveLength(1)
    for (const lost of answers.filter(({ status }) => status !== 201)) {
      expectProblem(lost, { status: 409, code: 'carts.already_ordered' })
      expect(lost.body.facts.orderId).toBe(won[0]?.body.id)
    }
    expect((await world.book()).data.length).toBe(charges + 1)
  })

  test('a till sale and a delivery that are sent twice happen once', async () => {
    const sale = await tillSale()
    const level = async () =>
      must(
        await world.call('GET', `/v1/stock?sku=${sku}&locationId=${world.place(HERE)}`, { as: manager }),
        200,
      ).body.items[0].onHand
    const before = await level()
    const sales = await Promise.all([1, 2, 3].map(() => world.call('POST', '/v1/till-sales', sale)))
    expect(new Set(sales.map(({ body }) => body.number)).size).toBe(1)
    expect(await level()).toBe(before - 1)
    const receipt = {
      as: manager,
      key: newId(),
      body: { locationId: world.place(HERE), lines: [{ sku, quantity: 5 }] },
    }
    const receipts = await Promise.all([1, 2, 3].map(() => world.call('POST', '/v1/stock/receipts', receipt)))
    for (const { status, body } of receipts) {
      expect([201, 409]).toContain(status)
      if (status === 409) expect(body.code).toBe('http.idempotency_in_flight')
    }
    expect(await level()).toBe(before + 4)
    await refuses(
      'POST',
      '/v1/stock/receipts',
      { ...receipt, body: { ...receipt.body, lines: [{ sku, quantity: 6 }] } },
      { status: 422, code: 'http.idempotency_key_reused' },
    )
  })
})

describe('a wrong pickup code', () => {
  test('five tries, then nobody gets in for ten minutes, not even with the right one', async () => {
    const order = await readyOrder(1)
    const { pickupCode, pickupQr } = order.fulfilments[0]
    const wrong = pickupCode === '000000' ? '000001' : '000000'
    const handOver = (body: unknown): Asking => ({ as: till, key: newId(), body })
    const path = '/v1/fulfilments/hand-over'
    const lessAudit = { status: 422, code: 'fulfilment.wrong_code', pointer: '/code' }
    const limited = { status: 429, code: 'fulfilment.too_many_codes' }
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses('POST', path, handOver({ orderNumber: order.number, code: wrong }), lessAudit)
    }
    const told = await refuses('POST', path, handOver({ orderNumber: order.number, code: wrong }), limited)
    expect(Number(told.headers['retry-after'])).toBeGreaterThan(0)
    await refuses('POST', path, handOver({ qr: pickupQr }), limited)
    world.turnClock(10 * MINUTE_MS + 1_000)
    till = await world.assistantAt(HERE)
    must(await world.call('POST', path, handOver({ qr: pickupQr })), 200)
  })

  test('what is no code, and codes of nothing', async () => {
    const path = '/v1/fulfilments/hand-over'
    await refuses(
      'POST',
      path,
      { as: till, body: { qr: 'https://example.com' } },
      { status: 422, code: 'fulfilment.not_a_pickup_code', pointer: '/qr' },
    )
    await refuses(
      'POST',
      path,
      { as: till, body: { qr: `SPLOT:P:${newId()}:123456` } },
      { status: 404, code: 'fulfilment.not_found' },
    )
    await refuses(
      'POST',
      path,
      { as: till, body: { orderNumber: '100000017', code: '12' } },
      { status: 400, code: 'http.invalid_input' },
    )
  })
})

describe('a return of more than was bought', () => {
  test('at once, in two lines, and after some came back', async () => {
    const order = await collectedOrder(2)
    const tooMany = { status: 409, code: 'returns.too_many', pointer: '/lines/0/quantity' }
    await refuses('POST', '/v1/returns', back(order.id, 3), tooMany)
    await refuses('POST', '/v1/returns', back(order.id, 1, 2), { ...tooMany, pointer: '/lines/0/quantity' })
    must(await world.call('POST', '/v1/returns', back(order.id, 1)), 201)
    await refuses('POST', '/v1/returns', back(order.id, 2), tooMany)
  })

  test('two tills at once take back what exists only once', async () => {
    const order = await collectedOrder(1)
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => world.call('POST', '/v1/returns', back(order.id, 1))),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
    const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
    expect(charge?.refunded_amount).toBe(order.totals.gross.minor)
  })

  test('what the customer does not have, a line and an order that do not exist', async () => {
    const waiting = await world.buy(pickupOf(1))
    await refuses('POST', '/v1/returns', back(waiting.id, 1), {
      status: 409,
      code: 'returns.order_not_returnable',
    })
    const had = await collectedOrder(1)
    const asking = back(had.id, 1)
    const lines = [{ lineId: 9, quantity: 1, reason: 'other', disposition: 'sellable' }]
    await refuses(
      'POST',
      '/v1/returns',
      { ...asking, body: { orderId: had.id, lines } },
      { status: 422, code: 'returns.unknown_line', pointer: '/lines/0/lineId' },
    )
    await refuses('POST', '/v1/returns', back(newId(), 1), { status: 404, code: 'orders.not_found' })
  })
})

describe('a key of another channel or store', () => {
  test('cannot sell: the web is no till, and a place is needed', async () => {
    const sale = await tillSale()
    const web = await world.machineKey(['till.sell'], HERE, 'web')
    const other = { status: 403, code: 'auth.other_channel' }
    await refuses('POST', '/v1/till-sales', { ...sale, as: web }, other)
    const nowhere = await world.machineKey(['till.sell'])
    const noTill = { status: 403, code: 'tills.no_till' }
    await refuses('POST', '/v1/till-sales', { ...sale, as: nowhere }, noTill)
  })

  test("cannot see, pick or hand over another store's orders", async () => {
    const order = await readyOrder(1)
    const { id, pickupQr } = order.fulfilments[0]
    const as = await world.assistantAt(THERE)
    const other = { status: 403, code: 'auth.other_location' }
    await refuses('GET', `/v1/fulfilments/${id}`, { as }, other)
    await refuses('GET', `/v1/fulfilments?locationId=${world.place(HERE)}`, { as }, other)
    await refuses('POST', `/v1/fulfilments/${id}/start-picking`, { as }, other)
    await refuses('POST', `/v1/fulfilments/${id}/pick`, { as, body: { code: gtin } }, other)
    await refuses('POST', '/v1/fulfilments/hand-over', { as, body: { qr: pickupQr } }, other)
    const queue = must(await world.call('GET', '/v1/fulfilments', { as }), 200).body
    expect(queue.items).toEqual([])
  })

  test("cannot read or change another store's stock, or take returns for it", async () => {
    const locationId = world.place(HERE)
    const as = await world.machineKey(
      ['stock.read', 'stock.receive', 'stock.adjust', 'returns.accept'],
      THERE,
    )
    const order = await collectedOrder(1)
    const lines = [{ sku, quantity: 1 }]
    const forbidden = { status: 403, code: 'auth.forbidden' }
    await refuses('GET', `/v1/stock?locationId=${locationId}`, { as }, forbidden)
    await refuses('GET', `/v1/stock/movements?locationId=${locationId}`, { as }, forbidden)
    await refuses('POST', '/v1/stock/receipts', { as, body: { locationId, lines } }, forbidden)
    await refuses(
      'POST',
      '/v1/stock/adjustments',
      { as, body: { locationId, reason: 'count', lines } },
      forbidden,
    )
    const asking = back(order.id, 1)
    await refuses(
      'POST',
      '/v1/returns',
      { ...asking, as, body: { ...(asking.body as object), locationId } },
      { status: 403, code: 'auth.other_location' },
    )
  })

  test('a key that nobody knows, a revoked one, a session on a strange device', async () => {
    const asking = await tillSale()
    const unknown = { status: 401, code: 'auth.unknown_key' }
    for (const token of ['ssk_nonsense', 'nonsense', 'sdk_x', "ssk_' or 1=1"]) {
      const as = { authorization: `Bearer ${token}` }
      await refuses('POST', '/v1/till-sales', { ...asking, as }, unknown)
    }
    const theirs = await world.enrolDevice(THERE)
    const as = { ...till, authorization: theirs['authorization'] ?? '' }
    await refuses('POST', '/v1/till-sales', { ...asking, as }, { status: 403, code: 'auth.other_device' })
    const device = await world.enrolDevice(HERE)
    const me = must(await world.call('GET', '/v1/devices/me', { as: device }), 200).body
    must(await world.call('POST', `/v1/devices/${me.device.id}/revoke`, { as: manager }), 200)
    const revoked = { status: 401, code: 'auth.revoked' }
    await refuses('GET', '/v1/devices/me', { as: device }, revoked)
  })

  test("a stranger's token opens neither basket nor order", async () => {
    const [mine, theirs] = [await world.basket(pickupOf(1)), await world.basket(pickupOf(1))]
    const { headers } = theirs
    const hidden = { status: 404, code: 'carts.not_found' }
    await refuses('GET', mine.path, { headers }, hidden)
    await refuses('GET', mine.path, {}, hidden)
    await refuses('POST', `${mine.path}/lines`, { headers, body: { sku, quantity: 1 } }, hidden)
    const checkout = { headers, key: newId(), body: world.wishOf(mine) }
    await refuses('POST', `${mine.path}/checkout`, checkout, hidden)
    const [first, second] = [await world.buy(pickupOf(1)), await world.buy(pickupOf(1))]
    await refuses(
      'GET',
      `/v1/orders/track/${first.id}`,
      { headers: { 'x-order-token': second.orderToken } },
      { status: 404, code: 'orders.not_found' },
    )
  })
})

describe('a body that cannot be read', () => {
  const doors = async (): Promise<readonly [string, string, Asking][]> => [
    ['POST', '/v1/carts', {}],
    ['POST', `/v1/carts/${newId()}/checkout`, { key: newId() }],
    ['POST', '/v1/till-sales', { as: till, key: newId() }],
    ['POST', '/v1/returns', { as: till, key: newId() }],
    ['POST', '/v1/stock/receipts', { as: manager, key: newId() }],
    ['POST', '/v1/staff/sign-in', { from: '10.9.0.2' }],
    ['POST', '/v1/fulfilments/hand-over', { as: till }],
  ]

  test('ten megabytes', async () => {
    const raw = JSON.stringify({ lines: 'x'.repeat(TEN_MEGABYTES) })
    for (const [method, path, asking] of await doors()) {
      await refuses(method, path, { ...asking, raw }, { status: 413, code: 'http.body_too_large' })
    }
  })

  test('broken JSON, no JSON, nothing', async () => {
    for (const [method, path, asking] of await doors()) {
      for (const raw of ['{"lines": [', '{lines: []}', 'null}', '{"__proto__": {"x": 1}}', '']) {
        await refuses(method, path, { ...asking, raw }, { status: 400, code: 'http.broken_json' })
      }
      const headers = { 'content-type': 'text/html' }
      const notJson = { status: 415, code: 'http.not_json' }
      await refuses(method, path, { ...asking, raw: '<p>', headers }, notJson)
      for (const raw of ['null', '[]', '"text"', '7', '{}{}'.slice(0, 2)]) {
        if (raw === '{}' && path === '/v1/carts') continue
        await refuses(method, path, { ...asking, raw }, { status: 400, code: 'http.invalid_input' })
      }
    }
  })

  test('an id that is none, a cursor that is forged', async () => {
    const invalid = { status: 400, code: 'http.invalid_input' }
    await refuses('GET', '/v1/carts/1', {}, { ...invalid, pointer: '/params/cartId' })
    await refuses('GET', '/v1/orders/1', { as: manager }, { ...invalid, pointer: '/params/orderId' })
    for (const path of ['/v1/orders', '/v1/stock', '/v1/stock/movements', '/v1/events', '/v1/fulfilments']) {
      for (const cursor of ['nonsense', Buffer.from('["x","y"]').toString('base64url'), 'WyIxIl0']) {
        await refuses(
          'GET',
          `${path}?cursor=${cursor}`,
          { as: manager },
          { status: 400, code: 'http.bad_cursor' },
        )
      }
    }
  })
})

describe('an Idempotency-Key', () => {
  test('is needed where money or goods move', async () => {
    const basket = await world.basket(pickupOf(1))
    const missing = {
      status: 400,
      code: 'http.idempotency_key_missing',
      pointer: '/headers/idempotency-key',
    }
    const { headers } = basket
    const body = world.wishOf(basket)
    await refuses('POST', `${basket.path}/checkout`, { headers, body }, missing)
    const { key: _sale, ...sale } = await tillSale()
    await refuses('POST', '/v1/till-sales', sale, missing)
    const { key: _return, ...wanted } = back(newId(), 1)
    await refuses('POST', '/v1/returns', wanted, missing)
    await refuses(
      'POST',
      `/v1/orders/${newId()}/payments`,
      { body: { payment: { method: 'card', token: 'tok_ok' } } },
      missing,
    )
  })

  test('is long enough not to meet another by chance', async () => {
    const basket = await world.basket(pickupOf(1))
    const { headers } = basket
    for (const key of [
      '1',
      'short',
      'fifteen-letters',
      'x'.repeat(201),
      'with a space in the middle of it',
    ]) {
      await refuses(
        'POST',
        `${basket.path}/checkout`,
        { headers, key, body: world.wishOf(basket) },
        { status: 400, code: 'http.bad_idempotency_key', pointer: '/headers/idempotency-key' },
      )
    }
  })
})

test('a card number is refused wherever it stands, and never repeated', async () => {
  const basket = await world.basket(pickupOf(1))
  const charges = (await world.book()).data.length
  const { headers } = basket
  const bodies = [
    [{ payment: { method: 'card', token: CARD_NUMBER } }, '/payment/token'],
    [{ payment: { method: 'card', token: 'tok_ok', number: CARD_NUMBER } }, '/payment/number'],
    [{ contact: { name: CARD_NUMBER, email: 'a@example.com' } }, '/contact/name'],
  ] as const
  for (const [change, pointer] of bodies) {
    const told = await refuses(
      'POST',
      `${basket.path}/checkout`,
      { headers, key: newId(), body: world.wishOf(basket, change) },
      { status: 422, code: 'payments.pan_refused', pointer },
    )
    expect(JSON.stringify(told.body)).not.toContain('4242')
  }
  expect((await world.book()).data.length).toBe(charges)
  const kept = await world.query<{ found: boolean }>(
    `select exists (select from platform.idempotency where answer like '%4242%') as found`,
  )
  expect(kept).toEqual([{ found: false }])
})

test('a declined card leaves an order that waits for money, its piece held, and can be paid again', async () => {
  const basket = await world.basket(pickupOf(1))
  const declined = await world.checkout(basket, {
    change: { payment: { method: 'card', token: 'tok_declined_insufficient' } },
  })
  expect(declined).toMatchObject({
    status: 201,
    body: { state: 'placed', payments: [{ state: 'declined', declineCode: 'insufficient_funds' }] },
  })
  const { id, orderToken } = declined.body
  const paid = await world.call('POST', `/v1/orders/${id}/payments`, {
    key: newId(),
    headers: { 'x-order-token': orderToken },
    body: { payment: { method: 'card', token: 'tok_ok' } },
  })
  expect(paid).toMatchObject({ status: 200, body: { state: 'confirmed' } })
})

test('an expired hold: the piece went to somebody else, and the order is refused whole', async () => {
  await world.setStock(sku, THERE, 1)
  const late = await world.basket(pickupOf(1, THERE), { sku, quantity: 1, fulfilment: { kind: 'ship' } })
  world.turnClock(16 * MINUTE_MS)
  const shown = must(await world.call('GET', late.path, { headers: late.headers }), 200).body
  expect(shown.lines[0].hold.state).toBe('expired')
  await world.buy(pickupOf(1, THERE))
  const { headers } = late
  const sold = await refuses(
    'POST',
    `${late.path}/checkout`,
    { headers, key: newId(), body: world.wishOf(late) },
    { status: 409, code: 'checkout.sold_out' },
  )
  expect(sold.body.facts.lines).toEqual([
    expect.objectContaining({ sku, locationId: world.place(THERE), available: 0 }),
  ])
})

test('guessing at sign-in and look-up is slowed down by address', async () => {
  const tries = async (method: string, path: string, body: unknown, many: number) => {
    const statuses: number[] = []
    for (let at = 0; at < many; at += 1) {
      statuses.push((await world.call(method, path, { body, from: '10.9.9.9' })).status)
    }
    return statuses
  }
  const lookups = await tries(
    'POST',
    '/v1/orders/lookup',
    { number: '100000017', email: 'a@example.com' },
    12,
  )
  expect(lookups.slice(0, 10)).toEqual(Array(10).fill(404))
  expect(lookups.slice(10)).toEqual([429, 429])
  const signIns = await tries(
    'POST',
    '/v1/staff/sign-in',
    { email: 'nobody@example.com', password: 'wrong' },
    6,
  )
  expect(signIns).toEqual([401, 401, 401, 401, 401, 429])
  await refuses(
    'POST',
    '/v1/staff/sign-in',
    { body: { email: 'nobody@example.com', password: 'wrong' }, from: '10.9.9.8' },
    { status: 429, code: 'auth.too_many_attempts' },
  )
})

test('after all of this the ledger still explains every counter', async () => {
  const proof = must(await world.call('GET', '/v1/stock/proof', { as: manager }), 200).body
  expect(proof).toMatchObject({ proven: true, mismatch: null })
  const money = await world.query<{ captured: number; refunded: number }>(
    `select sum(amount_minor)::int as captured, sum(refunded_minor)::int as refunded from payments.payment
      where method = 'card' and state in ('captured', 'refunded', 'refunded_partly')`,
  )
  const { charged, refunded } = (await world.book()).totals['PLN'] ?? { charged: 0, refunded: 0 }
  expect(money).toEqual([{ captured: charged, refunded }])
})
