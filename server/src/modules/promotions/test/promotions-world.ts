import { newId, type CustomerId, type OrderId } from '@splot/kernel'
import pino from 'pino'
import { expect, vi } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { expectNoCircle } from '#test/circles'
import { createTestDatabase } from '#test/database'
import { PATIENCE } from '#test/patience'
import { draftPromotion } from '../draft.ts'
import {
  bindRange,
  makeCoupon,
  openPromotions,
  publishPromotions,
  takeCoupon,
  type Coupon,
  type CouponLimits,
  type NewCoupon,
  type PromotionDraft,
  type PromotionId,
  type Range,
  type RedemptionId,
  type RulesModel,
  type WantedCoupon,
} from '../index.ts'

export const testActor: Actor = { ...systemActor('test'), kind: 'staff' }

const categories = new Map([
  ['clothing', ['clothing', 'shirts', 'coats']],
  ['shirts', ['shirts']],
  ['coats', ['coats']],
  ['books', ['books']],
])
const products = new Map([
  ['TEE-M', { handle: 'tee', category: 'shirts' }],
  ['TEE-L', { handle: 'tee', category: 'shirts' }],
  ['COAT', { handle: 'coat', category: 'coats' }],
  ['BOOK', { handle: 'book', category: 'books' }],
])
export const placeId = newId<'location'>()

export const testRange: Range = {
  isSku: (sku) => products.has(sku),
  productOf: (name) => products.get(name) ?? [...products.values()].find(({ handle }) => handle === name),
  categoryWithin: (handle) => {
    const within = categories.get(handle)
    return within && new Set(within)
  },
  isAttribute: (code) => code === 'colour' || code === 'brand',
  isAttributeValue: (code, value) => code === 'brand' || ['red', 'blue'].includes(value),
  isChannel: (code) => ['web', 'app', 'store'].includes(code),
  isLocation: (id) => id === placeId,
  isCurrency: (code) => code === 'PLN',
}

export const draft = (more: Partial<PromotionDraft> = {}): PromotionDraft => ({
  name: 'Lato',
  label: { pl: 'Lato', en: 'Summer' },
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
  ...more,
})

export const unlimited: CouponLimits = { total: null, perCode: 1, perCustomer: null, period: null }

/** A database with promotions, and so many processes on it, each a platform of its own. */
export async function openPromotionsWorld(processes = 1) {
  bindSecrets({ masterSecret: 'a secret of thirty-two characters' })
  bindRange(testRange)
  const database = await createTestDatabase()
  let ahead = 0
  const platforms: OpenPlatform[] = []
  const models: RulesModel[] = []
  for (let index = 0; index < processes; index += 1) {
    const platform = openPlatform({
      url: database.url,
      log: pino({ level: 'silent' }),
      poolSize: 4,
      clock: () => new Date(Date.now() + ahead),
    })
    const tail = openTail(platform)
    models.push(await openPromotions(platform, tail))
    await tail.start()
    platforms.push(platform)
  }
  // There is at least one.
  const platform = platforms[0] as OpenPlatform
  const rules = models[0] as RulesModel
  let codes = 0

  const world = {
    platform,
    platforms,
    rules,
    models,
    /** Moves the clock of every process. */
    skip: (ms: number) => {
      ahead += ms
    },
    query: platform.read(testActor).query,
    promotion: async (more: Partial<PromotionDraft> = {}): Promise<PromotionId> => {
      const { promotionId } = await platform.write(testActor, (ctx) => draftPromotion(ctx, draft(more)))
      return promotionId
    },
    /** Publishes as the system may: from this moment on. */
    publish: async (publish: PromotionId[], archive: PromotionId[] = [], at?: Date) =>
      platform.write(systemActor('test'), (ctx) =>
        publishPromotions(ctx, { publish, archive, at: at ?? ctx.now, reason: 'test' }),
      ),
    /** A promotion that is published, and that every process counts with. */
    inForce: async (): Promise<PromotionId> => {
      const promotionId = await world.promotion()
      await world.publish([promotionId])
      await vi.waitFor(
        () => expect(models.every((model) => model.promotion(promotionId))).toBe(true),
        PATIENCE,
      )
      return promotionId
    },
    coupon: async (
      limits: Partial<CouponLimits> = {},
      more: Partial<NewCoupon> = {},
    ): Promise<Coupon & { readonly code: string }> => {
      const promotionId = more.promotionId ?? (await world.promotion())
      const coupon = await platform.write(testActor, (ctx) =>
        makeCoupon(ctx, {
          name: 'Test',
          code: `CODE${(codes += 1)}`,
          limits: { ...unlimited, ...limits },
          validFrom: null,
          validUntil: null,
          channels: null,
          ...more,
          promotionId,
        }),
      )
      return { ...coupon, code: coupon.code ?? '' }
    },
    take: (code: string, more: Partial<WantedCoupon> = {}, at = platform) =>
      takeCoupon(at.command(testActor), {
        redemptionId: newId<'redemption'>(),
        code,
        cartId: newId<'cart'>(),
        channel: 'web',
        customerId: null,
        ...more,
      }),
    used: async (couponId: string): Promise<number> =>
      (
        await world.query<{ used: number }>(`select used from promotions.coupon_use where coupon_id = $1`, [
          couponId,
        ])
      )[0]?.used ?? -1,
    /** That the counters, of coupons and of unique codes, are what the rows say: uses that are out, and what stands aside for tills. */
    proved: async (): Promise<void> => {
      const wrong = await world.query(
        `select u.coupon_id as id, u.used from promotions.coupon_use u
          where u.used <> (select count(*) from promotions.redemption r where r.coupon_id = u.coupon_id
                             and r.state in ('reserved', 'committed'))
                          + (select coalesce(sum(l.uses - l.spent), 0) from promotions.lease l
                              where l.coupon_id = u.coupon_id and l.state = 'open')
         union all
         select k.code_key, k.used from promotions.coupon_code k
          where k.used <> (select count(*) from promotions.redemption r where r.coupon_id = k.coupon_id
                             and r.code_key = k.code_key and r.state in ('reserved', 'committed'))
                          + (select count(*) from promotions.lease_code s where s.code_key = k.code_key)
         union all
         select l.id, l.spent from promotions.lease l
          where l.batch_id is not null
            and (select count(*) from promotions.lease_code s where s.lease_id = l.id)
                <> (case l.state when 'open' then l.uses - l.spent else 0 end)`,
      )
      if (wrong.length > 0) throw new Error(`counters differ from rows: ${JSON.stringify(wrong)}`)
    },
    close: async () => {
      for (const one of platforms) await one.close()
      await database.drop()
      expectNoCircle(...platforms)
    },
  }
  return world
}

export type PromotionsWorld = Awaited<ReturnType<typeof openPromotionsWorld>>

export const newRedemption = (): RedemptionId => newId<'redemption'>()
export const newOrder = (): OrderId => newId<'order'>()
export const newCustomer = (): CustomerId => newId<'customer'>()
