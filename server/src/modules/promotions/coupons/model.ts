import {
  systemActor,
  perPlatform,
  type CommandContext,
  type Platform,
  type ReadContext,
} from '#platform/context'
import { keepFresh, type Tail } from '#platform/events'
import { MAX_GENERIC_CODES } from '../limits.ts'
import type { Coupon } from '../types.ts'
import { genericCoupons } from './store.ts'

/** Generic coupons of this process, by the keys of their codes. */
export interface CouponModel {
  readonly generic: (key: string) => Coupon | undefined
}

const models = perPlatform<CouponModel>('coupons')

export const couponsOf: (source: Platform | CommandContext | ReadContext) => CouponModel = models.of

/** Loads every generic code and follows `promotions.coupon_changed`. */
export async function openCoupons(platform: Platform, tail?: Tail): Promise<CouponModel> {
  if (models.has(platform)) return models.of(platform)
  let coupons: ReadonlyMap<string, Coupon> = new Map()
  const freshness = keepFresh(platform, 'coupons', async () => {
    coupons = await genericCoupons(platform.read(systemActor('coupons')), null, MAX_GENERIC_CODES)
  })
  tail?.on(['promotions.coupon_changed'], () => freshness.reload(null))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  return models.set(platform, { generic: (key) => coupons.get(key) })
}
