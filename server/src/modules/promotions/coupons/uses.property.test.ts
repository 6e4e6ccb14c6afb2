import { newId } from '@splot/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  commitRedemptions,
  releaseOfOrders,
  releaseRedemptions,
  RESERVED_MS,
  type RedemptionId,
} from '../index.ts'
import {
  newCustomer,
  newOrder,
  newRedemption,
  openPromotionsWorld,
  testActor,
  type PromotionsWorld,
} from '../test/promotions-world.ts'

let world: PromotionsWorld
beforeAll(async () => {
  world = await openPromotionsWorld(3)
})
afterAll(() => world.close())

const TOTAL = 4
const PER_CUSTOMER = 2
const BASKETS = 8

type Step =
  | {
      readonly verb: 'take' | 'commit' | 'release' | 'cancel'
      readonly basket: number
      readonly process: number
    }
  | { readonly verb: 'lapse' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      verb: fc.constantFrom('take', 'take', 'commit', 'release', 'cancel'),
      basket: fc.nat({ max: BASKETS - 1 }),
      process: fc.nat({ max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ verb: 'lapse' as const }) },
)

test('whatever baskets of three processes do at once, no more uses are live or committed than the limits say', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
      async (rounds) => {
        const coupon = await world.coupon({ total: TOTAL, perCustomer: PER_CUSTOMER })
        const customers = [newCustomer(), newCustomer(), newCustomer()]
        const baskets = Array.from({ length: BASKETS }, (_, index) => ({
          cartId: newId<'cart'>(),
          redemptionId: newRedemption(),
          orderId: newOrder(),
          customerId: customers[index % customers.length] ?? null,
        }))
        for (const round of rounds) {
          // The steps of a round happen at once.
          await Promise.all(
            round.map(async (one) => {
              if (one.verb === 'lapse') return world.skip(RESERVED_MS)
              const basket = baskets[one.basket]
              const platform = world.platforms[one.process]
              if (!basket || !platform) return
              const ids: RedemptionId[] = [basket.redemptionId]
              if (one.verb === 'take') await world.take(coupon.code, basket, platform)
              if (one.verb === 'release') await releaseRedemptions(platform.command(testActor), ids)
              if (one.verb === 'commit')
                await platform.write(testActor, (ctx) => commitRedemptions(ctx, [basket]))
              if (one.verb === 'cancel')
                await platform.write(testActor, (ctx) => releaseOfOrders(ctx, [basket.orderId]))
            }),
          )
          const counted = await world.query<{ customer_id: string; uses: number }>(
            `select customer_id, count(*)::int as uses from promotions.redemption
            where coupon_id = $1 and (state = 'committed' or (state = 'reserved' and expires_at > $2)) group by customer_id`,
            [coupon.couponId, world.platform.clock()],
          )
          expect(counted.reduce((sum, { uses }) => sum + uses, 0)).toBeLessThanOrEqual(TOTAL)
          for (const { uses } of counted) expect(uses).toBeLessThanOrEqual(PER_CUSTOMER)
          expect(await world.used(coupon.couponId)).toBeLessThanOrEqual(TOTAL)
          await world.proved()
        }
      },
    ),
    { numRuns: 25 },
  )
})
