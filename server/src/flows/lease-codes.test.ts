import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPromotions, routes as promotions, rulesOf } from '#modules/promotions'
import { openTail } from '#platform/events'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'
import { routes } from './lease-codes-routes.ts'

let world: StaffWorld
let manager: ReturnType<StaffWorld['as']>
let till: { readonly id: string; readonly as: ReturnType<StaffWorld['as']> }
beforeAll(async () => {
  world = await openStaffWorld([...promotions, ...routes])
  const tail = openTail(world.platform)
  await openPromotions(world.platform, tail)
  await tail.start()
  const cookie = await world.signInOffice()
  manager = world.as({ cookie })
  const { key, deviceId } = await world.enrol(cookie)
  const { session } = must(await world.signInAt(key, '1001', '1357'), 200).body
  till = { id: deviceId, as: world.as({ key, session }) }
})
afterAll(() => world.close())

const promotion = {
  name: 'Kasowa',
  label: { pl: 'Kasowa', en: 'At the till' },
  priority: 10,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'code',
  returns: 'keep',
  currency: 'PLN',
  conditions: [],
  action: { kind: 'basket_percent', ppm: 100_000 },
}
const inHours = (hours: number) =>
  new Date(world.platform.clock().getTime() + hours * 3_600_000).toISOString()

/** A published promotion with a coupon that this process knows. */
async function coupon(body: object): Promise<string> {
  const { id: promotionId } = must(await manager('POST', '/promotions', promotion), 201).body
  must(await manager('POST', '/promotions/publications', { publish: [promotionId], reason: 'x' }), 201)
  world.wait(1_000)
  await expect.poll(() => rulesOf(world.platform).promotion(promotionId), PATIENCE).toBeDefined()
  return must(await manager('POST', '/coupons', { promotionId, name: 'Kasa', ...body }), 201).body.id
}

test('the office sets uses aside for a till, sees who holds them, and ends the lease', async () => {
  const id = await coupon({ code: 'KASA', limits: { total: 5 } })
  const path = `/coupons/${id}/leases` as const
  const wish = { leaseId: newId(), deviceId: till.id, uses: 3, until: inHours(2) }
  const lease = must(await manager('POST', path, wish), 201).body
  expect(lease).toMatchObject({ id: wish.leaseId, uses: 3, spent: 0, state: 'open' })
  expect(must(await manager('POST', path, wish), 201).body).toEqual(lease)
  expect(must(await till.as('GET', '/rules/till'), 200).body.leases).toMatchObject([
    { id: wish.leaseId, code: 'KASA', uses: 3 },
  ])
  const place = world.places.get('LDZ1')
  expect(must(await manager('GET', path), 200).body).toMatchObject({
    items: [{ id: wish.leaseId, till: { id: till.id, name: 'Kasa 1', locationId: place } }],
    tills: [{ id: till.id, name: 'Kasa 1', locationId: place }],
  })
  // Two are left, whatever is asked.
  const more = { ...wish, leaseId: newId(), uses: 10 }
  expect(must(await manager('POST', path, more), 201).body).toMatchObject({ uses: 2 })
  must(await manager('POST', `/coupons/leases/${wish.leaseId}/close`), 200)
  expect(must(await manager('GET', `/coupons/${id}`), 200).body).toMatchObject({ used: 2 })
})

test('what cannot be set aside is refused in words: a stranger, a coupon that counts people, too long', async () => {
  const id = await coupon({ code: 'KASA2' })
  const wish = { leaseId: newId(), deviceId: till.id, uses: 3, until: inHours(2) }
  const ask = (change: object, of = id) => manager('POST', `/coupons/${of}/leases`, { ...wish, ...change })
  expect((await ask({ deviceId: newId() })).body).toMatchObject({ code: 'promotions.no_such_till' })
  expect((await ask({ until: inHours(24 * 30) })).body).toMatchObject({ code: 'promotions.bad_lease' })
  const counted = await coupon({ code: 'KASA3', limits: { perCustomer: 1 } })
  expect((await ask({}, counted)).body).toMatchObject({ code: 'promotions.not_leasable' })
  const unique = await coupon({})
  expect((await ask({}, unique)).body).toMatchObject({ code: 'promotions.not_leasable' })
  expect((await till.as('POST', `/coupons/${id}/leases`, wish)).status).toBe(403)
})
