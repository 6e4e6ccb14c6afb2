import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type CustomerId, type OrderId } from '@splot/kernel'
import { orderToken } from '#modules/orders'
import { systemActor, type Actor } from '#platform/context'
import { openCheckoutWorld, type CheckoutWorld } from '#test/checkout-world'

let world: CheckoutWorld
beforeAll(async () => {
  world = await openCheckoutWorld()
})
afterAll(() => world.close())

// Answers carry their ids as text.
const tokenOf = (order: { id: string }) => ({ 'x-order-token': orderToken(order.id as OrderId) })

async function ask(url: string, actor: Actor, headers: Record<string, string> = {}) {
  const server = await world.serve(actor)
  const answer = await server.inject({ method: 'GET', url: `/v1${url}`, headers })
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
  const shopper = await ask(`/carts/${cart.cartId}/explanation`, world.visitor, { 'x-cart-token': token })
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

test('whoever bought it reads the short form of her order, and nobody else does', async () => {
  await world.stock('TEE-M', world.warehouse, 10)
  const winter = await world.promote({ name: 'Zima w biurze', label: { pl: 'Zima', en: 'Winter' } })
  const secret = await world.promote(
    { name: 'Dla klubu', label: { pl: 'Klub', en: 'Club' } },
    { code: 'KLUB-OWNER' },
  )
  const [order, another] = [
    await world.buy([world.ship('TEE-M', 2)]),
    await world.buy([world.ship('TEE-M', 1)]),
  ]
  await winter.end()
  await secret.end()
  const url = `/orders/track/${order.id}/explanation`
  const guest = await ask(url, world.visitor, tokenOf(order))
  expect(guest).toMatchObject({
    status: 200,
    body: {
      lines: [
        {
          sku: 'TEE-M',
          quantity: 2,
          discounts: [
            { promotionId: winter.promotionId, because: { short: { pl: expect.stringContaining('Zima') } } },
          ],
        },
      ],
      // Nobody hears of a code that she was not given.
      rejected: [],
    },
  })
  for (const hidden of ['"long"', 'Zima w biurze', 'Klub'])
    expect(JSON.stringify(guest.body)).not.toContain(hidden)

  const customer = (customerId: string): Actor => ({
    ...world.visitor,
    kind: 'customer',
    customerId: customerId as CustomerId,
  })
  const [buyer] = await world.query<{ id: string }>(
    'select customer_id as id from orders.order where id = $1',
    [order.id],
  )
  expect(await ask(url, customer(buyer?.id ?? ''))).toEqual(guest)

  const none = { status: 404, body: { code: 'orders.not_found' } }
  expect(await ask(url, world.visitor)).toMatchObject(none)
  expect(await ask(url, world.visitor, tokenOf(another))).toMatchObject(none)
  expect(await ask(url, customer(newId()))).toMatchObject(none)
  // The door of staff does not open for a token.
  const wrongDoor = await ask(`/orders/${order.id}/explanation`, world.visitor, tokenOf(order))
  expect(wrongDoor.status).toBe(401)
})
