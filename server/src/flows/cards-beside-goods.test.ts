import { newId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { proveLedger } from '#modules/storedvalue'
import { must } from '#test/answers'
import { cardBuyer, pln } from '#test/card-buyer'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

/** Orders that buy gift cards and goods at once: what becomes of the goods leaves the cards alone, and the other way round. */
let world: StoreWorld
let buyer: ReturnType<typeof cardBuyer>
beforeAll(async () => {
  world = await openStoreWorld()
  buyer = cardBuyer(world)
  await world.stock('TEE-M', world.warehouse, 1000)
  await world.stock('TEE-S', world.store, 1000)
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(() => world.close())

const TEE = 4999

const bringBack = (orderId: string, lineId: number, quantity: number) =>
  world.call(
    world.clerk,
    'POST',
    '/returns',
    { orderId, lines: [{ lineId, quantity, reason: 'too_small', disposition: 'sellable' }] },
    newId(),
  )

test('whoever brings all goods back gets the delivery paid back too, though a gift card of the order stays', async () => {
  const { order, card } = await buyer.bought([{ minor: 10_000 }], 2)
  const shipping = order.totals.shipping.minor
  expect(shipping).toBeGreaterThan(0)
  await buyer.deliver(order.id, 2)
  expect(must(await bringBack(order.id, 1, 1), 201).body).toMatchObject({ refund: { amount: pln(TEE) } })
  const whole = must(await bringBack(order.id, 1, 1), 201).body
  expect(whole).toMatchObject({ refund: { amount: pln(TEE + shipping) } })
  expect(whole.refund.vat.map(({ letter }) => letter)).not.toContain('NP')
  expect(await buyer.refundedOf(order.id)).toBe(2 * TEE + shipping)
  expect((await buyer.accountOf(card.id))?.balanceMinor).toBe(10_000)
})
