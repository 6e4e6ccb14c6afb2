import { Pool } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prove } from '../../../bench/replay/prove.ts'
import { replay, type Replayed } from '../../../bench/replay/run.ts'
import { must } from '../answers.ts'
import { createWorld, type World } from '../world.ts'

/** The first sales of the slice: both channels, and some come back, most of them to another place. */
const INVOICES = 60

let world: World
let http: Pool
let replayed: Replayed
beforeAll(async () => {
  world = await createWorld({ demo: 'full' })
  http = new Pool(world.url, { connections: 32 })
  const charges = async () => (await world.book()).data
  replayed = await replay({ http, charges }, world.retailer, { invoices: INVOICES }, () => {})
})
afterAll(async () => {
  await http?.destroy()
  await world?.close()
})

/** The first mismatch, as the program names it. */
const proofNow = async () => prove(replayed.due, await replayed.readBooks(), replayed.sent.orders).mismatches

test('real baskets and their returns leave every piece and every grosz accounted for', () => {
  const { verdict, due } = replayed
  expect(verdict.mismatches).toEqual([])
  expect(verdict.orders).toBe(INVOICES)
  expect(verdict.pairs).toBeGreaterThanOrEqual(world.retailer.openingStock.length)
  // The proof would be an empty one without each of these.
  expect(new Set([...due.orders.values()].map((order) => order.kind))).toEqual(new Set(['till', 'web']))
  expect(verdict.returns).toBeGreaterThan(5)
  expect(verdict.figures.filter((figure) => figure.due === 0)).toEqual([])
})

test('a piece or a grosz that is expected too much makes the proof fail, and is named', async () => {
  const books = await replayed.readBooks()
  const { due, sent } = replayed
  const soldPair = [...due.stock].find(([, pair]) => pair.sold > 0)
  const refunded = [...due.orders].find(([, order]) => order.refundMinor > 0)
  if (!soldPair || !refunded) throw new Error('the slice has a sale and a refund')

  const [key, pair] = soldPair
  const oneMore = new Map([...due.stock, [key, { ...pair, opening: pair.opening + 1 }]])
  expect(prove({ ...due, stock: oneMore }, books, sent.orders).mismatches[0]).toContain(key)

  const [invoice, order] = refunded
  const oneGrosz = new Map([...due.orders, [invoice, { ...order, refundMinor: order.refundMinor + 1 }]])
  expect(prove({ ...due, orders: oneGrosz }, books, sent.orders).mismatches[0]).toContain(
    `invoice ${invoice}`,
  )
})

test('a piece that vanishes and a sale that nobody asked for are found in the books', async () => {
  const as = await world.asManager()
  const [vanished] = world.retailer.openingStock
  if (!vanished) throw new Error('the retailer opens with pieces')
  const { sku, locationCode } = vanished
  const adjust = async (quantity: number) =>
    must(
      await world.call('POST', '/v1/stock/adjustments', {
        as,
        body: { locationId: world.place(locationCode), reason: 'count', lines: [{ sku, quantity }] },
      }),
      201,
    )
  await adjust(-1)
  expect((await proofNow())[0]).toContain(`${sku} ${locationCode}`)
  await adjust(1)
  expect(await proofNow()).toEqual([])

  const order = await world.buy({ sku, quantity: 1, fulfilment: { kind: 'ship' } })
  const mismatches = await proofNow()
  expect(mismatches).toContain(`order ${order.number}: no invoice asked for it`)
  expect(mismatches).toContain(`the provider charged for ${order.number}, which no web order is`)
})
