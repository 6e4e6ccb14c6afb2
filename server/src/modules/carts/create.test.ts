import { newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#platform/context'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { createCart } from './index.ts'

let world: CheckoutWorld

beforeAll(async () => {
  world = await openCheckoutWorld()
  await world.stock('TEE-M', world.store, 20)
})
afterAll(() => world.close())

function customer(): Actor {
  const id = newId<'customer'>() satisfies CustomerId
  return { ...world.visitor, kind: 'customer', id, customerId: id }
}

test('a customer who repeats the start of her basket has every piece once, held once', async () => {
  const ctx = world.command(customer())
  const key = world.key()
  const wanted = [world.pickup('TEE-M', 2), world.ship('COAT-M')]
  const first = await createCart(ctx, wanted, undefined, key)
  const again = await createCart(ctx, wanted, undefined, key)
  expect(again.cart.cartId).toBe(first.cart.cartId)
  expect(again.cart.lines.map((line) => [line.sku, line.quantity])).toEqual([
    ['TEE-M', 2],
    ['COAT-M', 1],
  ])
  expect(await world.level('TEE-M', world.store)).toMatchObject({ reserved: 2 })

  const another = await createCart(ctx, [world.pickup('TEE-M', 1)], undefined, world.key())
  expect(another.cart.cartId).toBe(first.cart.cartId)
  expect(another.cart.lines[0]?.quantity).toBe(3)
})

test('a customer who starts on two devices at once has one basket with what both put in', async () => {
  const ctx = world.command(customer())
  const baskets = await Promise.all(
    ['TEE-S', 'TEE-L'].map((sku) => createCart(ctx, [world.ship(sku)], undefined, world.key())),
  )
  expect(new Set(baskets.map(({ cart }) => cart.cartId)).size).toBe(1)
  const { cart } = await createCart(ctx, [], undefined)
  expect(cart.lines.map((line) => line.sku).toSorted()).toEqual(['TEE-L', 'TEE-S'])
})
