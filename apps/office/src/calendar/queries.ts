import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import type { Got } from '../api/types.ts'

export type ActivePromotions = Got<'/v1/promotions/calendar'>
export type PriceCalendar = Got<'/v1/prices/calendar'>

/** When promotions count within `[from, until)`. */
export const promotionCalendarQuery = (from: string, until: string) =>
  queryOptions({
    queryKey: ['promotion-calendar', from, until],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/promotions/calendar', { params: { query: { from, until } }, signal })),
  })

/** When lists, exceptions and versions of prices count within `[from, until)`. */
export const priceCalendarQuery = (from: string, until: string) =>
  queryOptions({
    queryKey: ['price-calendar', from, until],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/prices/calendar', { params: { query: { from, until } }, signal })),
  })
