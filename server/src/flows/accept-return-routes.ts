import { invariant, type LocationId, type OrderId } from '@splot/kernel'
import { Type } from 'typebox'
import { dispositions, returnById, returnReasonCodes, ReturnSchema, showReturn } from '#modules/returns'
import { QuantitySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { acceptReturn } from './accept-return.ts'
import { storePeople } from './fulfilment-view-routes.ts'

/** An order has at most 100 lines, and each may come back in two states. */
const MAX_LINES = 200
const MAX_LINE_NO = 100

const accept = route({
  method: 'POST',
  path: '/v1/returns',
  summary: 'Take goods back, in any place, and refund them',
  description:
    'Never more than was bought and has not come back yet: 409 `returns.too_many`. `sellable` pieces are on hand here at once, `quarantine` ones are put aside. The money goes to the tender that paid.',
  tag: 'returns',
  audience: storePeople,
  permission: 'returns.accept',
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        orderId: UuidSchema,
        locationId: Type.Optional(UuidSchema),
        lines: Type.Array(
          Type.Object(
            {
              lineId: Type.Integer({ minimum: 1, maximum: MAX_LINE_NO }),
              quantity: QuantitySchema,
              reason: Type.Union(returnReasonCodes.map((code) => Type.Literal(code))),
              disposition: Type.Union(dispositions.map((disposition) => Type.Literal(disposition))),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: MAX_LINES },
        ),
      },
      { additionalProperties: false },
    ),
    response: { 201: ReturnSchema },
  },
  handle: async (ctx, { body, key }) => {
    const returnId = await acceptReturn(
      ctx,
      {
        // The schema has checked that they are UUIDs.
        orderId: body.orderId as OrderId,
        locationId: body.locationId as LocationId | undefined,
        lines: body.lines.map(({ lineId, ...line }) => ({ ...line, lineNo: lineId })),
      },
      key,
    )
    const found = await returnById(ctx.platform.read(ctx.actor), returnId)
    invariant(found, 'a return that was accepted stands')
    return showReturn(found)
  },
})

export const routes: AnyRoute[] = [accept]
