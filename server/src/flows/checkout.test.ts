import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeLine, HOLD_MS } from '#modules/carts'
import { carryOutRefunds, paymentsOf } from '#modules/payments'
import { cancelOrder, cancelUnpaid } from './cancel-order.ts'
import { checkout, PAYMENT_WINDOW_MS, PENDING_PAYMENT_WINDOW_MS } from './checkout.ts'
import { payAgain } from './checkout-pay-again.ts'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { orderView } from './order-view.ts'
import { resolveUnknownPayments } from './settle-payment.ts'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
})
afterAll(() => world.close())

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; facts: Record<string, unknown> },
  )
  if (!error) throw new Error('it was not refused')
  return error
}

/** The provider charges and says nothing. */
const unanswered = async (lines: Parameters<typeof world.buy>[0]) => {
  world.payThrough(world.impatient)
  const order = await world.buy(lines, { method: 'card', token: 'tok_timeout' })
  world.payThrough(world.gateway)
  return order
}

const paymentStates = async (orderId: string) =>
  (await paymentsOf(world.platform.read(world.visitor), [orderId as never])).map((payment) => payment.state)

test('a visitor has one shirt sent and collects another, pays by card, and the order is confirmed', async () => {
  await world.stock('TEE-M', world.warehouse, 5)
  await world.stock('TEE-S', world.store, 5)
  const order = await world.buy([world.ship('TEE-M'), world.pickup('TEE-S')])
  expect(order).toMatchObject({
    state: 'confirmed',
    totals: {
      gross: { minor: 4999 * 2 + 1499, currency: 'PLN' },
      shipping: { minor: 1499, currency: 'PLN' },
    },
    payments: [{ method: 'card', state: 'captured', amount: { minor: 11_497 } }],
  })
  expect(order.number).toMatch(/^\d{9}$/)
  expect(await world.level('TEE-M', world.warehouse)).toEqual({ onHand: 5, reserved: 1 })
  expect(await world.level('TEE-S', world.store)).toEqual({ onHand: 5, reserved: 1 })
  // What checkout answers from memory is what everybody reads later.
  expect(await orderView(world.command(), order.id as never, { owner: true })).toEqual(order)
})

test('a coat over 200 PLN is sent without courier cost', async () => {
  await world.stock('COAT-M', world.warehouse, 1)
  const order = await world.buy([world.ship('COAT-M')])
  expect(order.totals).toMatchObject({ gross: { minor: 39_900 }, shipping: { minor: 0 } })
  // 23/123 of the gross, counted once per rate.
  expect(order.totals.vat).toMatchObject([{ letter: 'A', ppm: 230_000, vat: { minor: 7461 } }])
})

test('a declined card leaves the order waiting; another card confirms it', async () => {
  await world.stock('TEE-L', world.store, 1)
  const order = await world.buy([world.pickup('TEE-L')], {
    method: 'card',
    token: 'tok_declined_insufficient',
  })
  expect(order).toMatchObject({
    state: 'placed',
    payments: [{ state: 'declined', declineCode: 'insufficient_funds' }],
  })
  expect(await world.level('TEE-L', world.store)).toEqual({ onHand: 1, reserved: 1 })
  const key = world.key()
  const paid = await payAgain(world.command(), order.id as never, { method: 'blik', code: '777123' }, key)
  expect(paid).toMatchObject({
    state: 'confirmed',
    payments: [{ state: 'declined' }, { method: 'blik', state: 'captured' }],
  })
  expect(await payAgain(world.command(), order.id as never, { method: 'blik', code: '777123' }, key)).toEqual(
    paid,
  )
  const once = refusal(
    payAgain(world.command(), order.id as never, { method: 'card', token: 'tok_ok' }, world.key()),
  )
  expect((await once).code).toBe('payments.not_payable')
})

test('a provider that charges and does not answer is asked later, and the order is paid once', async () => {
  await world.stock('TEE-M', world.store, 1)
  const order = await unanswered([world.pickup('TEE-M')])
  expect(order).toMatchObject({ state: 'placed', payments: [{ state: 'unknown' }] })
  const early = refusal(
    payAgain(world.command(), order.id as never, { method: 'card', token: 'tok_ok' }, world.key()),
  )
  expect((await early).code).toBe('payments.in_progress')
  await expect
    .poll(async () => {
      await Promise.all([1, 2, 3].map(() => resolveUnknownPayments(world.platform, { olderThanMs: 0 })))
      return world.stateOf(order.id)
    })
    .toBe('confirmed')
  expect(await paymentStates(order.id)).toEqual(['captured'])
  const facts = await world.query<{ type: string }>(
    `select type from platform.event where subject = $1 and type in ('payments.captured', 'orders.confirmed') order by seq`,
    [order.id],
  )
  expect(facts.map((fact) => fact.type)).toEqual(['payments.captured', 'orders.confirmed'])
})

test('a payment that waits for the bank is confirmed when the bank has said yes', async () => {
  await world.stock('TEE-M', world.store, 1)
  const order = await world.buy([world.pickup('TEE-M')], { method: 'blik', code: '777999' })
  expect(order).toMatchObject({ state: 'placed', payments: [{ state: 'pending' }] })
  await expect
    .poll(async () => {
      await resolveUnknownPayments(world.platform, { olderThanMs: 0 })
      return world.stateOf(order.id)
    })
    .toBe('confirmed')
})

test('the same submit ten times at once is one order and one charge', async () => {
  await world.stock('TEE-M', world.warehouse, 1)
  const { cart, access } = await world.basket(world.ship('TEE-M'))
  const total = await world.totalOf(cart.cartId, access)
  const key = world.key()
  const before = (await world.charges()).length
  const orders = await Promise.all(
    Array.from({ length: 10 }, () =>
      checkout(world.command(), cart.cartId, access, world.wish(total.minor), key),
    ),
  )
  expect(new Set(orders.map((order) => order.id)).size).toBe(1)
  expect(await checkout(world.command(), cart.cartId, access, world.wish(total.minor), key)).toEqual(
    orders[0],
  )
  expect((await world.charges()).length).toBe(before + 1)
})

test('the same basket submitted under two keys becomes one order; the other submit is told which', async () => {
  await world.stock('TEE-M', world.warehouse, 2)
  const { cart, access } = await world.basket(world.ship('TEE-M'))
  const total = await world.totalOf(cart.cartId, access)
  const before = await world.level('TEE-M', world.warehouse)
  const submits = await Promise.allSettled(
    [world.key(), world.key()].map((key) =>
      checkout(world.command(), cart.cartId, access, world.wish(total.minor), key),
    ),
  )
  const won = submits.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const lost = submits.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as { code: string; facts: unknown }] : [],
  )
  expect(won).toHaveLength(1)
  expect(lost).toMatchObject([{ code: 'carts.already_ordered', facts: { orderId: won[0]?.id } }])
  // The loser's hold in the warehouse was given back.
  expect((await world.level('TEE-M', world.warehouse)).reserved).toBe(before.reserved + 1)
})

test('what is sold out at checkout leaves nothing: no order, no charge, no hold', async () => {
  await world.stock('TEE-L', world.warehouse, 1)
  const { cart, access } = await world.basket(world.ship('TEE-L', 2), world.ship('TEE-M'))
  const [orders, charges, level] = [
    await world.orders(),
    await world.charges(),
    await world.level('TEE-M', world.warehouse),
  ]
  const total = await world.totalOf(cart.cartId, access)
  const no = await refusal(
    checkout(world.command(), cart.cartId, access, world.wish(total.minor), world.key()),
  )
  expect(no).toMatchObject({
    code: 'checkout.sold_out',
    facts: { lines: [{ sku: 'TEE-L', asked: 2, available: 1 }] },
  })
  expect(await world.orders()).toEqual(orders)
  expect(await world.charges()).toHaveLength(charges.length)
  expect(await world.level('TEE-M', world.warehouse)).toEqual(level)
})

test('a total that changed is told, and nothing is ordered', async () => {
  await world.stock('TEE-M', world.warehouse, 1)
  const { cart, access } = await world.basket(world.ship('TEE-M'))
  const no = await refusal(checkout(world.command(), cart.cartId, access, world.wish(1), world.key()))
  expect(no).toMatchObject({
    code: 'checkout.total_changed',
    facts: { total: { minor: 6498, currency: 'PLN' } },
  })
  const stale = await refusal(
    checkout(world.command(), cart.cartId, access, world.wish(6498), world.key(), 7),
  )
  expect(stale.code).toBe('carts.stale')
})

test('a hold that ran out is taken again at checkout while pieces are there', async () => {
  await world.stock('TEE-S', world.otherStore, 1)
  const { cart, access } = await world.basket(world.pickup('TEE-S', 1, world.otherStore))
  world.turnClock(HOLD_MS + 1000)
  const order = await checkout(world.command(), cart.cartId, access, world.wish(4999), world.key())
  expect(order.state).toBe('confirmed')
  expect(await world.level('TEE-S', world.otherStore)).toEqual({ onHand: 1, reserved: 1 })
})

test('a hold that ran out and went to somebody else is told as sold out', async () => {
  await world.stock('TEE-M', world.otherStore, 1)
  const late = await world.basket(world.pickup('TEE-M', 1, world.otherStore))
  world.turnClock(HOLD_MS + 1000)
  await world.buy([world.pickup('TEE-M', 1, world.otherStore)])
  const no = await refusal(
    checkout(world.command(), late.cart.cartId, late.access, world.wish(4999), world.key()),
  )
  expect(no).toMatchObject({ code: 'checkout.sold_out', facts: { lines: [{ sku: 'TEE-M', available: 0 }] } })
})

test('a basket that changes between look and submit is priced anew or refused, never half ordered', async () => {
  await world.stock('TEE-S', world.warehouse, 10)
  const { cart, access } = await world.basket(world.ship('TEE-S'))
  const line = cart.lines[0]?.lineId ?? ''
  const [submit, change] = await Promise.allSettled([
    checkout(world.command(), cart.cartId, access, world.wish(6498), world.key()),
    changeLine(world.command(), cart.cartId, access, line, { quantity: 3 }),
  ])
  const won = [submit, change].filter((one) => one.status === 'fulfilled')
  expect(won).toHaveLength(1)
})

test('two hundred buyers, five pieces: five orders, all others are told it is sold out', async () => {
  await world.stock('COAT-M', world.store, 5)
  const answers = await Promise.allSettled(
    Array.from({ length: 200 }, () => world.buy([world.pickup('COAT-M')])),
  )
  const bought = answers.filter((answer) => answer.status === 'fulfilled')
  const told = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : [],
  )
  expect(bought).toHaveLength(5)
  expect(new Set(told)).toEqual(new Set(['carts.sold_out']))
  expect(await world.level('COAT-M', world.store)).toEqual({ onHand: 5, reserved: 5 })
})

test('two hundred baskets to be sent, five pieces: five orders too', async () => {
  const { onHand, reserved } = await world.level('TEE-L', world.warehouse)
  await world.stock('TEE-L', world.warehouse, 5 - (onHand - reserved))
  const answers = await Promise.allSettled(
    Array.from({ length: 200 }, () => world.buy([world.ship('TEE-L')])),
  )
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(5)
  const told = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : [],
  )
  expect(new Set(told)).toEqual(new Set(['checkout.sold_out']))
  const after = await world.level('TEE-L', world.warehouse)
  expect(after.onHand - after.reserved).toBe(0)
})

test('staff cancel a paid order: stock is free and the money goes back once', async () => {
  await world.stock('TEE-S', world.otherStore, 1)
  const before = await world.level('TEE-S', world.otherStore)
  const order = await world.buy([world.pickup('TEE-S', 1, world.otherStore)])
  const { refunds } = await world.write((ctx) => cancelOrder(ctx, order.id as never, 'changed her mind'))
  await Promise.all([carryOutRefunds(world.command(), refunds), carryOutRefunds(world.command(), refunds)])
  expect(await world.stateOf(order.id)).toBe('cancelled')
  expect(await paymentStates(order.id)).toEqual(['refunded'])
  expect(await world.level('TEE-S', world.otherStore)).toEqual(before)
  const again = refusal(world.write((ctx) => cancelOrder(ctx, order.id as never, 'again')))
  expect((await again).code).toBe('orders.not_cancellable')
})

test('an order that nobody pays is cancelled after its time, and its pieces are free', async () => {
  await world.stock('TEE-L', world.otherStore, 1)
  const order = await world.buy([world.pickup('TEE-L', 1, world.otherStore)], {
    method: 'card',
    token: 'tok_declined_stolen',
  })
  await cancelUnpaid(world.platform)
  expect(await world.stateOf(order.id)).toBe('placed')
  world.turnClock(PAYMENT_WINDOW_MS + 1000)
  await Promise.all([cancelUnpaid(world.platform), cancelUnpaid(world.platform)])
  expect(await world.stateOf(order.id)).toBe('cancelled')
  expect(await world.level('TEE-L', world.otherStore)).toEqual({ onHand: 1, reserved: 0 })
})

test('money that comes after the order was cancelled goes back', async () => {
  await world.stock('TEE-L', world.otherStore, 1)
  const order = await unanswered([world.pickup('TEE-L', 1, world.otherStore)])
  world.turnClock(PAYMENT_WINDOW_MS + 1000)
  await cancelUnpaid(world.platform)
  expect(await world.stateOf(order.id)).toBe('placed')
  world.turnClock(PENDING_PAYMENT_WINDOW_MS)
  await cancelUnpaid(world.platform)
  expect(await world.stateOf(order.id)).toBe('cancelled')
  const attempt = await world.query<{ id: string }>('select id from payments.attempt where order_id = $1', [
    order.id,
  ])
  // The refund is written down first, and asked of the provider again until it has been carried out there.
  await expect
    .poll(async () => {
      await resolveUnknownPayments(world.platform, { olderThanMs: 0 })
      return (await world.charges()).find((one) => one.idempotency_key === attempt[0]?.id)
    })
    .toMatchObject({ status: 'succeeded', refunded_amount: 4999 })
  expect(await paymentStates(order.id)).toEqual(['refunded'])
})

test('a process that dies between order and charge: the repetition under the same key pays once', async () => {
  await world.stock('TEE-S', world.warehouse, 1)
  const { cart, access } = await world.basket(world.ship('TEE-S'))
  const key = world.key(newId())
  world.payThrough({ ...world.gateway, charge: () => Promise.reject(new Error('killed')) })
  await expect(checkout(world.command(), cart.cartId, access, world.wish(6498), key)).rejects.toThrow(
    'killed',
  )
  world.payThrough(world.gateway)
  const order = await checkout(world.command(), cart.cartId, access, world.wish(6498), key)
  expect(order).toMatchObject({ state: 'confirmed', payments: [{ state: 'captured' }] })
})

test('a process that dies between charge and answer: the resolve job finds the money', async () => {
  await world.stock('TEE-S', world.warehouse, 1)
  const { cart, access } = await world.basket(world.ship('TEE-S'))
  world.payThrough({
    ...world.gateway,
    charge: async (attempt) => {
      await world.gateway.charge(attempt)
      throw new Error('killed')
    },
  })
  await expect(checkout(world.command(), cart.cartId, access, world.wish(6498), world.key())).rejects.toThrow(
    'killed',
  )
  world.payThrough(world.gateway)
  await resolveUnknownPayments(world.platform, { olderThanMs: 0 })
  const last = (await world.orders()).at(-1)
  expect(last?.state).toBe('confirmed')
})
