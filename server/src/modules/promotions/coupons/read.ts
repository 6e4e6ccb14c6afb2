import type { OrderId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { Coupon, CouponId, Redemption, RedemptionId } from '../types.ts'
import { couponColumns, couponFrom, redemptionsFor, redemptionsOfOrders } from './store.ts'

/** Coupons by their ids, archived ones included. */
export const couponsById = async (ctx: ReadContext, ids: readonly CouponId[]): Promise<Coupon[]> =>
  (
    await ctx.query<Parameters<typeof couponFrom>[0]>(
      `select ${couponColumns} from promotions.coupon c where c.id = any($1::uuid[]) order by c.id`,
      [ids],
    )
  ).map(couponFrom)

/** Redemptions by their ids, as the tables have them; unknown ones are missing. */
export const redemptionsById = (
  ctx: ReadContext,
  ids: readonly RedemptionId[],
): Promise<readonly Redemption[]> => (ids.length === 0 ? Promise.resolve([]) : redemptionsFor(ctx, ids, []))

/** What orders have used. */
export const usesOfOrders = (
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<readonly Redemption[]> =>
  orderIds.length === 0 ? Promise.resolve([]) : redemptionsOfOrders(ctx, orderIds)

/** What a basket has reserved, lapsed or not: until somebody else takes it, it is the basket's. */
export const usesOfBasket = (ctx: ReadContext, cartId: string): Promise<readonly Redemption[]> =>
  redemptionsFor(ctx, [], [cartId])
