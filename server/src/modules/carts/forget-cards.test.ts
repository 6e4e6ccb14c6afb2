import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'
import { clearsAround } from '#test/waiting'
import { createCart, forgetCardsJob } from './index.ts'
import { CARDS_KEPT_DAYS } from './limits.ts'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
})
afterAll(() => world.close())

const CARD = '[{"cardId": "one"}]'
/** A basket with a gift card in it that somebody left alone for so many days. */
async function leftFor(days: number): Promise<string> {
  const { cart } = await createCart(world.command(), [], undefined, world.key())
  await world.query('update carts.cart set cards = $2, updated_at = $3 where id = $1', [
    cart.cartId,
    CARD,
    new Date(world.platform.clock().getTime() - days * DAY_MS),
  ])
  return cart.cartId
}
const cardsIn = async (cartId: string) =>
  (await world.query<{ cards: unknown[] }>('select cards from carts.cart where id = $1', [cartId]))[0]?.cards

test('cards leave baskets that were left alone, and stay in the others', async () => {
  const [old, young] = [await leftFor(CARDS_KEPT_DAYS + 1), await leftFor(CARDS_KEPT_DAYS - 1)]
  await forgetCardsJob.run(world.platform, {})
  expect([await cardsIn(old), await cardsIn(young)]).toEqual([[], [{ cardId: 'one' }]])
})

test('who comes back to her basket at that very moment finds her card', async () => {
  const cartId = await leftFor(CARDS_KEPT_DAYS + 1)
  await clearsAround(
    world,
    { sql: 'update carts.cart set updated_at = $2 where id = $1', values: [cartId, world.platform.clock()] },
    () => forgetCardsJob.run(world.platform, {}),
  )
  expect(await cardsIn(cartId)).toEqual([{ cardId: 'one' }])
})
