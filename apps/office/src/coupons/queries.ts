import { unwrap, type paths } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE, type Query } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

// The API describes the kind as text: it is one of these.
export type Coupon = Omit<Got<'/v1/coupons'>['items'][number], 'kind'> &
  Readonly<{ kind: 'generic' | 'unique' }>
export type CouponBatch = Got<'/v1/coupon-batches'>['items'][number]
export type Redemption = Got<'/v1/coupons/{id}/redemptions'>['items'][number]
export type Leases = Got<'/v1/coupons/{id}/leases'>
export type Lease = Leases['items'][number]

type CouponState = NonNullable<paths['/v1/coupons']['get']['parameters']['query']>['state']

/** How often the office looks for new uses of a coupon that is open: they come from shoppers. */
const USES_SEEN_MS = 10_000

export const couponsQuery = (filter: Query) =>
  list(['coupons', filter], (cursor, signal) => {
    const { q, state, promotionId } = filter
    const query = { q, promotionId, state: state as CouponState, cursor, limit: PAGE }
    return unwrap(splot.GET('/v1/coupons', { params: { query }, signal }))
  })

export const couponQuery = (id: string) =>
  queryOptions({
    queryKey: ['coupon', id],
    queryFn: ({ signal }) => unwrap(splot.GET('/v1/coupons/{id}', { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: USES_SEEN_MS,
  })

export const redemptionsQuery = (id: string) => ({
  ...list(['redemptions', id], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/coupons/{id}/redemptions', {
        params: { path: { id }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  ),
  staleTime: 0,
  refetchInterval: USES_SEEN_MS,
})

/** How often the office looks how far a batch is, while one is being made. */
const WATCH_MS = 1_000

export const batchesQuery = (couponId: string) =>
  list(['coupon-batches', couponId], (cursor, signal) =>
    unwrap(splot.GET('/v1/coupon-batches', { params: { query: { couponId, cursor, limit: PAGE } }, signal })),
  )

export const watchBatches = (batches: readonly CouponBatch[]): number | false =>
  batches.some(({ finishedAt }) => finishedAt === null) && WATCH_MS

export const leasesQuery = (id: string) =>
  queryOptions({
    queryKey: ['coupon-leases', id],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/coupons/{id}/leases', { params: { path: { id } }, signal })),
  })
