import type { OrderId } from '@splot/kernel'
import { Type } from 'typebox'
import { numbersOf } from '#modules/orders'
import {
  couponFor,
  redemptionsOfCoupon,
  RedemptionSchema,
  showRedemption,
  type CouponId,
} from '#modules/promotions'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'

const uses = route({
  method: 'GET',
  path: '/v1/coupons/:id/redemptions',
  summary: 'List the uses of a coupon, newest first, with the numbers of their orders',
  tag: 'promotions',
  audience: ['staff', 'machine'],
  permission: 'promotions.read',
  power: 'read',
  schema: {
    params: Type.Object({ id: UuidSchema }),
    query: Type.Object(PageQuery, { additionalProperties: false }),
    response: {
      200: pageOf(
        Type.Object({
          ...RedemptionSchema.properties,
          orderNumber: Type.Union([Type.String(), Type.Null()], {
            description: 'null: it lies in a basket, or was given back before there was an order',
          }),
        }),
      ),
    },
  },
  handle: async (ctx, { params, query }) => {
    // The schema has checked that it is a UUID.
    const { couponId } = await couponFor(ctx, params.id as CouponId)
    const [takenAt, id] = decodeCursor(query.cursor, ['instant', 'uuid'])
    const before = takenAt === undefined || id === undefined ? null : { takenAt, id }
    const rows = await redemptionsOfCoupon(ctx, couponId, before, rowsAsked(query))
    const { items, next } = pageFrom(rows, query, (use) => [use.takenAt.toISOString(), use.redemptionId])
    const orders = items.flatMap(({ orderId }): OrderId[] => (orderId === null ? [] : [orderId]))
    const numbers = await numbersOf(ctx, orders)
    return {
      items: items.map((use) => ({
        ...showRedemption(use),
        orderNumber: use.orderId === null ? null : (numbers.get(use.orderId) ?? null),
      })),
      next,
    }
  },
})

export const routes: AnyRoute[] = [uses]
