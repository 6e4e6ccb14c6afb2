import { newId, type OrderId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type WriteContext } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import {
  insertOrders,
  isOrderNumber,
  mayMove,
  moveOrders,
  addReturned,
  ordersById,
  orderStateNames,
  type NewOrder,
  type OrderState,
} from './index.ts'

let database: TestDatabase
let platform: OpenPlatform
const actor = systemActor('test')
beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

const write = <T>(work: (ctx: WriteContext) => Promise<T>) => platform.write(actor, work)

const newOrder = (state: OrderState = 'placed', quantity = 2): NewOrder => ({
  orderId: newId<'order'>(),
  channel: actor.channel,
  locationId: null,
  staffId: null,
  customerId: null,
  cartId: null,
  state,
  currency: 'PLN',
  grossMinor: 1000 * quantity,
  shippingMinor: 0,
  shippingTaxLetter: 'A',
  shippingTaxPpm: 230_000,
  shippingTaxCountry: 'PL',
  locale: 'pl',
  lines: [
    {
      lineNo: 1,
      sku: 'TEE' as Sku,
      name: { pl: 'Koszulka', en: 'Tee' },
      options: {},
      quantity,
      unitGrossMinor: 1000,
      grossMinor: 1000 * quantity,
      taxLetter: 'A',
      taxPpm: 230_000,
      taxCountry: 'PL',
    },
  ],
  actor,
})

test('numbers made in SQL carry the check digit that people are helped by', async () => {
  const rows = await platform
    .read(actor)
    .query<{ number: string }>(
      `select orders.with_check_digit(body) as number from generate_series(10000000, 10002000) body`,
    )
  for (const { number } of rows) expect(isOrderNumber(number)).toBe(true)
  const { number } = rows[7] as { number: string }
  for (let at = 0; at < 9; at += 1) {
    const mistyped = number.slice(0, at) + ((Number(number[at]) + 3) % 10) + number.slice(at + 1)
    expect(isOrderNumber(mistyped)).toBe(false)
  }
})

test('every pair of states: an order moves exactly where the table lets it', async () => {
  for (const from of orderStateNames) {
    const orders = orderStateNames.map(() => newOrder(from))
    await write((ctx) => insertOrders(ctx, orders))
    const moved = await write((ctx) =>
      moveOrders(
        ctx,
        orders.map(({ orderId }, index) => ({ orderId, to: orderStateNames[index] as OrderState, actor })),
      ),
    )
    expect(moved.map((one) => one.moved)).toEqual(orderStateNames.map((to) => mayMove(from, to)))
    const after = await ordersById(
      platform.read(actor),
      orders.map((order) => order.orderId),
    )
    expect(after.map((order) => order.state)).toEqual(
      orderStateNames.map((to) => (mayMove(from, to) ? to : from)),
    )
  }
})

test('of twenty that cancel one order at once, one does', async () => {
  const order = newOrder()
  await write((ctx) => insertOrders(ctx, [order]))
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      write((ctx) => moveOrders(ctx, [{ orderId: order.orderId, to: 'cancelled', actor }])),
    ),
  )
  expect(answers.filter(([move]) => move?.moved)).toHaveLength(1)
  const [{ facts } = { facts: 0 }] = await platform
    .read(actor)
    .query<{ facts: number }>(
      `select count(*)::int as facts from platform.event where subject = $1 and type = 'orders.cancelled'`,
      [order.orderId],
    )
  expect(facts).toBe(1)
})

test('no more pieces come back than were bought, however many ask at once', async () => {
  const order = newOrder('collected', 3)
  await write((ctx) => insertOrders(ctx, [order]))
  const back = (orderId: OrderId, lineNo: number) =>
    write((ctx) => addReturned(ctx, [{ orderId, lines: [{ lineNo, quantity: 1 }] }]))
  const answers = await Promise.all(Array.from({ length: 10 }, () => back(order.orderId, 1)))
  expect(answers.filter(([answer]) => answer?.state === 'added')).toHaveLength(3)
  expect(await back(order.orderId, 1)).toMatchObject([
    { state: 'over', lines: [{ lineNo: 1, returnable: 0 }] },
  ])
  expect(await back(order.orderId, 2)).toMatchObject([{ state: 'over' }])
})
