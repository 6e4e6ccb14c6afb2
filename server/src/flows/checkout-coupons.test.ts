import { MINUTE_MS, newId, type CartId } from '@splot/kernel'
import type { PricedBasket } from '@splot/rules'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pricingOf } from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import { RESERVED_MS } from '#modules/promotions'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { cancelOrder } from './cancel-order.ts'
import { checkout } from './checkout.ts'

let world: CheckoutWorld
let server: Awaited<ReturnType<CheckoutWorld['serve']>>
beforeAll(async () => {
  world = await openCheckoutWorld()
  server = await world.serve()
})
afterAll(async () => {
  await server.close()
  await world.close()
})

type Shown = {
  readonly id: CartId
  readonly quote: string
  readonly code?: string
  readonly facts?: Record<string, unknown>
  readonly lines: readonly {
    readonly discounts: readonly unknown[]
    readonly lineTotal: { minor: number }
    readonly pricePerUnit?: unknown
  }[]
  readonly totals: { readonly gross: { minor: number }; readonly discount: { minor: number } }
  readonly coupons: readonly {
    readonly code: string
    readonly discount: { minor: number }
    readonly why?: unknown
  }[]
}

async function send(method: 'GET' | 'POST' | 'DELETE', path: string, token: string, body?: object) {
  const answer = await server.inject({
    method,
    url: `/v1${path}`,
    headers: { 'x-cart-token': token },
    ...(body && { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json<Shown>() }
}

test('a code takes its part off every line, and the order keeps who took what', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  await world.stock('COAT-M', world.warehouse, 10)
  const { end, promotionId } = await world.promote({}, { code: 'LATO10' })
  const { cart, access, token } = await world.basket(world.ship('TEE-M', 2), world.ship('COAT-M'))
  const shown = await send('POST', `/carts/${cart.cartId}/coupons`, token, { code: ' lato10 ' })
  // A tenth of 2 × 49.99 + 399.00 is 49.90: the half of 49.898 is never paid.
  expect(shown.body).toMatchObject({
    totals: { gross: { minor: 49_898 - 4_990 }, discount: { minor: 4_990 } },
    coupons: [{ code: 'LATO10', discount: { minor: 4_990 } }],
  })
  const parts = shown.body.lines.map((line) => line.lineTotal.minor)
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(44_908)
  const order = await checkout(world.command(), cart.cartId, access, world.wish(44_908), world.key())
  expect(order.totals).toMatchObject({ gross: { minor: 44_908 }, discount: { minor: 4_990 } })
  expect(order.lines.every((line) => line.discounts[0]?.promotionId === promotionId)).toBe(true)
  const pricing = (await pricingOf(world.platform.read(world.visitor), [order.id as never])).get(
    order.id as never,
  )
  expect(pricing?.priced.applied).toMatchObject([{ promotionId, minor: 4_990 }] satisfies Partial<
    PricedBasket['applied'][number]
  >[])
  await end()
})

test('a code that is taken again stays where it was taken first, and so does everything that it took off', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const one = await world.promote({ priority: 10 }, { code: 'PIERWSZY' })
  const other = await world.promote({ priority: 20 }, { code: 'DRUGI' })
  const { cart, token } = await world.basket(world.ship('TEE-M', 2))
  const take = (code: string) => send('POST', `/carts/${cart.cartId}/coupons`, token, { code })
  await take('PIERWSZY')
  const both = await take('DRUGI')
  expect(both.body.coupons.map(({ code }) => code)).toEqual(['PIERWSZY', 'DRUGI'])
  const again = await take('pierwszy')
  expect(again.body.coupons).toEqual(both.body.coupons)
  expect(again.body.totals).toEqual(both.body.totals)
  await one.end()
  await other.end()
})

test('the basket says what a kilogram costs, and what it costs after promotions', async () => {
  await world.stock('SOAP', world.warehouse, 10)
  const { end } = await world.promote({}, { code: 'MYDLO10' })
  const { cart, token } = await world.basket(world.ship('SOAP', 3), world.ship('TEE-M'))
  const perUnit = async () =>
    (await send('GET', `/carts/${cart.cartId}`, token)).body.lines.map(({ pricePerUnit }) => pricePerUnit)
  const price = { minor: 7_996, currency: 'PLN' }
  expect(await perUnit()).toEqual([{ price, per: 'kg' }, undefined])
  await send('POST', `/carts/${cart.cartId}/coupons`, token, { code: 'MYDLO10' })
  // A tenth of 109.96 is 11.00, of which 6.00 lie on the soap: 53.97 for 750 g.
  expect(await perUnit()).toEqual([
    { price, reduced: { minor: 7_196, currency: 'PLN' }, per: 'kg' },
    undefined,
  ])
  await end()
})

test('a code that asks for more goods stays in the basket, says what is missing, and counts once it is there', async () => {
  const { end } = await world.promote(
    {
      conditions: [{ kind: 'value', atLeastMinor: 20_000 }],
      action: { kind: 'basket_amount', minor: 3_000 },
    },
    { code: 'MINUS30' },
  )
  const { cart, token } = await world.basket(world.ship('TEE-M'))
  const first = await send('POST', `/carts/${cart.cartId}/coupons`, token, { code: 'MINUS30' })
  expect(first.body.coupons).toMatchObject([
    {
      code: 'MINUS30',
      discount: { minor: 0 },
      why: { pl: expect.stringContaining('150,01'), en: expect.any(String) },
    },
  ])
  await send('POST', `/carts/${cart.cartId}/lines`, token, { sku: 'TEE-M', quantity: 4 })
  const then = await send('GET', `/carts/${cart.cartId}`, token)
  expect(then.body.coupons).toEqual([{ code: 'MINUS30', discount: { minor: 3_000, currency: 'PLN' } }])
  await end()
})

test('the last use is kept for the basket that took it; another is told, and gets it when it is let go', async () => {
  const { end } = await world.promote({}, { code: 'ONLYONE', total: 1 })
  const [one, other] = [await world.basket(world.ship('TEE-M')), await world.basket(world.ship('TEE-M'))]
  const take = (basket: typeof one) =>
    send('POST', `/carts/${basket.cart.cartId}/coupons`, basket.token, { code: 'ONLYONE' })
  expect((await take(one)).status).toBe(200)
  expect((await take(one)).status).toBe(200)
  expect(await take(other)).toMatchObject({
    status: 422,
    body: { code: 'coupons.used_up', facts: { words: { pl: expect.any(String) } } },
  })
  const dropped = await send('DELETE', `/carts/${one.cart.cartId}/coupons/ONLYONE`, one.token)
  expect(dropped.body.coupons).toEqual([])
  expect((await take(other)).status).toBe(200)
  await end()
})

test('a cancelled order gives its use back; a paid one keeps it', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const { end } = await world.promote({}, { code: 'ONCE', total: 1 })
  const buy = async () => {
    const { cart, access, token } = await world.basket(world.ship('TEE-M', 2))
    const shown = await send('POST', `/carts/${cart.cartId}/coupons`, token, { code: 'ONCE' })
    if (shown.status !== 200) return shown.body.code
    const wish = world.wish(shown.body.totals.gross.minor)
    return checkout(world.command(), cart.cartId, access, wish, world.key())
  }
  const order = await buy()
  if (typeof order !== 'object') throw new Error('the first one gets the use')
  expect(await buy()).toBe('coupons.used_up')
  const { refunds } = await world.write((ctx) => cancelOrder(ctx, order.id as never, 'test'))
  await carryOutRefunds(world.command(), refunds)
  expect(await buy()).toMatchObject({ state: 'confirmed', totals: { discount: { minor: 1_000 } } })
  await end()
})

test('a promotion that ends between basket and order: the new total is told, nothing is sold at the old one', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const { end } = await world.promote({})
  const { cart, access } = await world.basket(world.ship('TEE-M', 2))
  const told = await world.totalOf(cart.cartId, access)
  await end()
  await expect(
    checkout(world.command(), cart.cartId, access, world.wish(told.minor), world.key()),
  ).rejects.toMatchObject({ code: 'checkout.total_changed', facts: { total: { minor: told.minor + 1_000 } } })
})

test('Saleor #15862: a basket with the last use of a code, submitted ten times at once, is one paid order with that use', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const { end } = await world.promote({}, { code: 'LASTONE', total: 1 })
  const { cart, access, token } = await world.basket(world.ship('TEE-M'))
  expect((await send('POST', `/carts/${cart.cartId}/coupons`, token, { code: 'LASTONE' })).status).toBe(200)
  const told = await world.totalOf(cart.cartId, access)
  const before = await world.charges()
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      checkout(world.command(), cart.cartId, access, world.wish(told.minor), world.key()),
    ),
  )
  const orders = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(orders).toMatchObject([{ state: 'confirmed', totals: { discount: { minor: 500 } } }])
  for (const one of answers) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'carts.already_ordered' })
  }
  const after = await world.charges()
  expect(after.length).toBe(before.length + 1)
  const refunded = (charges: typeof after) =>
    charges.reduce((sum, { refunded_amount }) => sum + refunded_amount, 0)
  expect(refunded(after)).toBe(refunded(before))
  const uses = await world.query<{ state: string }>(
    `select r.state from promotions.redemption r where r.order_id = $1`,
    [orders[0]?.id],
  )
  expect(uses).toEqual([{ state: 'committed' }])
  await end()
})

test('a total that we never told is refused, and so is one of another basket', async () => {
  const [one, other] = [await world.basket(world.ship('TEE-M')), await world.basket(world.ship('TEE-M'))]
  const { body } = await send('GET', `/carts/${one.cart.cartId}`, one.token)
  const order = (quote: string, { cart, token } = one) =>
    server.inject({
      method: 'POST',
      url: `/v1/carts/${cart.cartId}/checkout`,
      headers: { 'x-cart-token': token, 'idempotency-key': newId() },
      payload: {
        contact: { name: 'Anna Nowak', email: 'anna@example.com' },
        address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
        payment: { method: 'card', token: 'tok_ok' },
        expectedTotal: { minor: body.totals.gross.minor, currency: 'PLN' },
        quote,
        acceptTerms: true,
      },
    })
  const [payload = '', signature = ''] = body.quote.split('.')
  const cheaper = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace(String(body.totals.gross.minor), '1'),
  ).toString('base64url')
  for (const forged of [`${cheaper}.${signature}`, payload, 'nonsense', `${payload}.${signature}x`, '.'])
    expect((await order(forged)).json()).toMatchObject({ status: 422, code: 'carts.quote_tampered' })
  expect((await order(body.quote, other)).json()).toMatchObject({ code: 'carts.quote_tampered' })
  expect((await order(body.quote)).statusCode).toBe(201)
})

test('a busy basket keeps the use of its code, one that is forgotten lets it go to the next', async () => {
  const { end } = await world.promote({}, { code: 'OSTATNI', total: 1 })
  const [busy, other] = [await world.basket(world.ship('TEE-M')), await world.basket(world.ship('TEE-M'))]
  const put = ({ cart, token }: typeof busy) =>
    send('POST', `/carts/${cart.cartId}/coupons`, token, { code: 'OSTATNI' })
  expect((await put(busy)).status).toBe(200)
  for (let step = 0; step < 3; step += 1) {
    world.turnClock(RESERVED_MS - MINUTE_MS)
    const { cart, token } = busy
    const added = await send('POST', `/carts/${cart.cartId}/lines`, token, { sku: 'TEE-M', quantity: 1 })
    expect(added.status).toBe(200)
    expect((await put(other)).body).toMatchObject({ code: 'coupons.used_up' })
  }
  world.turnClock(RESERVED_MS + MINUTE_MS)
  expect((await put(other)).status).toBe(200)
  await end()
})
