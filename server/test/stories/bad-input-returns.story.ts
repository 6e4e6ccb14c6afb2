import { newId } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../answers.ts'
import {
  HERE,
  ODD_QUANTITIES,
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

const DOOR = '/v1/returns'

test('a negative or absurd quantity', async () => {
  const order = await bad.collectedOrder(1)
  for (const quantity of ODD_QUANTITIES) {
    await bad.refuses('POST', DOOR, bad.back(order.id, quantity), invalid('/lines/0/quantity'))
  }
})

describe('more than was bought', () => {
  test('at once, in two lines, and after some came back', async () => {
    const { world, refuses, back } = bad
    const order = await bad.collectedOrder(2)
    const tooMany = { status: 409, code: 'returns.too_many', pointer: '/lines/0/quantity' }
    await refuses('POST', DOOR, back(order.id, 3), tooMany)
    await refuses('POST', DOOR, back(order.id, 1, 2), tooMany)
    must(await world.call('POST', DOOR, back(order.id, 1)), 201)
    await refuses('POST', DOOR, back(order.id, 2), tooMany)
  })

  test('four tills at once take back what exists only once', async () => {
    const { world } = bad
    const order = await bad.collectedOrder(1)
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.call('POST', DOOR, bad.back(order.id, 1))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
    const charge = (await world.book()).data.find(({ reference }) => reference === order.number)
    expect(charge?.refunded_amount).toBe(order.totals.gross.minor)
  })
})

test('what the customer does not have, a line and an order that do not exist', async () => {
  const { refuses, back } = bad
  const waiting = await bad.world.buy(bad.pickupOf(1))
  const notReturnable = { status: 409, code: 'returns.order_not_returnable' }
  await refuses('POST', DOOR, back(waiting.id, 1), notReturnable)
  const had = await bad.collectedOrder(1)
  const lines = [{ lineId: 9, quantity: 1, reason: 'other', disposition: 'sellable' }]
  const asking = { ...back(had.id), body: { orderId: had.id, lines } }
  const unknownLine = { status: 422, code: 'returns.unknown_line', pointer: '/lines/0/lineId' }
  await refuses('POST', DOOR, asking, unknownLine)
  await refuses('POST', DOOR, back(newId(), 1), { status: 404, code: 'orders.not_found' })
})

test('a key of one store takes nothing back for another', async () => {
  const as = await bad.world.machineKey(['returns.accept'], THERE)
  const order = await bad.collectedOrder(1)
  const asking = bad.back(order.id, 1)
  const body = { ...asking.body, locationId: bad.world.place(HERE) }
  const other = { status: 403, code: 'auth.other_location' }
  await bad.refuses('POST', DOOR, { ...asking, as, body }, other)
})

test('an Idempotency-Key is needed', async () => {
  const { key: _, ...wanted } = bad.back(newId(), 1)
  const pointer = '/headers/idempotency-key'
  await bad.refuses('POST', DOOR, wanted, { status: 400, code: 'http.idempotency_key_missing', pointer })
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
