import { signWebhook } from '@splot/fakes'
import { newId, type CustomerId, type LocationId } from '@splot/kernel'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOLD_MS, MAX_HOLD_MS } from '#modules/carts'
import { systemActor, type Actor } from '#platform/context'
import { must, readAnswer, type AnswerOf, type AnsweredWith } from '#test/answers'
import { openCheckoutWorld, WEBHOOK_SECRET, type CheckoutWorld } from '#test/checkout-world'

let world: CheckoutWorld
let app: FastifyInstance
let office: FastifyInstance

beforeAll(async () => {
  world = await openCheckoutWorld()
  app = await world.serve()
  const manager: Actor = {
    ...systemActor('manager', world.visitor.channel),
    kind: 'staff',
    grants: ['orders.read', 'orders.cancel'].map((permission) => ({ permission, locationId: null })),
  }
  office = await world.serve(manager)
})
afterAll(async () => {
  await app.close()
  await office.close()
  await world.close()
})

async function call<Method extends 'GET' | 'POST' | 'PATCH' | 'DELETE', Path extends string>(
  method: Method,
  url: Path,
  body?: unknown,
  headers: Record<string, string> = {},
  door = app,
): Promise<AnsweredWith<AnswerOf<Method, Path>>> {
  const answer = await door.inject({
    method,
    url,
    headers,
    ...(body !== undefined && { payload: body as object | string }),
  })
  return readAnswer(answer.statusCode, answer.headers, answer.body)
}

const basket = async (...lines: unknown[]) => {
  const { body } = must(await call('POST', '/v1/carts', { lines }), 201)
  const { id, token = '' } = body
  return { id, token, body, headers: { 'x-cart-token': token } }
}

const at = (locationId: string) => ({ kind: 'pickup', locationId })

const submission = (minor: number, more: Record<string, unknown> = {}) => ({
  contact: { name: 'Anna Nowak', email: 'anna@example.com', phone: '+48 601 234 567' },
  address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa' },
  payment: { method: 'card', token: 'tok_ok' },
  expectedTotal: { minor, currency: 'PLN' },
  locale: 'pl',
  acceptTerms: true,
  ...more,
})

test('three calls make a purchase, and the guest finds her order again', async () => {
  await world.stock('TEE-M', world.warehouse, 5)
  await world.stock('TEE-S', world.store, 5)
  const { id, headers, body } = await basket({ sku: 'TEE-M', quantity: 1 })
  expect(body).toMatchObject({ version: 1, totals: { gross: { minor: 4999 + 1499 } } })
  const two = await call(
    'POST',
    `/v1/carts/${id}/lines`,
    { sku: 'TEE-S', quantity: 1, fulfilment: { kind: 'pickup', locationId: world.store } },
    headers,
  )
  expect(two).toMatchObject({
    status: 200,
    body: {
      version: 2,
      lines: [
        { sku: 'TEE-M', fulfilment: { kind: 'ship' }, hold: { state: 'none' } },
        { sku: 'TEE-S', fulfilment: { kind: 'pickup', locationName: 'Splot WAW1' }, hold: { state: 'held' } },
      ],
    },
  })
  expect(two.headers['etag']).toBe('"2"')
  const ordered = await call('POST', `/v1/carts/${id}/checkout`, submission(11_497), {
    ...headers,
    'idempotency-key': newId(),
  })
  const order = must(ordered, 201)
  expect(order).toMatchObject({ body: { state: 'confirmed', words: { en: 'Confirmed' } } })
  const pickup = order.body.fulfilments.find((part) => part.kind === 'pickup')
  expect(pickup?.pickupCode).toMatch(/^\d{6}$/)
  expect(pickup?.pickupQr).toBe(`SPLOT:P:${pickup?.id}:${pickup?.pickupCode}`)

  const orderId = order.body.id
  const track = (token: string) =>
    call('GET', `/v1/orders/track/${orderId}`, undefined, { 'x-order-token': token })
  expect(await track(order.body.orderToken ?? '')).toMatchObject({ status: 200, body: order.body })
  expect(await track('wrong')).toMatchObject({ status: 404, body: { code: 'orders.not_found' } })
  const found = await call('POST', '/v1/orders/lookup', {
    number: order.body.number,
    email: ' Anna@Example.com'.trim(),
  })
  expect(found).toMatchObject({ status: 200, body: { id: orderId } })
  const stranger = await call('POST', '/v1/orders/lookup', {
    number: order.body.number,
    email: 'eve@example.com',
  })
  expect(stranger).toMatchObject({ status: 404, body: { code: 'orders.not_found' } })
  expect(await call('GET', `/v1/carts/${id}`, undefined, headers)).toMatchObject({
    body: { state: 'ordered' },
  })
  const late = await call('POST', `/v1/carts/${id}/lines`, { sku: 'TEE-M', quantity: 1 }, headers)
  expect(late).toMatchObject({ status: 409, body: { code: 'carts.not_open' } })
})

test('the office finds the order, reads its life, and cancels it', async () => {
  await world.stock('TEE-L', world.store, 1)
  const placed = await world.buy([world.pickup('TEE-L')])
  const get = <Path extends string>(url: Path) => call('GET', url, undefined, {}, office)
  const page = must(await get('/v1/orders?limit=1'), 200).body
  expect(page).toMatchObject({ items: [{ id: placed.id, pieces: 1, channel: 'web' }] })
  const next = must(await get(`/v1/orders?limit=1&cursor=${page.next}`), 200).body
  expect(next.items[0]?.id).not.toBe(placed.id)
  expect(await get(`/v1/orders?q=${placed.number.slice(0, 6)}&state=confirmed`)).toMatchObject({
    status: 200,
  })
  const byNumber = await get(`/v1/orders/by-number/${placed.number}`)
  expect(byNumber).toMatchObject({ status: 200, body: { id: placed.id } })
  expect(JSON.stringify(byNumber.body)).not.toContain('pickupCode')
  const wrongDigit = placed.number.slice(0, 8) + ((Number(placed.number[8]) + 1) % 10)
  expect(await get(`/v1/orders/by-number/${wrongDigit}`)).toMatchObject({
    body: { code: 'orders.mistyped_number' },
  })
  const life = must(await get(`/v1/orders/${placed.id}/timeline`), 200).body
  expect(life.items.map((entry) => entry.type)).toEqual([
    'orders.placed',
    'fulfilment.created',
    'payments.captured',
    'orders.confirmed',
  ])
  const cancelled = await call(
    'POST',
    `/v1/orders/${placed.id}/cancel`,
    { reason: 'changed her mind' },
    {},
    office,
  )
  expect(cancelled).toMatchObject({
    status: 200,
    body: { state: 'cancelled', payments: [{ state: 'refunded' }], fulfilments: [{ state: 'cancelled' }] },
  })
  expect(await call('GET', '/v1/orders')).toMatchObject({ status: 401 })
})

test('a basket opens with its own token only', async () => {
  const mine = await basket({ sku: 'TEE-M', quantity: 1 })
  const hers = await basket({ sku: 'TEE-M', quantity: 1 })
  for (const headers of [{}, { 'x-cart-token': 'wrong' }, hers.headers]) {
    const answers = await Promise.all([
      call('GET', `/v1/carts/${mine.id}`, undefined, headers),
      call('POST', `/v1/carts/${mine.id}/lines`, { sku: 'TEE-M', quantity: 1 }, headers),
      call('POST', `/v1/carts/${mine.id}/checkout`, submission(1), {
        ...headers,
        'idempotency-key': newId(),
      }),
    ])
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { code: 'carts.not_found' } })
  }
  const [row] = await world.query<{ row: string }>('select c::text as row from carts.cart c where id = $1', [
    mine.id,
  ])
  expect(row?.row).not.toContain(mine.token)
})

test('what cannot be bought is refused with its place in the input', async () => {
  const post = (line: unknown) => call('POST', '/v1/carts', { lines: [{ sku: 'TEE-M', quantity: 1 }, line] })
  expect(await post({ sku: 'NO-SUCH', quantity: 1 })).toMatchObject({
    status: 422,
    body: { code: 'carts.unknown_sku', errors: [{ pointer: '/lines/1/sku' }] },
  })
  for (const quantity of [0, -1, 1.5, 1000, '1']) {
    expect(await post({ sku: 'TEE-M', quantity })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/lines/1/quantity' }] },
    })
  }
  const pickup = { kind: 'pickup', locationId: world.warehouse }
  expect(await post({ sku: 'TEE-M', quantity: 1, fulfilment: pickup })).toMatchObject({
    status: 422,
    body: { code: 'carts.no_pickup' },
  })
  expect(await call('POST', '/v1/carts', { currency: 'EUR' })).toMatchObject({
    status: 422,
    body: { code: 'carts.wrong_currency' },
  })
  const { id, headers } = await basket({ sku: 'TEE-M', quantity: 900 })
  expect(await call('POST', `/v1/carts/${id}/lines`, { sku: 'TEE-M', quantity: 100 }, headers)).toMatchObject(
    {
      status: 422,
      body: { code: 'carts.quantity' },
    },
  )
})

test('somebody who saw an older basket is told, and changes nothing', async () => {
  const { id, headers, body } = await basket({ sku: 'TEE-M', quantity: 1 })
  const line = `/v1/carts/${id}/lines/${body.lines[0]?.lineId}`
  expect(await call('PATCH', line, { quantity: 2 }, { ...headers, 'if-match': '"1"' })).toMatchObject({
    status: 200,
    body: { version: 2, lines: [{ quantity: 2 }] },
  })
  for (const stale of [
    await call('PATCH', line, { quantity: 3 }, { ...headers, 'if-match': '"1"' }),
    await call('DELETE', line, undefined, { ...headers, 'if-match': '"1"' }),
    await call(
      'POST',
      `/v1/carts/${id}/lines`,
      { sku: 'TEE-S', quantity: 1 },
      { ...headers, 'if-match': '"1"' },
    ),
    await call('POST', `/v1/carts/${id}/checkout`, submission(11_497), {
      ...headers,
      'if-match': '"1"',
      'idempotency-key': newId(),
    }),
  ]) {
    expect(stale).toMatchObject({ status: 412, body: { code: 'carts.stale', facts: { version: 2 } } })
  }
  expect(await call('GET', `/v1/carts/${id}`, undefined, headers)).toMatchObject({ body: { version: 2 } })
})

test('the hold follows the line: more, fewer, another store, sent home, gone', async () => {
  await world.stock('TEE-S', world.otherStore, 3)
  await world.stock('COAT-M', world.store, 3)
  await world.stock('COAT-M', world.otherStore, 2)
  const held = async () => [
    (await world.level('COAT-M', world.store)).reserved,
    (await world.level('COAT-M', world.otherStore)).reserved,
  ]
  const { id, headers, body } = await basket({ sku: 'COAT-M', quantity: 1, fulfilment: at(world.store) })
  const line = `/v1/carts/${id}/lines/${body.lines[0]?.lineId}`
  const patch = (wish: unknown) => call('PATCH', line, wish, headers)
  expect(await held()).toEqual([1, 0])
  // All three, although the first is ours already; then fewer, although nothing is free to swap with.
  expect(await patch({ quantity: 3 })).toMatchObject({
    status: 200,
    body: { lines: [{ hold: { state: 'held' } }] },
  })
  expect(await held()).toEqual([3, 0])
  expect(await patch({ quantity: 4 })).toMatchObject({
    status: 409,
    body: { code: 'carts.sold_out', facts: { sku: 'COAT-M', locationId: world.store, available: 0 } },
  })
  expect(await held()).toEqual([3, 0])
  expect(await patch({ quantity: 2 })).toMatchObject({ status: 200 })
  expect(await held()).toEqual([2, 0])
  expect(await patch({ fulfilment: at(world.otherStore) })).toMatchObject({ status: 200 })
  expect(await held()).toEqual([0, 2])
  expect(await patch({ quantity: 3 })).toMatchObject({ status: 409, body: { code: 'carts.sold_out' } })
  expect(await patch({ fulfilment: { kind: 'ship' } })).toMatchObject({
    body: { lines: [{ hold: { state: 'none' } }] },
  })
  expect(await held()).toEqual([0, 0])
  expect(await patch({ fulfilment: at(world.store), quantity: 1 })).toMatchObject({ status: 200 })
  expect(await held()).toEqual([1, 0])
  expect(await call('DELETE', line, undefined, headers)).toMatchObject({ status: 200, body: { lines: [] } })
  expect(await held()).toEqual([0, 0])
})

test('a guest keeps at most ten pieces in five lines, and a refusal gives its pieces back', async () => {
  await world.stock('TEE-S', world.store, 30)
  const before = (await world.level('TEE-S', world.store)).reserved
  const pickup = { kind: 'pickup', locationId: world.store }
  const { id, headers } = await basket({ sku: 'TEE-S', quantity: 10, fulfilment: pickup })
  const more = await call(
    'POST',
    `/v1/carts/${id}/lines`,
    { sku: 'TEE-S', quantity: 1, fulfilment: pickup },
    headers,
  )
  expect(more).toMatchObject({ status: 422, body: { code: 'carts.hold_limit' } })
  const over = await call('POST', '/v1/carts', {
    lines: [{ sku: 'TEE-S', quantity: 11, fulfilment: pickup }],
  })
  expect(over).toMatchObject({ status: 422, body: { code: 'carts.hold_limit' } })
  expect((await world.level('TEE-S', world.store)).reserved).toBe(before + 10)
})

test('holds of a basket in use live on, but not for ever', async () => {
  await world.stock('TEE-M', world.store, 1)
  const pickup = { kind: 'pickup', locationId: world.store }
  const { id, headers } = await basket({ sku: 'TEE-M', quantity: 1, fulfilment: pickup })
  const touch = () => call('POST', `/v1/carts/${id}/lines`, { sku: 'TEE-S', quantity: 1 }, headers)
  for (let passed = 0; passed + HOLD_MS < MAX_HOLD_MS; passed += HOLD_MS * 0.8) {
    world.turnClock(HOLD_MS * 0.8)
    expect((await touch()).body.lines?.[0]?.hold?.state).toBe('held')
  }
  world.turnClock(HOLD_MS)
  expect((await touch()).body.lines?.[0]?.hold?.state).toBe('expired')
})

test('a create that is repeated under its key is the same basket with the same token and the same holds', async () => {
  await world.stock('TEE-L', world.otherStore, 1)
  const body = {
    lines: [{ sku: 'TEE-L', quantity: 1, fulfilment: { kind: 'pickup', locationId: world.otherStore } }],
  }
  const headers = { 'idempotency-key': newId() }
  const first = await call('POST', '/v1/carts', body, headers)
  expect(first.status).toBe(201)
  expect(await call('POST', '/v1/carts', body, headers)).toMatchObject({ status: 201, body: first.body })
  expect((await world.level('TEE-L', world.otherStore)).reserved).toBe(1)
  const other = await call('POST', '/v1/carts', { lines: [] }, headers)
  expect(other).toMatchObject({ status: 422, body: { code: 'http.idempotency_key_reused' } })
})

test('a card number is refused wherever it stands, and not repeated', async () => {
  await world.stock('TEE-M', world.warehouse, 5)
  const { id, headers } = await basket({ sku: 'TEE-M', quantity: 1 })
  const number = '4111 1111 1111 1111'
  const bodies = [
    submission(6498, { payment: { method: 'card', token: number } }),
    submission(6498, { payment: { method: 'card', token: 'tok_ok', number: '4111-1111-1111-1111' } }),
    submission(6498, { note: `my card ${number}` }),
    submission(6498, { extra: { deep: [4111111111111111] } }),
  ]
  for (const body of bodies) {
    const answer = await call('POST', `/v1/carts/${id}/checkout`, body, {
      ...headers,
      'idempotency-key': newId(),
    })
    expect(answer).toMatchObject({ status: 422, body: { code: 'payments.pan_refused' } })
    expect(JSON.stringify(answer.body).replaceAll(/[ -]/g, '')).not.toContain('11111111')
  }
  const fine = await call('POST', `/v1/carts/${id}/checkout`, submission(6498), {
    ...headers,
    'idempotency-key': newId(),
  })
  expect(fine).toMatchObject({ status: 201, body: { state: 'confirmed' } })
})

test('a submit that lacks something is told what, and leaves the basket open', async () => {
  await world.stock('TEE-M', world.warehouse, 5)
  const { id, headers } = await basket({ sku: 'TEE-M', quantity: 1 })
  const send = (body: unknown, more: Record<string, string> = { 'idempotency-key': newId() }) =>
    call('POST', `/v1/carts/${id}/checkout`, body, { ...headers, ...more })
  const { address: _address, ...nowhere } = submission(6498)
  const cases: [unknown, number, string, string][] = [
    [submission(6498, { acceptTerms: false }), 400, 'http.invalid_input', '/acceptTerms'],
    [
      submission(6498, { contact: { name: 'Anna', email: 'nonsense' } }),
      400,
      'http.invalid_input',
      '/contact/email',
    ],
    [nowhere, 422, 'checkout.address_missing', '/address'],
    [submission(6498, { payment: { method: 'card' } }), 422, 'payments.token_missing', '/payment/token'],
    [
      submission(6498, { payment: { method: 'blik', code: '12' } }),
      422,
      'payments.blik_code',
      '/payment/code',
    ],
    [
      submission(6498, { expectedTotal: { minor: 6498, currency: 'EUR' } }),
      422,
      'checkout.wrong_currency',
      '/expectedTotal/currency',
    ],
  ]
  for (const [body, status, code, pointer] of cases) {
    expect(await send(body)).toMatchObject({ status, body: { code, errors: [{ pointer }] } })
  }
  expect(await send(submission(6498), {})).toMatchObject({
    status: 400,
    body: { code: 'http.idempotency_key_missing' },
  })
  expect(await call('GET', `/v1/carts/${id}`, undefined, headers)).toMatchObject({
    body: { state: 'open', version: 1 },
  })
  const empty = await basket()
  const nothing = await call('POST', `/v1/carts/${empty.id}/checkout`, submission(0), {
    ...empty.headers,
    'idempotency-key': newId(),
  })
  expect(nothing).toMatchObject({ status: 422, body: { code: 'checkout.empty' } })
})

test('the provider tells that a pending payment turned: asked and believed; a forged message is not', async () => {
  await world.stock('TEE-L', world.store, 1)
  const order = await world.buy([world.pickup('TEE-L')], { method: 'card', token: 'tok_pending_then_ok' })
  expect(order.state).toBe('placed')
  const [attempt] = await world.query<{ id: string }>('select id from payments.attempt where order_id = $1', [
    order.id,
  ])
  await expect
    .poll(async () => (await world.charges()).find((one) => one.idempotency_key === attempt?.id)?.status)
    .toBe('succeeded')
  const body = {
    type: 'charge.succeeded',
    timestamp: new Date().toISOString(),
    data: { idempotency_key: attempt?.id },
  }
  // Written as this provider never writes: the signature goes over the bytes, not over what was read from them.
  const text = JSON.stringify(body, null, 3)
  const tell = (secret: string) =>
    call('POST', '/v1/payments/sandbox/webhook', text, {
      'content-type': 'application/json',
      ...signWebhook(secret, 'msg_1', new Date(), text),
    })
  expect(await tell(`whsec_${Buffer.from('another secret').toString('base64')}`)).toMatchObject({
    status: 401,
    body: { code: 'payments.bad_signature' },
  })
  expect(await world.stateOf(order.id)).toBe('placed')
  // Providers tell at least once.
  expect(await tell(WEBHOOK_SECRET)).toMatchObject({ status: 200 })
  expect(await tell(WEBHOOK_SECRET)).toMatchObject({ status: 200 })
  expect(await world.stateOf(order.id)).toBe('confirmed')
})

test('a signed-in customer finds her one basket on every device, and needs no token', async () => {
  const anna: Actor = {
    ...world.visitor,
    kind: 'customer',
    id: 'anna',
    customerId: newId<'customer'>() as CustomerId,
  }
  const phone = await world.serve(anna)
  const laptop = await world.serve(anna)
  expect(await call('GET', '/v1/carts/mine', undefined, {}, phone)).toMatchObject({ status: 404 })
  const first = await call('POST', '/v1/carts', { lines: [{ sku: 'TEE-M', quantity: 1 }] }, {}, phone)
  const second = await call('POST', '/v1/carts', { lines: [{ sku: 'TEE-S', quantity: 2 }] }, {}, laptop)
  expect(second.body).toMatchObject({ id: first.body.id, lines: [{ sku: 'TEE-M' }, { sku: 'TEE-S' }] })
  expect(await call('GET', '/v1/carts/mine', undefined, {}, phone)).toMatchObject({
    body: { id: first.body.id, version: second.body.version },
  })
  const stranger = await call('GET', `/v1/carts/${first.body.id}`)
  expect(stranger).toMatchObject({ status: 404 })
  await Promise.all([phone.close(), laptop.close()])
})

test('who tries out numbers and e-mails is slowed down', async () => {
  const tries = await Promise.all(
    Array.from({ length: 30 }, () =>
      call('POST', '/v1/orders/lookup', { number: '100000017', email: 'a@example.com' }),
    ),
  )
  expect(tries.some((answer) => answer.status === 429 && answer.body.code === 'http.too_many_requests')).toBe(
    true,
  )
})

test('a store manager cancels what her own store prepares, and not what another one does', async () => {
  const managerAt = (locationId: LocationId): Promise<FastifyInstance> =>
    world.serve({
      ...systemActor('store manager', world.visitor.channel),
      kind: 'staff',
      grants: [{ permission: 'orders.cancel', locationId }],
    })
  await world.stock('TEE-M', world.store, 1)
  const order = await world.buy([world.pickup('TEE-M')])
  const url = `/v1/orders/${order.id}/cancel`
  const there = await managerAt(world.otherStore)
  const refused = await call('POST', url, { reason: 'just so' }, {}, there)
  expect(refused).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  expect(await world.stateOf(order.id)).toBe('confirmed')
  const here = await managerAt(world.store)
  // The reason is told to others: a card number that a customer said on the phone must not stand in it.
  const told = await call('POST', url, { reason: 'paid with 4111 1111 1111 1111' }, {}, here)
  expect(told).toMatchObject({ status: 422, body: { code: 'payments.pan_refused' } })
  expect(await call('POST', url, { reason: 'damaged' }, {}, here)).toMatchObject({ status: 200 })
  await Promise.all([there.close(), here.close()])
})

test('whoever knows an e-mail cannot try order numbers for it, however the tries are spread', async () => {
  const email = 'watched@example.com'
  const doors = await Promise.all([world.serve(), world.serve()])
  const ask = (at: number) =>
    call('POST', '/v1/orders/lookup', { number: '100000017', email }, {}, doors[at % 2])
  const answers = []
  for (let at = 0; at < 12; at += 1) answers.push((await ask(at)).body.code)
  expect(answers).toEqual([
    ...Array<string>(10).fill('orders.not_found'),
    ...Array<string>(2).fill('auth.too_many_attempts'),
  ])
  await Promise.all(doors.map((door) => door.close()))
})
