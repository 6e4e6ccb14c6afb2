import { newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { forgetCustomer } from './forget-customer.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

test('a code is made for one customer alone, and for nobody whom we do not know', async () => {
  const office = Object.assign(world.machine(null), {
    grants: ['coupons.write', 'promotions.read'].map((permission) => ({ permission, locationId: null })),
  })
  const { promotionId } = await world.promote({ audience: 'individual' })
  const made = await world.call(office, 'POST', '/coupons', { promotionId, name: 'Dla niej' })
  const { id } = must(made, 201).body
  const issue = (customerId: string) =>
    world.call(office, 'POST', `/coupons/${id}/codes` as '/coupons/x/codes', { customerId })
  const person = { name: 'Iga', email: 'iga@example.com', password: 'dwanascie-znakow' }
  // The API answers ids of customers there.
  const iga = must(await world.call(world.visitor, 'POST', '/customers', person), 201).body
    .customerId as CustomerId
  expect(must(await issue(iga), 201).body.code).toMatch(/^[0-9A-Z-]+$/)
  await world.write((ctx) => forgetCustomer(ctx, iga))
  for (const nobody of [newId(), iga])
    expect(await issue(nobody)).toMatchObject({
      status: 404,
      body: { code: 'customers.not_found', errors: [{ pointer: '/customerId' }] },
    })
  expect(await world.query('select from promotions.coupon_code where customer_id is not null')).toHaveLength(
    1,
  )
})
