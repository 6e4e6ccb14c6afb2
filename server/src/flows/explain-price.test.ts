import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type Actor } from '#platform/context'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
})
afterAll(() => world.close())

async function ask(url: string, actor: Actor, token = '') {
  const server = await world.serve(actor)
  const answer = await server.inject({ method: 'GET', url: `/v1${url}`, headers: { 'x-cart-token': token } })
  await server.close()
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

test('each line says where its price comes from, what was taken off, and what did not count and why', async () => {
  const counted = await world.promote({
    name: 'Wewnętrzna nazwa',
    label: { pl: '3 za 2', en: '3 for 2' },
    action: { kind: 'cheapest_free', every: 3, free: 1 },
  })
  const missed = await world.promote({
    label: { pl: 'Od 500 zł', en: 'From 500' },
    conditions: [{ kind: 'value', atLeastMinor: 50_000 }],
  })
  const { cart, token } = await world.basket(world.ship('TEE-M', 3))
  const shopper = await ask(`/carts/${cart.cartId}/explanation`, world.visitor, token)
  expect(shopper).toMatchObject({
    status: 200,
    body: {
      lines: [
        {
          line: 1,
          sku: 'TEE-M',
          unit: { minor: 4_999 },
          price: { short: { pl: expect.any(String), en: expect.any(String) } },
          discounts: [{ promotionId: counted.promotionId, amount: { minor: 4_999 } }],
          total: { minor: 9_998 },
        },
      ],
      rejected: [{ promotionId: missed.promotionId, label: { pl: 'Od 500 zł', en: 'From 500' } }],
    },
  })
  // A shopper reads the short form; names, lists and versions are for staff.
  expect(JSON.stringify(shopper.body)).not.toContain('Wewnętrzna nazwa')
  expect(JSON.stringify(shopper.body)).not.toContain('"long"')
  await counted.end()
  await missed.end()
})

test('an order is explained long after its promotions are gone, to staff with lists and versions', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const { end, promotionId } = await world.promote({
    name: 'Zima w biurze',
    label: { pl: 'Zima', en: 'Winter' },
  })
  const order = await world.buy([world.ship('TEE-M', 2)])
  await end()
  const staff: Actor = {
    ...systemActor('test'),
    kind: 'staff',
    grants: [{ permission: 'orders.read', locationId: null }],
  }
  expect(await ask(`/orders/${order.id}/explanation`, staff)).toMatchObject({
    status: 200,
    body: {
      lines: [
        {
          price: { long: { en: expect.stringContaining('standard') } },
          discounts: [
            {
              promotionId,
              because: {
                short: { pl: expect.stringContaining('Zima') },
                long: { en: expect.stringContaining(promotionId) },
              },
            },
          ],
        },
      ],
    },
  })
})
