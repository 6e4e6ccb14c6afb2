import type { CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import { refuseUnknown } from '#modules/customers'
import { issueCode, type CouponId } from '#modules/promotions'
import { route, UuidSchema, type AnyRoute } from '#platform/http'

const issue = route({
  method: 'POST',
  path: '/v1/coupons/:id/codes',
  summary: 'Make one code that only this customer may use',
  description:
    'It is shown once. To everybody else it is as if there were no such code. 404 `customers.not_found` for nobody, and for whoever was forgotten.',
  tag: 'promotions',
  audience: ['staff', 'machine'],
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  schema: {
    params: Type.Object({ id: UuidSchema }),
    body: Type.Object({ customerId: UuidSchema }, { additionalProperties: false }),
    response: { 201: Type.Object({ code: Type.String() }) },
  },
  handle: async (ctx, { params, body }) => {
    // The schema has checked that it is a UUID.
    const customerId = body.customerId as CustomerId
    await refuseUnknown(ctx, customerId)
    return { code: await issueCode(ctx, params.id as CouponId, customerId) }
  },
})

export const routes: AnyRoute[] = [issue]
