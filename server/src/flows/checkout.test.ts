import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCheckoutWorld, type CheckoutWorld } from './checkout-world.ts'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
})
afterAll(() => world.close())

test('a visitor orders two shirts, pays by card, and the order is confirmed', async () => {
  await world.stock('TEE-M', world.warehouse, 5)
  await world.stock('TEE-S', world.store, 5)
  const order = await world.buy([world.ship('TEE-M'), world.pickup('TEE-S')])
  expect(order).toMatchObject({
    state: 'confirmed',
    totals: {
      gross: { minor: 4999 * 2 + 1499, currency: 'PLN' },
      shipping: { minor: 1499, currency: 'PLN' },
    },
    payments: [{ method: 'card', state: 'captured', amount: { minor: 11_497 } }],
  })
  expect(order.number).toMatch(/^\d{9}$/)
  expect(await world.level('TEE-M', world.warehouse)).toEqual({ onHand: 5, reserved: 1 })
  expect(await world.level('TEE-S', world.store)).toEqual({ onHand: 5, reserved: 1 })
})
