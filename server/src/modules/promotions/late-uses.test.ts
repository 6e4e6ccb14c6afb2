import { HOUR_MS, newId, type DeviceId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  commitRedemptions,
  grantLease,
  issueCode,
  recordOfflineUses,
  RESERVED_MS,
  settleLease,
  type LeaseId,
  type RedemptionId,
} from './index.ts'
import {
  newCustomer,
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  type PromotionsWorld,
} from './test/promotions-world.ts'

let world: PromotionsWorld
beforeAll(async () => {
  world = await openPromotionsWorld()
})
afterAll(() => world.close())

/** A use of that code, which has run out since, and has been collected by whoever took the code next, if anybody could. */
async function ranOut(code: string, customerId: ReturnType<typeof newCustomer> | null) {
  const redemptionId = newRedemption()
  expect((await world.take(code, { redemptionId, customerId })).state).toBe('taken')
  world.skip(RESERVED_MS + 1)
  const next = newRedemption()
  expect((await world.take(code, { redemptionId: next, customerId })).state).toBe('taken')
  return { redemptionId, next }
}
const commit = async (redemptionId: RedemptionId) => {
  const [answer] = await world.platform.write(testActor, (ctx) =>
    commitRedemptions(ctx, [{ redemptionId, orderId: newOrder() }]),
  )
  return answer
}

test('a unique code whose use ran out and was taken by another basket is gone for the first one', async () => {
  const customerId = newCustomer()
  const coupon = await world.coupon({ perCode: 1 }, { code: null })
  const code = await world.platform.write(testActor, (ctx) => issueCode(ctx, coupon.couponId, customerId))
  const { redemptionId, next } = await ranOut(code, customerId)
  expect(await commit(redemptionId)).toMatchObject({
    state: 'gone',
    coupons: [{ redemptionId, reason: 'used_up' }],
  })
  expect(await commit(next)).toMatchObject({ state: 'committed' })
  expect(await world.used(coupon.couponId)).toBe(1)
  await world.proved()
})

test('a use that ran out is not taken again once its coupon was put away', async () => {
  const coupon = await world.coupon({ total: 10 })
  const { redemptionId, next } = await ranOut(coupon.code, null)
  await world.query(`update promotions.coupon set state = 'archived' where id = $1`, [coupon.couponId])
  expect(await commit(redemptionId)).toMatchObject({ state: 'gone', coupons: [{ reason: 'over' }] })
  // What a basket still has it may use.
  expect(await commit(next)).toMatchObject({ state: 'committed' })
  await world.proved()
})

test('a lease that was settled covers nothing any more: what is told of it is counted and flagged', async () => {
  const coupon = await world.coupon({ total: 10 })
  const [leaseId, deviceId]: [LeaseId, DeviceId] = [newId(), newId<'device'>()]
  const now = world.platform.clock()
  const until = new Date(now.getTime() + HOUR_MS)
  const lease = { leaseId, code: coupon.code, uses: 5, until, deviceId, locationId: null, channel: 'web' }
  await world.platform.write(testActor, (ctx) => grantLease(ctx, lease))
  await world.platform.write(testActor, (ctx) => settleLease(ctx, leaseId, deviceId))
  expect(await world.used(coupon.couponId)).toBe(0)
  const use = {
    redemptionId: newRedemption(),
    orderId: newOrder(),
    code: coupon.code,
    leaseId,
    customerId: null,
    channel: 'web',
    at: now,
  }
  const told = await world.platform.write(testActor, (ctx) => recordOfflineUses(ctx, [use]))
  expect(told).toEqual([{ redemptionId: use.redemptionId, state: 'flagged' }])
  expect(await world.used(coupon.couponId)).toBe(1)
  await world.proved()
})
