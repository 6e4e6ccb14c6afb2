import { newId, type CustomerId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#platform/context'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { addLine, cartById, createCart } from './index.ts'
import { joinGuestCart, joinLines } from './join.ts'
import { MAX_LINES, MAX_QUANTITY } from './limits.ts'
import type { Cart, CartLine } from './types.ts'

let world: CheckoutWorld
let customerId: CustomerId
let anna: Actor

beforeAll(async () => {
  world = await openCheckoutWorld()
  await world.stock('TEE-M', world.store, 20)
  await world.stock('TEE-S', world.store, 20)
})
afterAll(() => world.close())
beforeEach(() => {
  customerId = newId<'customer'>()
  anna = { ...world.visitor, kind: 'customer', id: customerId, customerId }
})

// Somebody who signs in is still a visitor until her answer arrives.
const join = (guest: Cart, token: string) =>
  joinGuestCart(world.command(), customerId, { cartId: guest.cartId, token })
const told = (cart: Cart | undefined) =>
  cart?.lines.map(
    ({ sku, quantity, fulfilment, holds }) =>
      `${quantity} ${sku} ${fulfilment.kind} ${(holds ?? []).reduce((sum, hold) => sum + hold.quantity, 0)}`,
  )

test('what she put in as a guest joins what lies in her own basket, and the store keeps every piece', async () => {
  const before = (await world.level('TEE-M', world.store)).reserved
  const own = await createCart(
    world.command(anna),
    [world.pickup('TEE-M', 2), world.ship('TEE-S')],
    undefined,
  )
  const guest = await world.basket(world.pickup('TEE-M', 3), world.ship('TEE-S', 4), world.ship('COAT-M'))
  const joined = await join(guest.cart, guest.token)
  expect(joined?.cartId).toBe(own.cart.cartId)
  expect(told(joined)).toEqual(['5 TEE-M pickup 5', '5 TEE-S ship 0', '1 COAT-M ship 0'])
  expect((await world.level('TEE-M', world.store)).reserved).toBe(before + 5)
  const access = { token: null, customerId }
  expect(told(await cartById(world.command(anna), own.cart.cartId, access))).toEqual(told(joined))

  // Her guest's basket is closed and empty: nothing is there twice, and a repetition changes nothing.
  const left = await cartById(world.command(), guest.cart.cartId, guest.access)
  expect(left).toMatchObject({ state: 'expired', lines: [] })
  expect(told(await join(guest.cart, guest.token))).toEqual(told(joined))
  await expect(
    addLine(world.command(), guest.cart.cartId, guest.access, world.ship('TEE-S')),
  ).rejects.toMatchObject({ code: 'carts.not_open' })
})

test('whoever has no basket of her own gets one with all she brought', async () => {
  const guest = await world.basket(world.pickup('TEE-M', 2))
  const joined = await join(guest.cart, guest.token)
  expect(joined?.cartId).not.toBe(guest.cart.cartId)
  expect(told(joined)).toEqual(['2 TEE-M pickup 2'])
  // Whoever knows the old token, on a machine that many use, does not get into her own.
  await expect(
    cartById(world.command(), joined?.cartId ?? guest.cart.cartId, guest.access),
  ).rejects.toMatchObject({ code: 'carts.not_found' })
})

test('a basket that she cannot open, or that is ordered, joins nothing and says nothing', async () => {
  const guest = await world.basket(world.ship('TEE-S'))
  expect(await join(guest.cart, 'not the token')).toBeUndefined()
  await world.query(`update carts.cart set state = 'ordered' where id = $1`, [guest.cart.cartId])
  expect(await join(guest.cart, guest.token)).toBeUndefined()
})

test('signing in twice at once joins once', async () => {
  const guest = await world.basket(world.ship('TEE-S', 3))
  await Promise.all([join(guest.cart, guest.token), join(guest.cart, guest.token)])
  expect(told(await join(guest.cart, guest.token))).toEqual(['3 TEE-S ship 0'])
})

test('what does not fit into one basket stays in the guest’s, which stays open', async () => {
  const line = (sku: string, quantity: number): CartLine => ({
    lineId: newId(),
    sku: sku as Sku,
    quantity,
    fulfilment: { kind: 'ship' },
  })
  const full = Array.from({ length: MAX_LINES - 1 }, (_, at) => line(`OWN-${at}`, 1))
  const { joined, left } = joinLines(full, [
    line('OWN-0', MAX_QUANTITY),
    line('NEW-1', 1),
    line('NEW-2', 2),
    line('OWN-1', 1),
  ])
  expect(joined).toHaveLength(MAX_LINES)
  expect(joined[0]?.quantity).toBe(MAX_QUANTITY)
  expect(joined[1]?.quantity).toBe(2)
  expect(left.map(({ sku, quantity }) => `${quantity} ${sku}`)).toEqual(['1 OWN-0', '2 NEW-2'])
})
