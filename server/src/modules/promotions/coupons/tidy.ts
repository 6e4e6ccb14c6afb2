import { HOUR_MS } from '@splot/kernel'
import type { Platform } from '#platform/context'
import { defineJob, jobActor } from '#platform/jobs'
import { MAX_COLLECTED, MAX_LEASE_MS } from '../limits.ts'
import type { CouponId } from '../types.ts'
import { endLeases, leasesOverSince, lockLeases } from './lease-store.ts'
import { collectLapsed, lockUses } from './store.ts'

/** Reservations lapse long before anybody tidies: their baskets may still come back for them. */
const LAPSED_FOR_MS = HOUR_MS
/** Coupons that are looked at in one transaction. */
const COUPONS_AT_ONCE = 50

/** Collects what baskets let lapse and nobody wanted since; only tables stay small by it. Answers with how many it was. */
export async function tidyRedemptions(platform: Platform): Promise<number> {
  let collected = 0
  for (;;) {
    const found = await platform.write(jobActor('promotions.tidy'), async (ctx) => {
      const before = new Date(ctx.now.getTime() - LAPSED_FOR_MS)
      const coupons = await ctx.query<{ coupon_id: CouponId }>(
        `select distinct coupon_id from promotions.redemption where state = 'reserved' and expires_at <= $1
          order by coupon_id limit $2`,
        [before, COUPONS_AT_ONCE],
      )
      const ids = coupons.map((row) => row.coupon_id)
      if (ids.length === 0) return 0
      await lockUses(ctx, ids)
      return collectLapsed(ctx, ids, [], MAX_COLLECTED)
    })
    if (found === 0) return collected
    collected += found
  }
}

/** Ends leases that were over long ago and that nobody was in want of: a till may still tell for as long what it did in time. */
export async function tidyLeases(platform: Platform): Promise<void> {
  for (;;) {
    const found = await platform.write(jobActor('promotions.tidy'), async (ctx) => {
      const over = await leasesOverSince(ctx, new Date(ctx.now.getTime() - MAX_LEASE_MS), COUPONS_AT_ONCE)
      await lockUses(ctx, [...new Set(over.map(({ couponId }) => couponId))].sort())
      const locked = await lockLeases(
        ctx,
        over.map(({ leaseId }) => leaseId),
      )
      await endLeases(
        ctx,
        locked.filter(({ state }) => state === 'open'),
      )
      return over.length
    })
    if (found === 0) return
  }
}

export const tidyJob = defineJob({
  name: 'promotions.tidy',
  cron: '*/10 * * * *',
  run: async (platform) => {
    await tidyRedemptions(platform)
    await tidyLeases(platform)
  },
})
