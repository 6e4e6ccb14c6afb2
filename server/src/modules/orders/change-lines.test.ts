import * as fc from 'fast-check'
import { newId, type OrderId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { cancelPieces, insertOrders, lockOrders, ordersById, substitutePieces } from './index.ts'

const actor = systemActor('test')
const name = { pl: 'Koszula', en: 'Shirt' }
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

async function ordered(quantity: number, grossMinor: number): Promise<OrderId> {
  const orderId = newId<'order'>()
  await platform.write(actor, (ctx) =>
    insertOrders(ctx, [
      {
        orderId,
        channel: { id: newId<'channel'>(), code: 'web' },
        locationId: null,
        staffId: null,
        customerId: null,
        cartId: null,
        state: 'confirmed',
        currency: 'PLN',
        grossMinor: grossMinor + 999,
        shippingMinor: 999,
        shippingTaxLetter: 'A',
        shippingTaxPpm: 230_000,
        shippingTaxCountry: 'PL',
        locale: 'pl',
        actor,
        lines: [
          {
            lineNo: 1,
            sku: 'OLD' as Sku,
            name,
            options: {},
            quantity,
            unitGrossMinor: Math.round(grossMinor / quantity),
            grossMinor,
            taxLetter: 'A',
            taxPpm: 230_000,
            taxCountry: 'PL',
          },
        ],
      },
    ]),
  )
  return orderId
}

const changing = <T>(orderId: OrderId, work: (ctx: Parameters<typeof cancelPieces>[0]) => Promise<T>) =>
  platform.write(actor, async (ctx) => {
    await lockOrders(ctx, [orderId])
    return work(ctx)
  })

const read = async (orderId: OrderId) => (await ordersById(platform.read(actor), [orderId]))[0]

test('a piece that cannot be had leaves its line and the total, and what was bought stays readable', async () => {
  const orderId = await ordered(3, 100)
  // 34 + 33 + 33: the last piece costs 33.
  const cost = await changing(orderId, (ctx) =>
    cancelPieces(ctx, { orderId, lineNo: 1, quantity: 1 }, 'oversold'),
  )
  expect(cost).toBe(33)
  expect(await read(orderId)).toMatchObject({
    grossMinor: 67 + 999,
    lines: [{ quantity: 2, cancelledQuantity: 1, grossMinor: 67 }],
  })
})

test('another article takes the whole line, or a line of its own beside what stays', async () => {
  const by = { sku: 'NEW' as Sku, name: { pl: 'Inna', en: 'Another' }, options: {} }
  const whole = await ordered(2, 100)
  expect(
    await changing(whole, (ctx) => substitutePieces(ctx, { orderId: whole, lineNo: 1, quantity: 2 }, by)),
  ).toEqual({ lineNo: 1 })
  expect((await read(whole))?.lines).toMatchObject([{ sku: 'NEW', quantity: 2, insteadOf: { sku: 'OLD' } }])
  const part = await ordered(3, 100)
  expect(
    await changing(part, (ctx) => substitutePieces(ctx, { orderId: part, lineNo: 1, quantity: 1 }, by)),
  ).toEqual({ lineNo: 2 })
  expect((await read(part))?.lines).toMatchObject([
    { lineNo: 1, sku: 'OLD', quantity: 2, grossMinor: 67, insteadOf: null },
    { lineNo: 2, sku: 'NEW', quantity: 1, grossMinor: 33, insteadOf: { sku: 'OLD', name } },
  ])
})

test('whatever is taken out or replaced, the total is what the lines cost, and nothing is lost between', async () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 }))
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(step, { maxLength: 5 }),
      async (quantity, grossMinor, steps) => {
        const orderId = await ordered(quantity, grossMinor)
        let back = 0
        for (const [cancels, wanted] of steps) {
          const line = (await read(orderId))?.lines.find((one) => one.quantity > 0)
          if (!line) break
          const pieces = { orderId, lineNo: line.lineNo, quantity: Math.min(wanted, line.quantity) }
          const by = { sku: `S-${wanted}` as Sku, name, options: {} }
          if (cancels) back += await changing(orderId, (ctx) => cancelPieces(ctx, pieces, 'oversold'))
          else await changing(orderId, (ctx) => substitutePieces(ctx, pieces, by))
        }
        const order = await read(orderId)
        const lines = order?.lines ?? []
        expect(lines.reduce((sum, line) => sum + line.grossMinor, 999)).toBe(order?.grossMinor)
        expect((order?.grossMinor ?? 0) + back).toBe(grossMinor + 999)
        expect(lines.reduce((sum, line) => sum + line.quantity + line.cancelledQuantity, 0)).toBe(quantity)
      },
    ),
    { numRuns: 30 },
  )
})
