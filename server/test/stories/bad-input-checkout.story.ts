import { newId, MINUTE_MS } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { THERE, expectProblem, openBadInputWorld, type BadInputWorld } from '../bad-input-world.ts'
import type { Basket } from '../world-shopper.ts'

/** A Visa test number with a right check digit; nobody's card. */
const CARD_NUMBER = '4242 4242 4242 4242'

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

/** What the shop would send for this basket, with a change. */
const checkoutOf = (basket: Basket, change?: Readonly<Record<string, unknown>>) => ({
  headers: basket.headers,
  key: newId(),
  body: bad.world.wishOf(basket, change),
})

const chargesNow = async () => (await bad.world.book()).data.length

describe('a total', () => {
  test('in another currency than the basket', async () => {
    const basket = await bad.world.basket(bad.pickupOf(1))
    const asking = checkoutOf(basket, { expectedTotal: { ...basket.total, currency: 'EUR' } })
    const expected = { status: 422, code: 'checkout.wrong_currency', pointer: '/expectedTotal/currency' }
    await bad.refuses('POST', `${basket.path}/checkout`, asking, expected)
  })

  test('other than the shelf says', async () => {
    const basket = await bad.world.basket({ sku: bad.sku, quantity: 1 })
    const expectedTotal = { ...basket.total, minor: basket.total.minor - 1 }
    const asking = checkoutOf(basket, { expectedTotal })
    const changed = { status: 409, code: 'checkout.total_changed' }
    const told = await bad.refuses('POST', `${basket.path}/checkout`, asking, changed)
    expect(told.body.facts?.['total']).toEqual(basket.total)
  })
})

describe('a double submit', () => {
  test('same key, eight times at once: one order, one charge, one answer', async () => {
    const { world } = bad
    const basket = await world.basket(bad.pickupOf(1))
    const before = await bad.rows()
    const charges = await chargesNow()
    const key = newId()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.checkout(basket, { key })))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers[0]?.body.state).toBe('confirmed')
    const later = await world.checkout(basket, { key })
    expect(later.body.id).toBe(answers[0]?.body.id)
    const after = await bad.rows()
    for (const name of ['orders', 'payments', 'attempts', 'fulfilments']) {
      expect([name, after[name]]).toEqual([name, (before[name] ?? 0) + 1])
    }
    expect(await chargesNow()).toBe(charges + 1)
  })

  test('same key with another body: 422; another key for the same basket: 409 and which order', async () => {
    const { world, refuses, sku } = bad
    const basket = await world.basket(bad.pickupOf(1))
    const key = newId()
    const { body: order } = must(await world.checkout(basket, { key }), 201)
    const { path, headers } = basket
    const other = checkoutOf(basket, { contact: { name: 'Ktoś Inny', email: 'inny@example.com' } })
    const reused = { status: 422, code: 'http.idempotency_key_reused' }
    await refuses('POST', `${path}/checkout`, { ...other, key }, reused)
    const ordered = { status: 409, code: 'carts.already_ordered' }
    const told = await refuses('POST', `${path}/checkout`, checkoutOf(basket), ordered)
    expect(told.body.facts?.['orderId']).toBe(order.id)
    const line = { sku, quantity: 1 }
    await refuses('POST', `${path}/lines`, { headers, body: line }, { status: 409, code: 'carts.not_open' })
  })

  test('eight keys at once for one basket: one order, seven are told which', async () => {
    const { world } = bad
    const basket = await world.basket(bad.pickupOf(1))
    const charges = await chargesNow()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.checkout(basket)))
    const won = answers.filter(({ status }) => status === 201)
    expect(won).toHaveLength(1)
    for (const lost of answers.filter(({ status }) => status !== 201)) {
      const { facts } = expectProblem(lost, { status: 409, code: 'carts.already_ordered' })
      expect(facts?.['orderId']).toBe(won[0]?.body.id)
    }
    expect(await chargesNow()).toBe(charges + 1)
  })
})

describe('an Idempotency-Key', () => {
  const pointer = '/headers/idempotency-key'

  test('is needed where money moves', async () => {
    const { world, refuses } = bad
    const missing = { status: 400, code: 'http.idempotency_key_missing', pointer }
    const basket = await world.basket(bad.pickupOf(1))
    const { key: _, ...keyless } = checkoutOf(basket)
    await refuses('POST', `${basket.path}/checkout`, keyless, missing)
    const body = { payment: { method: 'card', token: 'tok_ok' } }
    await refuses('POST', `/v1/orders/${newId()}/payments`, { body }, missing)
  })

  test.each(['1', 'short', 'fifteen-letters', 'x'.repeat(201), 'with a space in the middle of it'])(
    'is long enough not to meet another by chance, and no text: %s',
    async (key) => {
      const basket = await bad.world.basket(bad.pickupOf(1))
      const expected = { status: 400, code: 'http.bad_idempotency_key', pointer }
      await bad.refuses('POST', `${basket.path}/checkout`, { ...checkoutOf(basket), key }, expected)
    },
  )
})

test('a card number is refused wherever it stands, and never repeated', async () => {
  const { world, refuses } = bad
  const basket = await world.basket(bad.pickupOf(1))
  const charges = await chargesNow()
  const changes = [
    [{ payment: { method: 'card', token: CARD_NUMBER } }, '/payment/token'],
    [{ payment: { method: 'card', token: 'tok_ok', number: CARD_NUMBER } }, '/payment/number'],
    [{ contact: { name: CARD_NUMBER, email: 'a@example.com' } }, '/contact/name'],
  ] as const
  for (const [change, pointer] of changes) {
    const refusal = { status: 422, code: 'payments.pan_refused', pointer }
    const told = await refuses('POST', `${basket.path}/checkout`, checkoutOf(basket, change), refusal)
    expect(JSON.stringify(told.body).replaceAll(/[ -]/g, '')).not.toContain('42424242')
  }
  expect(await chargesNow()).toBe(charges)
  // Four of its digits stand in many an id.
  const kept = await world.query<{ found: boolean }>(
    `select exists (select from platform.idempotency where translate(answer, ' -', '') like '%42424242%') as found`,
  )
  expect(kept).toEqual([{ found: false }])
})

test('a declined card leaves an order that waits for money, its piece held, and can be paid again', async () => {
  const { world } = bad
  const basket = await world.basket(bad.pickupOf(1))
  const declined = must(
    await world.checkout(basket, {
      change: { payment: { method: 'card', token: 'tok_declined_insufficient' } },
    }),
    201,
  ).body
  expect(declined).toMatchObject({
    state: 'placed',
    payments: [{ state: 'declined', declineCode: 'insufficient_funds' }],
  })
  const paid = await world.call('POST', `/v1/orders/${declined.id}/payments`, {
    key: newId(),
    headers: { 'x-order-token': declined.orderToken ?? '' },
    body: { payment: { method: 'card', token: 'tok_ok' } },
  })
  expect(paid).toMatchObject({ status: 200, body: { state: 'confirmed' } })
})

test('an expired hold: the piece went to somebody else, and the order is refused whole', async () => {
  const { world, refuses, sku } = bad
  await world.setStock(sku, THERE, 1)
  const late = await world.basket(bad.pickupOf(1, THERE), {
    sku,
    quantity: 1,
    fulfilment: { kind: 'ship' },
  })
  world.turnClock(16 * MINUTE_MS)
  const shown = must(await world.call('GET', late.path, { headers: late.headers }), 200).body
  expect(shown.lines[0]?.hold?.state).toBe('expired')
  await world.buy(bad.pickupOf(1, THERE))
  const soldOut = { status: 409, code: 'checkout.sold_out' }
  const sold = await refuses('POST', `${late.path}/checkout`, checkoutOf(late), soldOut)
  expect(sold.body.facts?.['lines']).toEqual([
    expect.objectContaining({ sku, locationId: world.place(THERE), available: 0 }),
  ])
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
