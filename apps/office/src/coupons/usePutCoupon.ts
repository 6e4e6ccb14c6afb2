import { unwrap, type paths } from '@splot/client'
import { splot } from '../api/client.ts'
import { useRefreshPromotions } from '../promotions/parts.tsx'
import type { Coupon } from './queries.ts'

type Sent = NonNullable<paths['/v1/coupons/{id}']['put']['requestBody']>['content']['application/json']

/** Writes a part of a coupon anew and leaves the rest as the reader saw it; refused when somebody was faster. */
export function usePutCoupon(coupon: Coupon): (part: Partial<Sent>) => Promise<void> {
  const refresh = useRefreshPromotions()
  const { id, version, name, limits, validFrom, validUntil, channels, state } = coupon
  return async (part) => {
    await unwrap(
      splot.PUT('/v1/coupons/{id}', {
        params: { path: { id } },
        headers: { 'if-match': `"${version}"` },
        // The state is one of those that the API told.
        body: { name, limits, validFrom, validUntil, channels, state: state as Sent['state'], ...part },
      }),
    )
    refresh()
  }
}
