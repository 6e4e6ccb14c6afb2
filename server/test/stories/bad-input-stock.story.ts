import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../answers.ts'
import {
  HERE,
  ODD_STOCK_QUANTITIES,
  THERE,
  invalid,
  openBadInputWorld,
  type BadInputWorld,
} from '../bad-input-world.ts'

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

const RECEIPTS = '/v1/stock/receipts'
const ADJUSTMENTS = '/v1/stock/adjustments'

/** A delivery and a count of this line in the store: the two ways in which stock is written by hand. */
const writes = (line: unknown) => {
  const body = { locationId: bad.world.place(HERE), lines: [line] }
  return [
    [RECEIPTS, body],
    [ADJUSTMENTS, { ...body, reason: 'count' }],
  ] as const
}

test('an article that nobody knows in a delivery, a count, a look-up', async () => {
  const { refuses, manager: as } = bad
  const unknown = { status: 422, code: 'inventory.unknown_sku', pointer: '/lines/0/sku' }
  for (const [door, body] of writes({ sku: 'NO-SUCH-SKU', quantity: 1 })) {
    await refuses('POST', door, { as, body }, unknown)
  }
  const notFound = { status: 404, code: 'catalogue.variant_not_found' }
  await refuses('GET', '/v1/variants/NO-SUCH-SKU', {}, { ...notFound, pointer: '/sku' })
  await refuses('GET', '/v1/variants/by-gtin/0000000000000', {}, { ...notFound, pointer: '/gtin' })
})

test('a negative or absurd quantity', async () => {
  for (const quantity of ODD_STOCK_QUANTITIES) {
    for (const [door, body] of writes({ sku: bad.sku, quantity })) {
      await bad.refuses('POST', door, { as: bad.manager, body }, invalid('/lines/0/quantity'))
    }
  }
})

test('a delivery that is sent three times at once comes in once, and its key takes no other', async () => {
  const { world, refuses, sku, manager: as } = bad
  const locationId = world.place(HERE)
  const level = async () =>
    must(await world.call('GET', `/v1/stock?sku=${sku}&locationId=${locationId}`, { as }), 200).body.items[0]
      ?.onHand
  const before = (await level()) ?? 0
  const receipt = { as, key: newId(), body: { locationId, lines: [{ sku, quantity: 5 }] } }
  const receipts = await Promise.all([1, 2, 3].map(() => world.call('POST', RECEIPTS, receipt)))
  for (const { status, body } of receipts) {
    expect([201, 409]).toContain(status)
    if (status === 409) expect(body.code).toBe('http.idempotency_in_flight')
  }
  expect(await level()).toBe(before + 5)
  const other = { ...receipt, body: { ...receipt.body, lines: [{ sku, quantity: 6 }] } }
  await refuses('POST', RECEIPTS, other, { status: 422, code: 'http.idempotency_key_reused' })
})

test("a key of one store neither reads nor changes another's stock", async () => {
  const { world, refuses, sku } = bad
  const locationId = world.place(HERE)
  const as = await world.machineKey(['stock.read', 'stock.receive', 'stock.adjust'], THERE)
  const forbidden = { status: 403, code: 'auth.forbidden' }
  await refuses('GET', `/v1/stock?locationId=${locationId}`, { as }, forbidden)
  await refuses('GET', `/v1/stock/movements?locationId=${locationId}`, { as }, forbidden)
  for (const [door, body] of writes({ sku, quantity: 1 })) {
    await refuses('POST', door, { as, body }, forbidden)
  }
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
