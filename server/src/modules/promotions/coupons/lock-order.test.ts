import { afterAll, beforeAll, expect, test } from 'vitest'
import { meetsNobodyInACircle, whileItWaits, type Rows } from '#test/waiting'
import { commitRedemptions, lockCounters, releaseRedemptions, takeCoupon, RESERVED_MS } from '../index.ts'
import type { RedemptionId } from '../types.ts'
import {
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  type PromotionsWorld,
} from '../test/promotions-world.ts'

/** Counters are locked by the ids of their coupons, then leases, then uses by theirs. */
let world: PromotionsWorld
beforeAll(async () => {
  // What one process combines waits for its turn, so what comes in between comes from another.
  world = await openPromotionsWorld(2)
})
afterAll(async () => {
  await world.proved()
  await world.close()
})

const counterOf = (couponId: string): Rows => ({
  sql: 'select from promotions.coupon_use where coupon_id = $1',
  values: [couponId],
})
const useRow = (id: RedemptionId): Rows => ({
  sql: 'select from promotions.redemption where id = $1',
  values: [id],
})
const elsewhere = () => world.platforms[1] ?? world.platform
const stateOf = async (id: RedemptionId) =>
  (await world.query<{ state: string }>('select state from promotions.redemption where id = $1', [id]))[0]
    ?.state

test('a use that is taken while others are let go of is not touched', async () => {
  const [first, late] = [await world.coupon(), await world.coupon()]
  const [early, fresh] = [newRedemption(), newRedemption()]
  await world.take(first.code, { redemptionId: early })
  await whileItWaits(
    world,
    counterOf(first.couponId),
    () => releaseRedemptions(world.platform.command(testActor), [early, fresh]),
    () => world.take(late.code, { redemptionId: fresh }, elsewhere()),
    [counterOf(late.couponId), useRow(fresh)],
  )
  expect([await stateOf(early), await stateOf(fresh)]).toEqual(['released', 'reserved'])
})

/** Takes a use that has run out, and whose coupon has counted it off. */
async function lapsed(code: string, redemptionId: RedemptionId): Promise<void> {
  await world.take(code, { redemptionId })
  world.skip(RESERVED_MS + 1)
}

test('uses that are taken anew and those that last longer are locked together', async () => {
  const { code } = await world.coupon()
  const [again, anew] = [newRedemption(), newRedemption()]
  await lapsed(code, anew)
  await world.take(code, { redemptionId: again })
  expect(await stateOf(anew)).toBe('expired')
  await meetsNobodyInACircle(
    world,
    useRow(again),
    () => Promise.all([anew, again].map((redemptionId) => world.take(code, { redemptionId }))),
    useRow(anew),
  )
  expect([await stateOf(again), await stateOf(anew)]).toEqual(['reserved', 'reserved'])
})

test('who has locked counters waits for no other: a use that runs out meanwhile is only taken when nobody has its counter', async () => {
  const [lower, higher] = [await world.coupon(), await world.coupon()]
  const redemptionId = newRedemption()
  await lapsed(lower.code, redemptionId)
  const orderId = newOrder()
  const answers = await whileItWaits(
    world,
    counterOf(higher.couponId),
    () =>
      world.platform.write(testActor, async (ctx) => {
        const counters = await lockCounters(ctx, [redemptionId], [{ code: higher.code, leaseId: null }])
        return commitRedemptions(ctx, [{ redemptionId, orderId }], counters)
      }),
    async () => {
      await takeCoupon(elsewhere().command(testActor), {
        redemptionId: newRedemption(),
        code: lower.code,
        cartId: null,
        channel: 'web',
        customerId: null,
      })
      expect(await stateOf(redemptionId)).toBe('expired')
    },
    // He keeps it for as long as this lasts.
    [counterOf(lower.couponId), counterOf(lower.couponId)],
  )
  expect(answers).toMatchObject([{ orderId, state: 'gone', coupons: [{ reason: 'used_up' }] }])
})
