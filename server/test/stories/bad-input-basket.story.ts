import { newId } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ODD_QUANTITIES, THERE, invalid, openBadInputWorld, type BadInputWorld } from '../bad-input-world.ts'

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

const cartWith = (line: unknown) => ({ body: { lines: [line] } })

describe('an article', () => {
  test('that nobody knows, in a new basket or an old one', async () => {
    const { world, refuses, sku } = bad
    const nonsense = { sku: 'NO-SUCH-SKU', quantity: 1 }
    const unknown = { status: 422, code: 'carts.unknown_sku' }
    await refuses('POST', '/v1/carts', cartWith(nonsense), { ...unknown, pointer: '/lines/0/sku' })
    const { path, headers } = await world.basket({ sku, quantity: 1 })
    const asking = { headers, body: nonsense }
    await refuses('POST', `${path}/lines`, asking, { ...unknown, pointer: '/sku' })
  })

  test.each(['', ' ', "'; drop table orders.order; --", 'x'.repeat(65), 'Ż', 7, null, { $gt: '' }])(
    'that cannot be one at all: %j',
    async (odd) => {
      const asking = cartWith({ sku: odd, quantity: 1 })
      await bad.refuses('POST', '/v1/carts', asking, invalid('/lines/0/sku'))
    },
  )
})

describe('a quantity', () => {
  test('negative or absurd, at every door of the basket', async () => {
    const { world, refuses, sku } = bad
    const { path, headers, body } = await world.basket(bad.pickupOf(1))
    const line = `${path}/lines/${body.lines[0]?.lineId}`
    for (const quantity of ODD_QUANTITIES) {
      await refuses('POST', '/v1/carts', cartWith({ sku, quantity }), invalid('/lines/0/quantity'))
      await refuses('POST', `${path}/lines`, { headers, body: { sku, quantity } }, invalid('/quantity'))
      await refuses('PATCH', line, { headers, body: { quantity } }, invalid('/quantity'))
    }
  })

  test('more than a guest may keep, and more than there is', async () => {
    const { world, refuses, sku } = bad
    const tooMany = { status: 422, code: 'carts.hold_limit', pointer: '/lines' }
    await refuses('POST', '/v1/carts', cartWith(bad.pickupOf(11)), tooMany)
    await world.setStock(sku, THERE, 1)
    const soldOut = { status: 409, code: 'carts.sold_out' }
    const short = await refuses('POST', '/v1/carts', cartWith(bad.pickupOf(2, THERE)), soldOut)
    expect(JSON.stringify(short.body.facts)).toContain('1')
  })
})

test('a currency without prices, and what is no currency', async () => {
  const { world, refuses, sku } = bad
  const body = { lines: [{ sku, quantity: 1 }], currency: 'EUR' }
  const answer = await world.call('POST', '/v1/carts', { body })
  expect(answer.status).toBe(422)
  await refuses('POST', '/v1/carts', { body }, { status: 422, code: answer.body.code ?? '' })
  await refuses('POST', '/v1/carts', { body: { ...body, currency: 'zł' } }, invalid('/currency'))
})

test('a stale version: told the current one at every door', async () => {
  const { world, refuses, sku } = bad
  const basket = await world.basket(bad.pickupOf(1))
  const { path, body } = basket
  const headers = { ...basket.headers, 'if-match': '"7"' }
  const line = `${path}/lines/${body.lines[0]?.lineId}`
  const stale = { status: 412, code: 'carts.stale' }
  const told = await refuses('POST', `${path}/lines`, { headers, body: { sku, quantity: 1 } }, stale)
  expect(told.body.facts?.['version']).toBe(body.version)
  await refuses('PATCH', line, { headers, body: { quantity: 2 } }, stale)
  await refuses('DELETE', line, { headers }, stale)
  await refuses('POST', `${path}/checkout`, { headers, key: newId(), body: world.wishOf(basket) }, stale)
  await refuses(
    'POST',
    `${path}/lines`,
    { headers: { ...headers, 'if-match': 'the newest' }, body: { sku, quantity: 1 } },
    { status: 400, code: 'http.bad_if_match', pointer: '/headers/if-match' },
  )
})

test("a stranger's token opens neither basket nor order", async () => {
  const { world, refuses, sku } = bad
  const [mine, theirs] = [await world.basket(bad.pickupOf(1)), await world.basket(bad.pickupOf(1))]
  const { headers } = theirs
  const hidden = { status: 404, code: 'carts.not_found' }
  await refuses('GET', mine.path, { headers }, hidden)
  await refuses('GET', mine.path, {}, hidden)
  await refuses('POST', `${mine.path}/lines`, { headers, body: { sku, quantity: 1 } }, hidden)
  const checkout = { headers, key: newId(), body: world.wishOf(mine) }
  await refuses('POST', `${mine.path}/checkout`, checkout, hidden)
  const [first, second] = [await world.buy(bad.pickupOf(1)), await world.buy(bad.pickupOf(1))]
  await refuses(
    'GET',
    `/v1/orders/track/${first.id}`,
    { headers: { 'x-order-token': second.orderToken ?? '' } },
    { status: 404, code: 'orders.not_found' },
  )
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
