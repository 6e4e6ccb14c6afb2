import * as fc from 'fast-check'
import { newId, type OrderId, type PaymentId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { recordCash } from './cash.ts'
import { paymentsOf } from './find.ts'
import { saveRefunds } from './refund.ts'
import type { RefundAnswer } from './types.ts'

const actor = systemActor('test')
let database: TestDatabase
let platform: OpenPlatform
beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

/** An order of a till: the money is there. */
async function paidOrder(amountMinor: number): Promise<OrderId> {
  const orderId = newId<'order'>()
  const paymentId: PaymentId = newId<'payment'>()
  await platform.write(actor, (ctx) =>
    recordCash(ctx, [{ paymentId, orderId, amountMinor, currency: 'PLN', actor }]),
  )
  return orderId
}

const giveBack = (asked: readonly (readonly [OrderId, number])[]): Promise<RefundAnswer[]> =>
  platform.write(actor, (ctx) =>
    saveRefunds(
      ctx,
      asked.map(([orderId, amountMinor]) => ({
        refundId: newId<'refund'>(),
        orderId,
        amountMinor,
        reason: 'return',
        actor,
      })),
    ),
  )

const told = (answers: readonly RefundAnswer[]) =>
  answers.map((answer) => (answer.state === 'saved' ? answer.refund.amountMinor : -answer.refundableMinor))

const booksOf = async (orderId: OrderId) => {
  const [payment] = await paymentsOf(platform.read(actor), [orderId])
  const [given] = await platform
    .read(actor)
    .query<{ minor: number }>(
      'select coalesce(sum(amount_minor), 0)::int as minor from payments.refund where order_id = $1',
      [orderId],
    )
  return { state: payment?.state, refunded: payment?.refundedMinor, given: given?.minor }
}

test('several refunds of one order take turns: what does not fit leaves the money to the next', async () => {
  const order = await paidOrder(100)
  const other = await paidOrder(50)
  const answers = await giveBack([
    [order, 60],
    [other, 20],
    [order, 50],
    [order, 40],
    [other, 20],
    [order, 1],
  ])
  expect(told(answers)).toEqual([60, 20, -40, 40, 20, -0])
  expect(await booksOf(order)).toEqual({ state: 'refunded', refunded: 100, given: 100 })
  expect(await booksOf(other)).toEqual({ state: 'refunded_partly', refunded: 40, given: 40 })
})

test('nothing is given back for an order that nobody paid', async () => {
  const stranger = newId<'order'>()
  const unpaid: RefundAnswer = { state: 'over', refundableMinor: 0 }
  expect(
    await giveBack([
      [stranger, 1],
      [stranger, 2],
    ]),
  ).toEqual([unpaid, unpaid])
})

test('whatever is asked, together or one after the other, the same fits, and never more than was paid', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 5 }), { maxLength: 4 }),
      async (paid, calls) => {
        const [together, alone] = [await paidOrder(paid), await paidOrder(paid)]
        for (const amounts of calls) {
          const each: RefundAnswer[] = []
          for (const amount of amounts) each.push(...(await giveBack([[alone, amount]])))
          expect(told(await giveBack(amounts.map((amount) => [together, amount])))).toEqual(told(each))
        }
        const books = await booksOf(together)
        expect(books).toEqual(await booksOf(alone))
        expect(books.given).toBe(books.refunded)
        expect(books.refunded).toBeLessThanOrEqual(paid)
      },
    ),
    { numRuns: 40 },
  )
})

test('lists of refunds of one order that race give back what was paid, and no more', async () => {
  const order = await paidOrder(1000)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      giveBack([
        [order, 70],
        [order, 90],
      ]),
    ),
  )
  const given = answers.flatMap(told).filter((minor) => minor > 0)
  const sum = given.reduce((total, minor) => total + minor, 0)
  expect(await booksOf(order)).toMatchObject({ refunded: sum, given: sum })
  expect(1000 - sum).toBeGreaterThanOrEqual(0)
  expect(1000 - sum).toBeLessThan(70)
})
