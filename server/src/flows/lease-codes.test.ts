import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  makeCodes,
  openPromotions,
  routes as promotions,
  rulesOf,
  type CouponBatchId,
} from '#modules/promotions'
import { openTail } from '#platform/events'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'
import { routes } from './lease-codes-routes.ts'

let world: StaffWorld
let cookie: string
let manager: ReturnType<StaffWorld['as']>
let till: { readonly id: string; readonly as: ReturnType<StaffWorld['as']> }
beforeAll(async () => {
  world = await openStaffWorld([...promotions, ...routes])
  const tail = openTail(world.platform)
  await openPromotions(world.platform, tail)
  await tail.start()
  cookie = await world.signInOffice()
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
  const needed = { code: 'promotions.batch_needed', errors: [{ pointer: '/batchId' }] }
  expect((await ask({}, unique)).body).toMatchObject(needed)
  expect((await ask({ batchId: newId() })).body).toMatchObject(needed)
  expect((await ask({ batchId: newId() }, unique)).body).toMatchObject({ code: 'promotions.no_such_batch' })
  expect((await ask({ batchId: 'x' }, unique)).status).toBe(400)
  expect((await ask({ uses: 1_001, batchId: newId() }, unique)).status).toBe(400)
  expect((await till.as('POST', `/coupons/${id}/leases`, wish)).status).toBe(403)
})

test('the office sets the codes of a batch aside for a till, which gets them as digests and settles them by name', async () => {
  const id = await coupon({})
  const body = { couponId: id, codes: 5 }
  const headers = { 'idempotency-key': newId() }
  const batch = must(await world.call('POST', '/coupon-batches', { cookie, headers, body }), 202).body
  const wish = {
    leaseId: newId(),
    deviceId: till.id,
    batchId: batch.id,
    uses: 1_000,
    until: inHours(24 * 7),
  }
  // None is made yet.
  expect((await manager('POST', `/coupons/${id}/leases`, wish)).body.code).toBe('promotions.none_left')
  // The schema says that it is an id.
  await makeCodes(world.platform, batch.id as CouponBatchId)
  const lease = must(await manager('POST', `/coupons/${id}/leases`, wish), 201).body
  expect(lease).toMatchObject({ uses: 5, spent: 0, code: null, batchId: batch.id })
  expect(must(await manager('GET', `/coupons/${id}/leases`), 200).body.items).toMatchObject([
    { id: wish.leaseId, batchId: batch.id, till: { id: till.id } },
  ])
  const rules = must(await till.as('GET', '/rules/till'), 200).body
  const told = rules.codeLeases.find((one) => one.id === wish.leaseId)
  expect(told).toMatchObject({ rounds: expect.any(Number), salt: expect.stringMatching(/^[\w-]{22}$/) })
  expect(new Set(told?.digests).size).toBe(5)
  expect(rules.leases.some((one) => one.id === wish.leaseId)).toBe(false)

  const link = must(await manager('POST', `/coupon-batches/${batch.id}/downloads`), 201).body.path
  const file = String((await manager('GET', link.replace('/v1', ''))).body)
  const [, code = ''] = file.split('\r\n')
  const at = world.platform.clock().toISOString()
  const uses = [{ redemptionId: newId(), orderId: newId(), at }]
  const settle = (said: object[]) => till.as('POST', `/coupons/leases/${wish.leaseId}/settle`, { uses: said })
  expect((await settle(uses)).body).toMatchObject({
    code: 'promotions.code_needed',
    errors: [{ pointer: '/uses/0/code' }],
  })
  expect(must(await settle(uses.map((use) => ({ ...use, code }))), 200).body).toMatchObject({
    lease: { state: 'settled', spent: 1 },
    uses: [{ state: 'covered' }],
  })
  expect(must(await manager('GET', `/coupons/${id}`), 200).body).toMatchObject({ used: 1 })
})

/** Wrong codes that one till may try before it has to wait. */
const GUESSES = 60

test('whoever guesses codes by asking for leases is slowed down', async () => {
  const ask = (code: string) =>
    till.as('POST', '/coupons/leases', { id: newId(), code, uses: 1, until: inHours(1) })
  for (let tried = 0; tried < GUESSES; tried += 1)
    expect((await ask(`GUESS-${tried}`)).body.code).toBe('coupons.unknown')
  expect(await ask('KASA')).toMatchObject({ status: 429, body: { code: 'promotions.too_many_guesses' } })
})
