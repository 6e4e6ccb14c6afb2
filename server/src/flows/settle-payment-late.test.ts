import { signWebhook } from '@splot/fakes'
import { DAY_MS, HOUR_MS, newId, type OrderId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  insertPayments,
  paymentsOf,
  recordOutcomes,
  type AttemptCall,
  type AttemptId,
} from '#modules/payments'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openCheckoutWorld, WEBHOOK_SECRET, type CheckoutWorld } from '#test/checkout-world'
import { cancelOrder } from './cancel-order.ts'
import { payAgain } from './checkout-pay-again.ts'
import { resolveUnknownPayments, settlePayment } from './settle-payment.ts'

const SHIRT = 4999
const card = (token: string) => ({ method: 'card', token }) as const
const declined = { state: 'declined', declineCode: 'stolen_card', providerReference: null } as const

let world: CheckoutWorld
let elsewhere: OpenPlatform
let shop: string
let office: string
const doors: { close(): Promise<unknown> }[] = []

beforeAll(async () => {
  world = await openCheckoutWorld()
  elsewhere = openPlatform({ url: world.url, log: pino({ level: 'silent' }), poolSize: 6 })
  const open = async (door: Awaited<ReturnType<CheckoutWorld['serve']>>) => {
    doors.push(door)
    return door.listen({ port: 0, host: '127.0.0.1' })
  }
  shop = await open(await world.serve())
  office = await open(
    await world.serve({
      ...systemActor('manager', world.visitor.channel),
      kind: 'staff',
      grants: [{ permission: 'orders.read', locationId: null }],
    }),
  )
  await world.stock('TEE-S', world.store, 500)
})
afterAll(async () => {
  for (const door of doors) await door.close()
  await elsewhere.close()
  await world.close()
})

const resolveNow = () => resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: 0 })

/** Lets `pay` call the provider, but the call stays on the wire: nobody knows, and the attempt is given up. */
async function lose<T>(pay: () => Promise<T>) {
  const held: AttemptCall[] = []
  world.payThrough({
    ...world.gateway,
    charge: async (call) => {
      held.push(call)
      return { state: 'unknown', reason: 'timeout' }
    },
  })
  const answer = await pay()
  world.payThrough(world.gateway)
  await resolveNow()
  const [call] = held
  if (!call) throw new Error('nobody was called')
  return {
    answer,
    attemptId: call.attemptId,
    /** The call gets through after all; answers what the provider then knows of it. */
    arrive: async () => {
      await world.gateway.charge(call)
      const found = await world.gateway.lookUp(call.attemptId)
      if (!found) throw new Error('the provider has booked it')
      return found
    },
  }
}

async function orderWithLostCharge(tender = card('tok_ok')) {
  const { answer: order, ...lost } = await lose(() => world.buy([world.pickup('TEE-S')], tender))
  const orderId = order.id as OrderId
  return {
    orderId,
    token: order.orderToken ?? '',
    attemptId: lost.attemptId,
    arrive: lost.arrive,
    again: (token: string) => payAgain(world.command(), orderId, card(token), world.key()),
    /** The late call gets through, and we are told. */
    settleLate: async (platform = world.platform) =>
      settlePayment(platform.command(world.visitor), {
        attemptId: lost.attemptId,
        orderId,
        outcome: await lost.arrive(),
      }),
  }
}

const statesOf = async (orderId: OrderId) =>
  (await paymentsOf(world.platform.read(world.visitor), [orderId])).map(({ state }) => state)

const factsOf = async (orderId: OrderId) =>
  (
    await world.query<{ type: string }>(
      `select type from platform.event where subject = $1 and type like 'payments.%' order by xid, seq`,
      [orderId],
    )
  ).map(({ type }) => type)

/** What the provider took for this order and has not given back. */
async function keptByProvider(orderId: OrderId) {
  const attempts = await world.query<{ id: string }>('select id from payments.attempt where order_id = $1', [
    orderId,
  ])
  const ours = new Set(attempts.map(({ id }) => id))
  return (await world.charges())
    .filter((charge) => ours.has(charge.idempotency_key) && charge.status === 'succeeded')
    .reduce((sum, charge) => sum + charge.amount - charge.refunded_amount, 0)
}

test('a first card that is charged late, beside a second one, gets its money back, and staff see it', async () => {
  const order = await orderWithLostCharge()
  const paid = await fetch(`${shop}/v1/orders/${order.orderId}/payments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': newId(),
      'x-order-token': order.token,
    },
    body: JSON.stringify({ payment: card('tok_ok') }),
  })
  expect(await paid.json()).toMatchObject({ state: 'confirmed' })
  await order.arrive()
  expect(await keptByProvider(order.orderId)).toBe(2 * SHIRT)

  const body = JSON.stringify({ type: 'charge.succeeded', data: { idempotency_key: order.attemptId } })
  const tell = () =>
    fetch(`${shop}/v1/payments/sandbox/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signWebhook(WEBHOOK_SECRET, 'msg_1', new Date(), body),
      },
      body,
    })
  expect((await tell()).status).toBe(200)
  expect((await tell()).status).toBe(200)
  expect(await statesOf(order.orderId)).toEqual(['surplus', 'captured'])
  await resolveNow()
  await resolveNow()

  const pln = (minor: number) => ({ minor, currency: 'PLN' })
  const shown = await fetch(`${office}/v1/orders/${order.orderId}`)
  expect(await shown.json()).toMatchObject({
    state: 'confirmed',
    payments: [
      { state: 'surplus', amount: pln(SHIRT), refunded: pln(SHIRT) },
      { state: 'captured', amount: pln(SHIRT), refunded: pln(0) },
    ],
  })
  expect(await keptByProvider(order.orderId)).toBe(SHIRT)
  const life = await fetch(`${office}/v1/orders/${order.orderId}/timeline`)
  const { items } = (await life.json()) as { items: { type: string; words: object; data: object }[] }
  expect(items.filter(({ type }) => type.startsWith('payments.'))).toMatchObject([
    { type: 'payments.declined', data: { declineCode: 'never_arrived' } },
    { type: 'payments.captured' },
    {
      type: 'payments.surplus_captured',
      words: { pl: 'Zapłacono drugi raz, pieniądze wracają', en: 'Paid twice, the money goes back' },
      data: { amountMinor: SHIRT, currency: 'PLN' },
    },
    { type: 'payments.refunded', data: { amountMinor: SHIRT } },
  ])
})

test('surplus that the provider refuses to give back is told to people', async () => {
  const order = await orderWithLostCharge()
  await order.again('tok_ok')
  const found = await order.arrive()
  const providerReference = 'providerReference' in found ? (found.providerReference ?? '') : ''
  // Somebody was quicker in the provider's own office.
  await world.gateway.refund({
    refundId: newId<'refund'>(),
    providerReference,
    amountMinor: 1,
    reference: 'by hand',
  })
  await order.settleLate()
  await resolveNow()
  expect(await factsOf(order.orderId)).toEqual([
    'payments.declined',
    'payments.captured',
    'payments.surplus_captured',
    'payments.refund_refused',
  ])
})

test('late money beside a payment that waits for the bank goes back; when the bank says no, she pays once more', async () => {
  const order = await orderWithLostCharge()
  expect(await order.again('tok_pending_then_declined')).toMatchObject({ state: 'placed' })
  const late = await order.settleLate()
  expect(late).toMatchObject({ payment: { state: 'surplus', isLate: true }, orderState: 'placed' })
  await expect
    .poll(async () => {
      await resolveNow()
      return statesOf(order.orderId)
    })
    .toEqual(['surplus', 'declined'])
  expect(await keptByProvider(order.orderId)).toBe(0)
  expect(await order.again('tok_ok')).toMatchObject({ state: 'confirmed' })
  expect(await keptByProvider(order.orderId)).toBe(SHIRT)
})

test('late money of an order whose other payment was declined settles it', async () => {
  const order = await orderWithLostCharge()
  await order.again('tok_declined_stolen')
  expect(await order.settleLate()).toMatchObject({
    payment: { state: 'captured', isLate: true },
    orderState: 'confirmed',
  })
  await resolveNow()
  expect(await statesOf(order.orderId)).toEqual(['captured', 'declined'])
  expect(await keptByProvider(order.orderId)).toBe(SHIRT)
})

test('nobody tells of a charge that came late: it is asked about again, ever more rarely, for a day', async () => {
  const order = await orderWithLostCharge()
  const asked: string[] = []
  world.payThrough({
    ...world.gateway,
    lookUp: (attemptId) => {
      asked.push(attemptId)
      return world.gateway.lookUp(attemptId)
    },
  })
  const askings = () => asked.filter((attemptId) => attemptId === order.attemptId).length
  for (let hour = 1; hour <= 12; hour += 1) {
    world.turnClock(HOUR_MS)
    await resolveNow()
  }
  expect(askings()).toBeGreaterThanOrEqual(4)
  expect(askings()).toBeLessThanOrEqual(7)
  await order.arrive()
  world.turnClock(4 * HOUR_MS)
  await resolveNow()
  expect(await statesOf(order.orderId)).toEqual(['captured'])
  expect(await world.stateOf(order.orderId)).toBe('confirmed')

  const never = await orderWithLostCharge()
  await resolveNow()
  world.payThrough({ ...world.gateway, lookUp: async () => ({ state: 'unknown', reason: 'down' }) })
  world.turnClock(DAY_MS + HOUR_MS)
  await resolveNow()
  const next = () =>
    world.query<{ at: Date | null }>('select ask_again_at as at from payments.attempt where id = $1', [
      never.attemptId,
    ])
  expect(await next()).toEqual([{ at: expect.any(Date) }])
  world.payThrough(world.gateway)
  world.turnClock(4 * HOUR_MS)
  await resolveNow()
  expect(await next()).toEqual([{ at: null }])
})

test('both payments of an order, and one of another order, told in one batch: each stands where it belongs', async () => {
  const order = await orderWithLostCharge()
  const second = await lose(() => order.again('tok_ok'))
  const other = await orderWithLostCharge()
  const outcomes = [
    [order.orderId, second.attemptId, await second.arrive()],
    [other.orderId, other.attemptId, await other.arrive()],
    [order.orderId, order.attemptId, await order.arrive()],
  ] as const
  await Promise.all(
    outcomes.map(([orderId, attemptId, outcome]) =>
      settlePayment(world.command(), { orderId, attemptId, outcome }),
    ),
  )
  expect(await statesOf(order.orderId)).toEqual(['captured', 'surplus'])
  expect(await statesOf(other.orderId)).toEqual(['captured'])
  await resolveNow()
  expect(await keptByProvider(order.orderId)).toBe(SHIRT)
})

test('a decline in the same batch makes room for late money, whichever is told first', async () => {
  for (const lateFirst of [true, false]) {
    const order = await orderWithLostCharge()
    world.payThrough({ ...world.gateway, charge: async () => ({ state: 'unknown', reason: 'timeout' }) })
    await order.again('tok_ok')
    world.payThrough(world.gateway)
    const [open] = await world.query<{ id: AttemptId }>(
      `select id from payments.attempt where order_id = $1 and state <> 'answered'`,
      [order.orderId],
    )
    if (!open) throw new Error('the second attempt is open')
    const told = [
      { attemptId: order.attemptId, outcome: await order.arrive(), actor: world.visitor },
      { attemptId: open.id, outcome: declined, actor: world.visitor },
    ]
    const settled = await world.write((ctx) => recordOutcomes(ctx, lateFirst ? told : told.toReversed()))
    expect(settled.map(({ state }) => state).sort()).toEqual(['captured', 'declined'])
    expect(await statesOf(order.orderId)).toEqual(['captured', 'declined'])
  }
})

test('money and its absence told of one attempt in one batch: the money counts', async () => {
  world.payThrough({
    ...world.gateway,
    charge: async (call) => {
      await world.gateway.charge(call)
      return { state: 'unknown', reason: 'timeout' }
    },
  })
  const { id } = await world.buy([world.pickup('TEE-S')])
  world.payThrough(world.gateway)
  const orderId = id as OrderId
  const [attempt] = await world.query<{ id: AttemptId }>(
    'select id from payments.attempt where order_id = $1',
    [orderId],
  )
  if (!attempt) throw new Error('it was attempted')
  const outcome = await world.gateway.lookUp(attempt.id)
  if (!outcome) throw new Error('it was charged')
  const givenUp = { ...declined, declineCode: 'never_arrived' }
  await Promise.all(
    [givenUp, outcome].map((outcome) =>
      settlePayment(world.command(), { orderId, attemptId: attempt.id, outcome }),
    ),
  )
  expect(await statesOf(orderId)).toEqual(['captured'])
  expect(await factsOf(orderId)).toEqual(['payments.captured'])
})

test('late money of an order that was cancelled meanwhile goes back, with and without a second payment', async () => {
  for (const token of [undefined, 'tok_ok'] as const) {
    const order = await orderWithLostCharge()
    if (token) await order.again(token)
    await world.write((ctx) => cancelOrder(ctx, order.orderId, 'changed her mind'))
    await order.settleLate()
    await resolveNow()
    expect(await statesOf(order.orderId)).toEqual(token ? ['surplus', 'refunded'] : ['refunded'])
    expect(await keptByProvider(order.orderId)).toBe(0)
  }
})

test('she pays again in the moment in which the late money comes: one payment is kept, ten times over', async () => {
  for (let round = 0; round < 10; round += 1) {
    const order = await orderWithLostCharge()
    const [again] = await Promise.allSettled([order.again('tok_ok'), order.settleLate(elsewhere)])
    if (again.status === 'rejected') {
      expect(['payments.not_payable', 'payments.in_progress']).toContain(again.reason.code)
    }
    await resolveNow()
    expect(await world.stateOf(order.orderId)).toBe('confirmed')
    expect((await statesOf(order.orderId)).filter((state) => state === 'captured')).toHaveLength(1)
    expect(await keptByProvider(order.orderId)).toBe(SHIRT)
  }
})

test('a second payment that somebody is inserting without a lock is waited for, and the late money is surplus', async () => {
  const order = await orderWithLostCharge()
  const other = await orderWithLostCharge()
  const outcomes = [await order.arrive(), await other.arrive()] as const
  const settled = await world.write(async (inserting) => {
    await insertPayments(inserting, [
      {
        paymentId: newId<'payment'>(),
        attemptId: newId<'attempt'>(),
        orderId: order.orderId,
        method: 'card',
        amountMinor: SHIRT,
        currency: 'PLN',
      },
    ])
    const late = elsewhere.write(world.visitor, (ctx) =>
      recordOutcomes(ctx, [
        { attemptId: order.attemptId, outcome: outcomes[0], actor: world.visitor },
        { attemptId: other.attemptId, outcome: outcomes[1], actor: world.visitor },
      ]),
    )
    await expect
      .poll(() =>
        world.query(
          `select 1 as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      )
      .toEqual([{ waits: 1 }])
    return { late }
  })
  expect((await settled.late).map(({ state }) => state).sort()).toEqual(['captured', 'surplus'])
  expect(await statesOf(order.orderId)).toEqual(['surplus', 'initiated'])
})
