import { HOUR_MS, newId } from '@splot/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  commitRedemptions,
  grantCodes,
  makeCodes,
  orderCodes,
  recordOfflineUses,
  releaseOfOrders,
  releaseRedemptions,
  RESERVED_MS,
  settleLease,
  type LeaseId,
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
import { codesOf } from './batches.ts'

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

const CODES = 4
const TILLS = 2

type CodeStep =
  | {
      readonly verb: 'take' | 'commit' | 'release' | 'cancel' | 'sell' | 'lease' | 'settle'
      readonly code: number
      readonly till: number
      readonly process: number
    }
  | { readonly verb: 'lapse' }

const codeStep: fc.Arbitrary<CodeStep> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      verb: fc.constantFrom(
        'take',
        'commit',
        'release',
        'cancel',
        'sell',
        'sell',
        'lease',
        'lease',
        'settle',
      ),
      code: fc.nat({ max: CODES - 1 }),
      till: fc.nat({ max: TILLS - 1 }),
      process: fc.nat({ max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ verb: 'lapse' as const }) },
)

/** The web and two tills at the codes of one batch. */
async function openCodeGame() {
  const { couponId } = await world.coupon({}, { code: null })
  const batch = await world.platform.write(testActor, (ctx) => orderCodes(ctx, couponId, CODES))
  await makeCodes(world.platform, batch.batchId)
  const codes = codesOf(batch, 0, CODES).map((code) => ({
    code,
    redemptionId: newRedemption(),
    orderId: newOrder(),
    cartId: newId<'cart'>(),
  }))
  const tills = Array.from({ length: TILLS }, () => ({
    deviceId: newId<'device'>(),
    leases: [] as LeaseId[],
  }))
  /** Orders of tills, by the codes that they have used. */
  const sold = new Map<string, ReturnType<typeof newOrder>>()
  const play = async (one: CodeStep): Promise<void> => {
    if (one.verb === 'lapse') return world.skip(RESERVED_MS)
    const [own, till, platform] = [codes[one.code], tills[one.till], world.platforms[one.process]]
    if (!own || !till || !platform) return
    const leaseId = till.leases.at(-1) ?? null
    if (one.verb === 'take') await world.take(own.code, own, platform)
    if (one.verb === 'release') await releaseRedemptions(platform.command(testActor), [own.redemptionId])
    if (one.verb === 'commit') await platform.write(testActor, (ctx) => commitRedemptions(ctx, [own]))
    if (one.verb === 'cancel') {
      const orders = [own.orderId, ...(sold.has(own.code) ? [sold.get(own.code) ?? own.orderId] : [])]
      await platform.write(testActor, (ctx) => releaseOfOrders(ctx, orders))
    }
    if (one.verb === 'lease') {
      const asked = {
        leaseId: newId<'coupon-lease'>(),
        couponId,
        batchId: batch.batchId,
        uses: 2,
        until: new Date(platform.clock().getTime() + HOUR_MS),
        deviceId: till.deviceId,
        locationId: null,
        channel: 'store',
      }
      const granted = await grantCodes(platform.command(testActor), asked).catch(() => undefined)
      if (granted) till.leases.push(granted.leaseId)
    }
    if (one.verb === 'settle' && leaseId !== null)
      await platform.write(testActor, (ctx) => settleLease(ctx, leaseId, till.deviceId))
    if (one.verb === 'sell') {
      const orderId = newOrder()
      const use = {
        redemptionId: newRedemption(),
        code: own.code,
        orderId,
        leaseId,
        customerId: null,
        channel: 'store',
        at: platform.clock(),
      }
      await platform.write(testActor, (ctx) => recordOfflineUses(ctx, [use]))
      sold.set(own.code, orderId)
    }
  }
  return { couponId, play }
}

test('whatever the web and two tills do at once with unique codes, each is good for one, but for what happened beyond every lease', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(codeStep, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
      async (rounds) => {
        const { couponId, play } = await openCodeGame()
        for (const round of rounds) {
          await Promise.all(round.map(play))
          const twice = await world.query(
            `select k.code_key from promotions.coupon_code k
              where k.coupon_id = $1
                and (select count(*) from promotions.redemption r
                      where r.coupon_id = k.coupon_id and r.code_key = k.code_key and not r.beyond_lease
                        and (r.state = 'committed' or (r.state = 'reserved' and r.expires_at > $2)))
                    + (select count(*) from promotions.lease_code s join promotions.lease l on l.id = s.lease_id
                        where s.code_key = k.code_key and l.until > $2) > 1`,
            [couponId, world.platform.clock()],
          )
          expect(twice).toEqual([])
          await world.proved()
        }
      },
    ),
    { numRuns: 25 },
  )
})
