import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveUnknownPayments } from '#flows/settle-payment'
import { sendJob } from '#modules/messages'
import { bindPaymentProvider, openSandboxProvider } from '#modules/payments'
import { systemActor } from '#platform/context'
import { addJob } from '#platform/jobs'
import { must } from '../answers.ts'
import { expectStockProven } from '../prove-stock.ts'
import type { Basket, Checkout } from '../world-shopper.ts'
import { createWorld, type World } from '../world.ts'

const BUYERS = 200
/** So many have their answer when the blow falls: the others are somewhere in the middle. */
const ANSWERED_BEFORE = 40
const STORES = ['WAW1', 'KRK1', 'GDA1'] as const
/** A shopper's app gives up after this; nothing may take that long to come back. */
const PATIENCE_MS = 120_000
const RETRY_AFTER_MS = 100
/** Statuses after which a client asks again under the same key: our mistake, not ready, being carried out. */
const ASK_AGAIN = new Set([500, 502, 503])

let world: World
let skus: string[]

beforeAll(async () => {
  world = await createWorld({ processes: true })
  const provider = openSandboxProvider(world.payments)
  bindPaymentProvider(world.platform, provider)
  skus = world.retailer.products.slice(0, 8).flatMap(({ variants }) => variants[0]?.sku ?? [])
  for (const sku of skus) {
    await world.setStock(sku, 'MAG1', BUYERS)
    for (const store of STORES) await world.setStock(sku, store, BUYERS)
  }
})
afterAll(() => world?.close())

interface Buyer {
  readonly key: string
  readonly basket: Basket
  /** The first answer that told her that her order stands. */
  order?: Checkout
  /** How often she had to ask again. */
  retries: number
}

/** Half collect one piece, half have two articles sent: both kinds of hold are on the way when things die. */
async function buyersWithBaskets(): Promise<Buyer[]> {
  return Promise.all(
    Array.from({ length: BUYERS }, async (_, at) => {
      const sku = skus[at % skus.length] ?? ''
      const other = skus[(at + 1) % skus.length] ?? ''
      const locationId = world.place(STORES[at % STORES.length] ?? 'WAW1')
      const basket = await (at % 2 === 0
        ? world.basket({ sku, quantity: 1, fulfilment: { kind: 'pickup', locationId } })
        : world.basket(
            { sku, quantity: 1, fulfilment: { kind: 'ship' } },
            { sku: other, quantity: 2, fulfilment: { kind: 'ship' } },
          ))
      return { key: newId(), basket, retries: 0 }
    }),
  )
}

/** Submits until somebody answers, always under the same key, as the apps do. */
async function submit(buyer: Buyer, answered: () => void): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    // A broken connection says nothing about what happened behind it.
    const answer = await world.checkout(buyer.basket, { key: buyer.key }).catch(() => undefined)
    if (answer?.status === 201) {
      buyer.order = must(answer, 201).body
      return answered()
    }
    if (answer && !ASK_AGAIN.has(answer.status) && answer.body.code !== 'http.idempotency_in_flight') {
      throw new Error(`a checkout ended with ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    if (Date.now() > until) throw new Error(`no answer in ${PATIENCE_MS} ms`)
    buyer.retries += 1
    await sleep(RETRY_AFTER_MS)
  }
}

/** All buyers at once; `blow` falls when the first of them have their answers. */
async function buyThrough(blow: () => Promise<void>): Promise<Buyer[]> {
  const buyers = await buyersWithBaskets()
  const fallen = Promise.withResolvers<void>()
  let answers = 0
  let struck: Promise<void> | undefined
  await Promise.all(
    buyers.map(async (buyer, at) => {
      // However quickly the others are served: some ask just when it falls.
      if (at % 4 === 3) await fallen.promise
      return submit(buyer, () => {
        answers += 1
        if (answers !== ANSWERED_BEFORE) return
        struck = blow()
        // Awaited below, when everybody has given up or been served.
        struck.catch(() => {})
        fallen.resolve()
      })
    }),
  )
  expect(struck).toBeDefined()
  await struck
  // Otherwise the blow fell into silence, and this story tells nothing.
  expect(buyers.filter(({ retries }) => retries > 0).length).toBeGreaterThan(0)
  return buyers
}

/** Everything that was acknowledged stands once, with its hold and its money; nothing else does. */
async function expectWholeHouse(buyers: readonly Buyer[]): Promise<void> {
  // The job that the worker runs every minute, now and without patience: whoever is to be asked is asked.
  await resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: 0 })
  const { query } = world
  const rows = await query<{
    id: string
    cartId: string
    state: string
    gross: number
    payments: number
    captured: number
    open: number
    holds: number
    wanted: number
    kept: number
    fulfilments: number
    placed: number
    confirmed: number
  }>(
    `select o.id, o.cart_id as "cartId", o.state, o.gross_minor::int as gross,
            (select count(*)::int from payments.payment p where p.order_id = o.id and p.state <> 'declined') as payments,
            (select coalesce(sum(amount_minor), 0)::int from payments.payment p
              where p.order_id = o.id and p.state = 'captured') as captured,
            (select count(*)::int from payments.attempt a where a.order_id = o.id and a.state <> 'answered') as open,
            (select count(*)::int from inventory.hold h where h.order_id = o.id and h.state = 'allocated') as holds,
            (select sum(quantity)::int from orders.order_line l where l.order_id = o.id) as wanted,
            (select sum(l.outstanding)::int from inventory.hold h join inventory.hold_line l using (hold_id)
              where h.order_id = o.id) as kept,
            (select count(*)::int from fulfilment.fulfilment f where f.order_id = o.id) as fulfilments,
            (select count(*)::int from platform.event e where e.subject = o.id::text and e.type = 'orders.placed') as placed,
            (select count(*)::int from platform.event e where e.subject = o.id::text and e.type = 'orders.confirmed') as confirmed
       from orders.order o where o.cart_id = any($1)`,
    [buyers.map(({ basket }) => basket.id)],
  )
  const byCart = new Map(rows.map((row) => [row.cartId, row]))
  expect(rows).toHaveLength(buyers.length)
  for (const { basket, order } of buyers) {
    expect(byCart.get(basket.id)).toEqual({
      id: order?.id,
      cartId: basket.id,
      state: 'confirmed',
      gross: basket.total.minor,
      payments: 1,
      captured: basket.total.minor,
      open: 0,
      holds: 1,
      wanted: order?.lines.reduce((sum, line) => sum + line.quantity, 0),
      kept: order?.lines.reduce((sum, line) => sum + line.quantity, 0),
      fulfilments: 1,
      placed: 1,
      confirmed: 1,
    })
  }
  await expectNothingElse()
}

async function expectNothingElse(): Promise<void> {
  const { query } = world
  const [strays] = await query(
    `select (select count(*)::int from orders.order o where not exists
              (select from carts.cart c where c.id = o.cart_id and c.state = 'ordered')) as "ordersWithoutCart",
            (select count(*)::int from carts.cart c where c.state = 'ordered' and not exists
              (select from orders.order o where o.cart_id = c.id)) as "cartsWithoutOrder",
            (select count(*)::int from payments.payment p where not exists
              (select from orders.order o where o.id = p.order_id)) as "paymentsWithoutOrder",
            (select count(*)::int from inventory.hold h where h.order_id is not null and not exists
              (select from orders.order o where o.id = h.order_id)) as "holdsWithoutOrder",
            (select count(*)::int from payments.payment where state in ('unknown', 'initiated', 'pending')) as "undecided"`,
  )
  expect(strays).toEqual({
    ordersWithoutCart: 0,
    cartsWithoutOrder: 0,
    paymentsWithoutOrder: 0,
    holdsWithoutOrder: 0,
    undecided: 0,
  })
  const { data } = await world.book()
  const captured = await query<{ id: string; amount: number }>(
    `select a.id, p.amount_minor::int as amount from payments.attempt a join payments.payment p on p.id = a.payment_id
      where p.state = 'captured' and a.outcome = 'captured'`,
  )
  const charges = data.filter(({ status }) => status === 'succeeded')
  const sorted = (rows: readonly { id: string; amount: number }[]) =>
    rows.map(({ id, amount }) => `${id} ${amount}`).toSorted()
  expect(sorted(charges.map(({ idempotency_key: id, amount }) => ({ id, amount })))).toEqual(sorted(captured))
  const [money] = await query<{ ordered: number }>(
    `select sum(gross_minor)::int as ordered from orders.order where state <> 'cancelled'`,
  )
  expect(charges.reduce((sum, { amount }) => sum + amount, 0)).toBe(money?.ordered)
  await expectStockProven(world.call, await world.asManager())
}

test('kill -9 of the API in the middle of 200 purchases loses nothing and doubles nothing', async () => {
  const { processes } = world
  const buyers = await buyThrough(async () => {
    await processes.killApi()
    await processes.startApi()
  })
  await expectWholeHouse(buyers)
})

test('kill -9 of the database in the middle of 200 purchases loses nothing and doubles nothing', async () => {
  const { processes } = world
  const buyers = await buyThrough(async () => processes.killDatabase())
  await expectWholeHouse(buyers)
})

test('kill -9 of both at once', async () => {
  const { processes } = world
  const buyers = await buyThrough(async () => {
    processes.killDatabase()
    await processes.killApi()
    await processes.databaseBack()
    await processes.startApi()
  })
  await expectWholeHouse(buyers)
})

test('the worker lives through it all: every order is told of, and none is forgotten', async () => {
  const orders = await world.query<{ id: string; number: string }>('select id, number from orders.order')
  const kind = 'order_confirmed'
  const written = () =>
    world.query<{ id: string }>('select subject_id as id from messages.message where kind = $1', [kind])
  await within(PATIENCE_MS, 'written', async () => (await written()).length >= orders.length)
  expect((await written()).map(({ id }) => id).toSorted()).toEqual(orders.map(({ id }) => id).toSorted())

  // What was on its way to the mail server when the database died is lent out for two minutes; they pass at once here.
  await world.platform.write(systemActor('story'), async (ctx) => {
    const waiting = ['sending', 'pending']
    await ctx.query('update messages.message set next_at = $1 where state = any($2)', [ctx.now, waiting])
    await addJob(ctx, sendJob, {})
  })
  await within(PATIENCE_MS, 'told', async () => {
    const told = new Set(world.mail.messages().map(({ subject }) => subject))
    return orders.every(({ number }) => told.has(`Zamówienie ${number} przyjęte`))
  })
})

/** Looks until it is so; fails after `ms` with what the worker has left undone. */
async function within(ms: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + ms
  while (!(await isSo())) {
    if (Date.now() > until) {
      const left = await Promise.all([
        world.query(
          'select state, attempts, count(*)::int, max(next_at) from messages.message group by 1, 2',
        ),
        world.query('select task_identifier, locked_at, run_at, attempts, last_error from jobs.jobs'),
        world.query('select name, updated_at from platform.subscriber'),
      ])
      throw new Error(`not ${what} within ${ms} ms: ${JSON.stringify(left)}`)
    }
    await sleep(RETRY_AFTER_MS)
  }
}
