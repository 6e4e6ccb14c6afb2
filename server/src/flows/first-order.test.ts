import { newId, type CustomerId, type LocationId, type OrderId, type Ppm, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCart } from '#modules/carts'
import { insertOrders, moveOrders, type NewOrder } from '#modules/orders'
import { systemActor, type Actor } from '#platform/context'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { checkout } from './checkout.ts'

const TEE = 4_999
/** A tenth less. */
const FIRST = 4_499
let world: StoreWorld
let promotionId: string
beforeAll(async () => {
  world = await openStoreWorld()
  await world.stock('TEE-S', world.store, 50)
  await world.stock('TEE-S', world.warehouse, 50)
  ;({ promotionId } = await world.promote({ conditions: [{ kind: 'first_order' }] }))
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
let people = 0
const signUp = async (): Promise<CustomerId> => {
  people += 1
  const body = { name: 'Nowa', email: `nowa.${people}@example.com`, password: 'dwanascie-znakow' }
  // The API answers ids of customers there.
  const id = must(await world.call(world.visitor, 'POST', '/customers', body), 201).body
    .customerId as CustomerId
  await world.recognised(id)
  return id
}
const sell = (customerId: CustomerId, total: number, more: object = {}) =>
  world.call(
    world.clerk,
    'POST',
    '/till-sales',
    {
      customerId,
      lines: [{ sku: 'TEE-S', quantity: 1 }],
      tender: { kind: 'cash' },
      expectedTotal: pln(total),
      ...more,
    },
    newId(),
  )
/** Her basket of the web shop; `total` is what it costs now. */
async function basketOf(customerId: CustomerId) {
  const actor: Actor = { ...world.visitor, kind: 'customer', id: customerId, customerId }
  const { cart } = await createCart(world.command(actor), [world.ship('TEE-S', 1)], undefined)
  const server = await world.serve(actor)
  const shown = await server.inject({ method: 'GET', url: `/v1/carts/${cart.cartId}` })
  await server.close()
  const total = shown.json<{ totals: { gross: { minor: number } } }>().totals.gross.minor
  const buy = (minor = total) =>
    checkout(world.command(actor), cart.cartId, { token: null, customerId }, world.wish(minor), world.key())
  return { total, buy }
}
/** Until somebody waits for what somebody else has locked. */
const waited = () =>
  expect
    .poll(
      () =>
        world.query(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      PATIENCE,
    )
    .not.toEqual([])

/** Runs `meanwhile` while nobody gets past the tees of a place: whoever sends one has counted its price already, and waits. */
async function keepingTeesOf<T>(place: LocationId, meanwhile: () => Promise<T>): Promise<T> {
  const client = await world.platform.pool.connect()
  try {
    await client.query('begin')
    await client.query(`select from inventory.stock where sku = 'TEE-S' and location_id = $1 for update`, [
      place,
    ])
    return await meanwhile()
  } finally {
    await client.query('commit').finally(() => client.release())
  }
}

/** Begins `here` while another process is in the midst of writing down her first order, which commits once somebody waits for it. */
async function whileBoughtElsewhere<T>(customerId: CustomerId, here: () => Promise<T>): Promise<T> {
  const other = world.open()
  const order: NewOrder = {
    orderId: newId<'order'>(),
    channel: world.visitor.channel,
    locationId: null,
    staffId: null,
    customerId,
    cartId: null,
    state: 'placed',
    currency: 'PLN',
    grossMinor: TEE,
    shippingMinor: 0,
    shippingTaxLetter: 'A',
    shippingTaxPpm: 230_000 as Ppm,
    shippingTaxCountry: 'PL',
    locale: 'pl',
    lines: [
      {
        lineNo: 1,
        sku: 'TEE-S' as Sku,
        name: { pl: 'Koszulka', en: 'Tee' },
        options: {},
        quantity: 1,
        unitGrossMinor: TEE,
        grossMinor: TEE,
        taxLetter: 'A',
        taxPpm: 230_000 as Ppm,
        taxCountry: 'PL',
      },
    ],
    pricing: null,
    actor: systemActor('test'),
  }
  try {
    return await other
      .write(systemActor('test'), async (ctx) => {
        await insertOrders(ctx, [order])
        await ctx.query(`insert into orders.first_order (customer_id, order_id) values ($1, $2)`, [
          customerId,
          order.orderId,
        ])
        const answer = here()
        await waited()
        return { answer }
      })
      .then(({ answer }) => answer)
  } finally {
    await other.close()
  }
}
const piecesAt = async (place: LocationId): Promise<number> => {
  const [row] = await world.query<{ pieces: number }>(
    `select on_hand as pieces from inventory.stock where sku = 'TEE-S' and location_id = $1`,
    [place],
  )
  return row?.pieces ?? 0
}

test('while a till sells her first order she buys elsewhere: the till is told the new total before anything is sold', async () => {
  const anna = await signUp()
  const before = await piecesAt(world.store)
  const till = await whileBoughtElsewhere(anna, () => sell(anna, FIRST))
  expect(till).toMatchObject({
    status: 409,
    body: { code: 'tills.total_changed', facts: { total: pln(TEE) } },
  })
  expect(await piecesAt(world.store)).toBe(before)
  expect((await sell(anna, TEE)).status).toBe(201)
})

test('while she pays on the web a till sells her first order: the checkout tells the new total, and takes the dearer one', async () => {
  const ewa = await signUp()
  const { buy, total } = await basketOf(ewa)
  const { web, till } = await keepingTeesOf(world.warehouse, async () => {
    const paying = buy().catch((error: unknown) => error)
    await waited()
    return { web: paying, till: await sell(ewa, FIRST) }
  })
  expect(till.status).toBe(201)
  const dearer = total + TEE - FIRST
  expect(await web).toMatchObject({ code: 'checkout.total_changed', facts: { total: pln(dearer) } })
  expect((await buy(dearer)).totals.discount.minor).toBe(0)
})

test('of many tills that sell to one new customer at once, one gives what is for the first order', async () => {
  const ola = await signUp()
  const answers = await Promise.all(Array.from({ length: 6 }, () => sell(ola, FIRST)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  for (const { status, body } of answers)
    if (status === 409) expect(body).toMatchObject({ code: 'tills.total_changed' })
})

test('a sale without a network stays a fact, and is flagged when another order was her first', async () => {
  const iza = await signUp()
  const [{ version } = { version: 0 }] = await world.query<{ version: number }>(
    'select max(version)::int as version from promotions.rule_set',
  )
  const discounts = [{ promotionId, label: { pl: 'Lato', en: 'Lato' }, minor: TEE - FIRST, pieces: 1 }]
  const paid = { unitMinor: TEE, grossMinor: FIRST, taxLetter: 'A', name: 'tee', discounts }
  const fact = await whileBoughtElsewhere(iza, () =>
    sell(iza, FIRST, {
      lines: [{ sku: 'TEE-S', quantity: 1, paid }],
      offline: { at: world.platform.clock().toISOString(), rulesVersion: version },
    }),
  )
  const sold = must(fact, 201)
  expect(sold.body.totals.gross.minor).toBe(FIRST)
  expect(
    await world.query(
      `select due_minor::int as due, sold_minor::int as sold from incidents.flagged_sale where order_id = $1`,
      [sold.body.id],
    ),
  ).toEqual([{ due: TEE, sold: FIRST }])
})

test('once her first order is cancelled, the next one is her first', async () => {
  const jana = await signUp()
  const { buy } = await basketOf(jana)
  const { id } = await buy()
  expect((await sell(jana, FIRST)).body.code).toBe('tills.total_changed')
  // The API answers ids of orders there.
  const orderId = id as OrderId
  await world.write((ctx) => moveOrders(ctx, [{ orderId, to: 'cancelled', actor: systemActor('test') }]))
  expect((await sell(jana, FIRST)).status).toBe(201)
  expect((await sell(jana, FIRST)).body.code).toBe('tills.total_changed')
})
