import { addDays, newId, type LocalDate, type Sku } from '@splot/kernel'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  applyPolicies,
  draftPolicy,
  expectInbound,
  openPolicies,
  proveStock,
  publishPolicy,
  putRules,
  receive,
} from '#modules/inventory'
import { messagesSubscriber } from '#modules/messages'
import { systemActor } from '#platform/context'
import { registerSubscribers } from '#platform/events'
import { must, readAnswer, refused, type AnswerOf, type AnsweredWith } from '#test/answers'
import { cardBuyer, pln } from '#test/card-buyer'
import { drain } from '#test/drain'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelUnpaid } from './cancel-order.ts'
import { PENDING_PAYMENT_WINDOW_MS } from './checkout.ts'
import { followPromises, promisesSubscriber } from './follow-promises.ts'

let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
let shop: FastifyInstance
beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  await world.write(async (ctx) => {
    const { version } = await draftPolicy(ctx, { name: 'what comes may be ordered' })
    await putRules(ctx, version, {
      rules: [{ scope: {}, channelId: null, terms: { backorder: { against: 'inbound' } } }],
    })
    await publishPolicy(ctx, version)
  })
  await applyPolicies(world.platform)
  await openPolicies(world.platform)
  await registerSubscribers(world.platform, [promisesSubscriber, messagesSubscriber])
  shop = await world.serve()
})
afterAll(async () => {
  await shop.close()
  await world.close()
})

/** Two articles for each test would be many; each test leaves the shelves as empty as it found them. */
type Article = 'TEE-S' | 'TEE-M' | 'TEE-L' | 'COAT-M'

const inDays = (days: number) => addDays(world.platform.clock().toISOString().slice(0, 10) as LocalDate, days)

/** What is still to come to the warehouse by this document. */
const announce = (sku: Article, quantity: number, days: number, id: string = newId()) =>
  world
    .write((ctx) =>
      expectInbound(ctx, {
        document: { kind: 'advice', id },
        locationId: world.warehouse,
        lines: quantity > 0 ? [{ sku: sku as Sku, quantity, expectedOn: inDays(days) }] : [],
      }),
    )
    .then(() => id)

async function call<Method extends 'GET' | 'POST', Path extends string>(
  method: Method,
  url: Path,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<AnsweredWith<AnswerOf<Method, Path>>> {
  const answer = await shop.inject({
    method,
    url,
    headers,
    ...(body !== undefined && { payload: body as object }),
  })
  return readAnswer(answer.statusCode, answer.headers, answer.body)
}

const basket = async (...lines: { sku: Article; quantity?: number }[]) => {
  const { body } = must(
    await call('POST', '/v1/carts', { lines: lines.map(({ sku, quantity = 1 }) => ({ sku, quantity })) }),
    201,
  )
  return { ...body, headers: { 'x-cart-token': body.token ?? '' } }
}
type Basket = Awaited<ReturnType<typeof basket>>

/** The days that the basket shows, as the customer accepts them. */
const shownDays = ({ lines }: Pick<Basket, 'lines'>) =>
  lines.flatMap(({ lineId, later }) => (later ? [{ lineId, promisedOn: later.promisedOn }] : []))

const submit = (
  cart: Basket,
  promises: { lineId: string; promisedOn: string }[] | undefined,
  { key = newId() as string, token = 'tok_ok' } = {},
) =>
  call(
    'POST',
    `/v1/carts/${cart.id}/checkout`,
    {
      contact: { name: 'Anna Nowak', email: 'anna@example.com' },
      address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa' },
      payment: { method: 'card', token },
      expectedTotal: cart.totals.gross,
      locale: 'en',
      acceptTerms: true,
      ...(promises && { promises }),
    },
    { ...cart.headers, 'idempotency-key': key },
  )

/** Somebody orders these and accepts the days that her basket shows. */
const order = async (...lines: { sku: Article; quantity?: number }[]) => {
  const cart = await basket(...lines)
  return must(await submit(cart, shownDays(cart)), 201).body
}

const react = () => drain(world.platform, promisesSubscriber, messagesSubscriber)

const track = async ({ id, orderToken = '' }: { id: string; orderToken?: string | undefined }) =>
  must(await call('GET', `/v1/orders/track/${id}`, undefined, { 'x-order-token': orderToken }), 200).body

const giveUp = ({ id, orderToken = '' }: { id: string; orderToken?: string | undefined }, lineId: number) =>
  call('POST', `/v1/orders/track/${id}/give-up`, { lineId }, { 'x-order-token': orderToken })

const toldAbout = async (orderId: string) =>
  (
    await world.query<{ kind: string }>(
      'select kind from messages.message where subject_id = $1 order by created_at, id',
      [orderId],
    )
  ).map(({ kind }) => kind)

/** What somebody could still be promised of this, and what is owed. */
const waitingFor = async (sku: Article) =>
  (
    await world.query<{ pieces: number }>(
      `select coalesce(sum(w.waiting), 0)::int as pieces from inventory.inbound_line w join inventory.stock s using (stock_id)
         join inventory.hold h using (hold_id)
        where s.sku = $1 and h.state in ('soft', 'pinned', 'allocated', 'picked')`,
      [sku],
    )
  )[0]?.pieces

/** Sells out what a test has left, so that the next one starts from an empty shelf. */
const arrived = (sku: Article, quantity: number) => world.stock(sku, world.warehouse, quantity)

test('an article that nobody ever had is ordered for its day, waits out of the way, and is picked when it comes', async () => {
  const advice = await announce('COAT-M', 1, 10)
  const cart = await basket({ sku: 'COAT-M' })
  expect(cart.lines).toMatchObject([{ later: { kind: 'preorder', promisedOn: inDays(10) } }])
  // Who does not say that she waits is not made to.
  expect(refused(await submit(cart, undefined)).code).toBe('checkout.sold_out')
  const bought = must(await submit(cart, shownDays(cart)), 201).body
  expect(bought).toMatchObject({
    state: 'confirmed',
    lines: [{ sku: 'COAT-M', awaited: { promisedOn: inDays(10) } }],
    fulfilments: [{ state: 'awaiting_stock' }],
  })
  expect(bought.fulfilments[0]?.promisedAt?.slice(0, 10)).toBe(inDays(11))
  // What checkout answers from memory is what everybody reads later.
  expect(await track(bought)).toEqual(bought)

  const part = bought.fulfilments[0]?.id ?? ''
  const queue = must(
    await world.call(world.packer, 'GET', `/fulfilments?locationId=${world.warehouse}`),
    200,
  ).body
  expect(queue.items.map(({ id }) => id)).not.toContain(part)
  expect(refused(await world.call(world.packer, 'POST', `/fulfilments/${part}/start-picking`))).toMatchObject(
    {
      code: 'fulfilment.wrong_state',
      facts: { state: 'awaiting_stock' },
    },
  )

  await announce('COAT-M', 0, 10, advice)
  await arrived('COAT-M', 1)
  await react()
  expect(await track(bought)).toMatchObject({
    lines: [{ awaited: null }],
    fulfilments: [{ state: 'waiting' }],
  })
  expect(
    must(await world.call(world.packer, 'POST', `/fulfilments/${part}/start-picking`), 200).body.state,
  ).toBe('picking')
  must(await world.call(world.packer, 'POST', `/fulfilments/${part}/pick`, { code: 'COAT-M' }), 200)
  must(
    await world.call(world.packer, 'POST', `/fulfilments/${part}/ship`, {
      carrier: 'InPost',
      trackingNumber: '1',
    }),
    200,
  )
  expect(await world.level('COAT-M', world.warehouse)).toEqual({ onHand: 0, reserved: 0 })
  expect(await world.factsOf(bought.id)).toContain('fulfilment.goods_arrived')
  // It has been here: whoever orders it now does not preorder it.
  await announce('COAT-M', 1, 5, advice)
  const next = await basket({ sku: 'COAT-M' })
  expect(next.lines).toMatchObject([{ later: { kind: 'backorder' } }])
  await announce('COAT-M', 0, 5, advice)
})

test('what is here waits in the same parcel for what is on its way', async () => {
  const advice = await announce('TEE-S', 1, 4)
  await arrived('TEE-M', 1)
  const bought = await order({ sku: 'TEE-S' }, { sku: 'TEE-M' })
  expect(bought).toMatchObject({
    lines: [{ awaited: { promisedOn: inDays(4) } }, { awaited: null }],
    fulfilments: [{ state: 'awaiting_stock' }],
  })
  await announce('TEE-S', 0, 4, advice)
  await arrived('TEE-S', 1)
  await react()
  expect((await track(bought)).fulfilments).toMatchObject([{ state: 'waiting' }])
  expect(await world.level('TEE-S', world.warehouse)).toEqual({ onHand: 1, reserved: 1 })
  expect(await world.level('TEE-M', world.warehouse)).toEqual({ onHand: 1, reserved: 1 })
})

test('one piece is on its way and twenty want it: one is promised it, and the same submit again is the same order', async () => {
  const advice = await announce('TEE-L', 1, 6)
  const carts = await Promise.all(Array.from({ length: 20 }, () => basket({ sku: 'TEE-L' })))
  const keys = carts.map(() => newId() as string)
  const send = () =>
    Promise.all(carts.map((cart, index) => submit(cart, shownDays(cart), { key: keys[index] ?? '' })))
  const answers = await send()
  const winners = answers.filter(({ status }) => status === 201)
  expect(winners).toHaveLength(1)
  expect(answers.filter(({ status }) => status !== 201).map((answer) => refused(answer).code)).toEqual(
    Array(19).fill('checkout.sold_out'),
  )
  const again = await send()
  expect(again.map(({ status }) => status)).toEqual(answers.map(({ status }) => status))
  expect(again.find(({ status }) => status === 201)?.body).toEqual(winners[0]?.body)
  expect(await waitingFor('TEE-L')).toBe(1)
  for (const winner of winners) must(await giveUp(must(winner, 201).body, 1), 200)
  expect(await waitingFor('TEE-L')).toBe(0)
  await announce('TEE-L', 0, 6, advice)
})

test('a later day moves the promise and is told once, in her language, with a way out', async () => {
  const advice = await announce('TEE-L', 1, 3)
  const bought = await order({ sku: 'TEE-L' })
  await react()
  await announce('TEE-L', 1, 9, advice)
  await react()
  const moved = await track(bought)
  expect(moved).toMatchObject({
    lines: [{ awaited: { promisedOn: inDays(9) } }],
    fulfilments: [{ state: 'awaiting_stock' }],
  })
  expect(moved.fulfilments[0]?.promisedAt?.slice(0, 10)).toBe(inDays(10))
  // Told again, it is no news.
  await world.write((ctx) => followPromises(ctx, [bought.id as never]))
  await react()
  expect(await toldAbout(bought.id)).toEqual(['order_confirmed', 'promise_moved'])
  // Nothing comes any more: nobody knows the day.
  await announce('TEE-L', 0, 9, advice)
  await react()
  expect(await track(bought)).toMatchObject({
    lines: [{ awaited: { promisedOn: null } }],
    fulfilments: [{ promisedAt: null }],
  })
  expect((await toldAbout(bought.id)).filter((kind) => kind === 'promise_moved')).toHaveLength(2)
  const gone = must(await giveUp(bought, 1), 200).body
  expect(gone).toMatchObject({
    state: 'cancelled',
    lines: [{ awaited: null }],
    fulfilments: [{ state: 'cancelled' }],
    payments: [{ refunded: bought.totals.gross }],
  })
  expect(must(await giveUp(bought, 1), 200).body).toEqual(gone)
  expect(await waitingFor('TEE-L')).toBe(0)
})

test.each(['before its cards are made', 'after'])(
  'whoever waits no longer for the only goods of her order keeps the gift card of it, and pays no delivery (%s)',
  async (when) => {
    const advice = await announce('TEE-L', 1, 3)
    const cart = await basket({ sku: 'TEE-L' })
    const at = { cartId: cart.id, token: cart.token ?? '', from: '198.51.100.200' }
    const shown = must(await buyer.addCard(at, { minor: 10_000 }), 200).body
    const bought = must(await submit({ ...cart, ...shown }, shownDays(shown)), 201).body
    const goods = bought.totals.gross.minor - 10_000
    expect(goods).toBeGreaterThan(4999)
    if (when === 'after') await buyer.issue()
    const left = must(await giveUp(bought, 1), 200).body
    expect(left).toMatchObject({
      state: when === 'after' ? 'delivered' : 'confirmed',
      totals: { gross: pln(10_000), shipping: pln(0) },
      fulfilments: [{ state: 'cancelled' }],
      payments: [{ refunded: pln(goods) }],
    })
    await buyer.issue()
    expect(await track(bought)).toMatchObject({ state: 'delivered', giftCards: [{ state: 'done' }] })
    await announce('TEE-L', 0, 3, advice)
  },
)

test('nobody is made to wait longer than her basket said', async () => {
  const advice = await announce('TEE-L', 2, 3)
  const cart = await basket({ sku: 'TEE-L', quantity: 2 })
  await announce('TEE-L', 2, 8, advice)
  const answer = refused(await submit(cart, shownDays(cart)))
  expect(answer).toMatchObject({
    code: 'checkout.promise_moved',
    facts: { lines: [{ lineId: cart.lines[0]?.lineId, sku: 'TEE-L', promisedOn: inDays(8) }] },
  })
  expect(await waitingFor('TEE-L')).toBe(0)
  const seen = must(await call('GET', `/v1/carts/${cart.id}`, undefined, cart.headers), 200).body
  const bought = must(await submit(cart, shownDays(seen)), 201).body
  must(await giveUp(bought, 1), 200)
  await announce('TEE-L', 0, 8, advice)
})

test('she waits no longer for one line: its price goes back, the rest is picked, and the promise is free', async () => {
  const advice = await announce('TEE-L', 1, 3)
  await arrived('TEE-M', 1)
  const bought = await order({ sku: 'TEE-M' }, { sku: 'TEE-L' })
  expect(refused(await giveUp({ id: bought.id }, 2)).code).toBe('orders.not_found')
  expect(refused(await giveUp(bought, 1)).code).toBe('orders.not_awaited')
  expect(refused(await giveUp(bought, 3)).code).toBe('orders.no_such_line')
  const left = must(await giveUp(bought, 2), 200).body
  expect(left).toMatchObject({
    state: 'confirmed',
    lines: [{ quantity: 1 }, { quantity: 0, cancelled: 1, awaited: null }],
    fulfilments: [{ state: 'waiting' }],
    payments: [{ refunded: { minor: 4999 } }],
  })
  expect(must(await giveUp(bought, 2), 200).body).toEqual(left)
  await react()
  expect(await toldAbout(bought.id)).toEqual(['order_confirmed', 'line_given_up'])
  // The next in line is promised it.
  const next = await order({ sku: 'TEE-L' })
  expect(next.lines).toMatchObject([{ awaited: { promisedOn: inDays(3) } }])
  must(await giveUp(next, 1), 200)
  await announce('TEE-L', 0, 3, advice)
})

test('a promise that nobody paid for is free again', async () => {
  const advice = await announce('TEE-L', 1, 3)
  const cart = await basket({ sku: 'TEE-L' })
  const unpaid = must(await submit(cart, shownDays(cart), { token: 'tok_declined_insufficient' }), 201).body
  expect(unpaid).toMatchObject({ state: 'placed', lines: [{ awaited: { promisedOn: inDays(3) } }] })
  expect((await basket({ sku: 'TEE-L' })).lines).toMatchObject([{ later: null }])
  world.turnClock(PENDING_PAYMENT_WINDOW_MS + 60_000)
  await cancelUnpaid(world.platform)
  expect(await waitingFor('TEE-L')).toBe(0)
  expect((await basket({ sku: 'TEE-L' })).lines).toMatchObject([{ later: { promisedOn: inDays(3) } }])
  await announce('TEE-L', 0, 3, advice)
})

test('whatever comes, moves and is bought at the same moment, each order knows in the end what it waits for', async () => {
  const advice = await announce('TEE-L', 12, 3)
  const buyers = Array.from({ length: 12 }, async () => {
    const cart = await basket({ sku: 'TEE-L' })
    return submit(cart, [{ lineId: cart.lines[0]?.lineId ?? '', promisedOn: inDays(30) }])
  })
  const supplier = async () => {
    for (const [left, days] of [
      [12, 5],
      [12, 4],
      [12, 7],
    ] as const)
      await announce('TEE-L', left, days, advice)
    await world.write(async (ctx) => {
      await receive(ctx, [
        {
          document: { kind: 'receipt', id: newId() },
          locationId: world.warehouse,
          lines: [{ sku: 'TEE-L' as Sku, quantity: 5 }],
        },
      ])
      await expectInbound(ctx, {
        document: { kind: 'advice', id: advice },
        locationId: world.warehouse,
        lines: [{ sku: 'TEE-L' as Sku, quantity: 7, expectedOn: inDays(6) }],
      })
    })
  }
  const [answers] = await Promise.all([Promise.all(buyers), supplier()])
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201))
  await react()
  const differ = await world.query(
    `select o.order_id, o.promised_on, i.promised_on as "truth"
       from (select order_id, promised_on from orders.awaited_line) o
       full join (select h.order_id, w.promised_on from inventory.inbound_line w join inventory.hold h using (hold_id)
                   where w.waiting > 0 and h.state in ('allocated', 'picked')) i on i.order_id = o.order_id
      where o.order_id is null or i.order_id is null or o.promised_on is distinct from i.promised_on`,
  )
  expect(differ).toEqual([])
  const parts = await world.query<{ state: string; awaited: boolean }>(
    `select f.state, exists (select from orders.awaited_line a where a.order_id = f.order_id) as awaited
       from fulfilment.fulfilment f where f.state in ('awaiting_stock', 'waiting')`,
  )
  expect(parts.filter(({ state, awaited }) => (state === 'awaiting_stock') !== awaited)).toEqual([])
  expect(await proveStock(world.platform.read(systemActor('test')))).toMatchObject({ proven: true })
})
