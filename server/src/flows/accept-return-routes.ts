import { invariant, type LocationId, type OrderId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { dispositions, returnById, returnReasonCodes, ReturnSchema, showReturn } from '#modules/returns'
import { refundParts } from '#modules/payments'
import { showVat, VatSchema } from '#modules/tax'
import { MoneySchema, QuantitySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { acceptReturn, previewReturn } from './accept-return.ts'
import { storePeople } from './fulfilment-view-routes.ts'

/** An order has at most 100 lines, and each may come back in two states. */
const MAX_LINES = 200
const MAX_LINE_NO = 100

const BroughtBackSchema = Type.Object(
  {
    orderId: UuidSchema,
    locationId: Type.Optional(UuidSchema),
    withdrawnOn: Type.Optional(
      Type.String({
        format: 'date',
        description:
          'the day of her statement of withdrawal, when it came before the goods: by it counts whether she withdrew in time',
      }),
    ),
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
)

type Wire = Static<typeof BroughtBackSchema>

// The schema has checked that they are UUIDs.
const broughtBack = ({ orderId, locationId, withdrawnOn, lines }: Wire) => ({
  orderId: orderId as OrderId,
  locationId: locationId as LocationId | undefined,
  withdrawnOn,
  lines: lines.map(({ lineId, ...line }) => ({ ...line, lineNo: lineId })),
})

const preview = route({
  method: 'POST',
  path: '/v1/returns/previews',
  summary: 'Say what a return would refund, before it is confirmed',
  description:
    'Nothing is written. `withheld` is what promotions take back that no longer hold for what stays; never with a complaint or a statutory withdrawal. Below 0: an earlier one is made good.',
  tag: 'returns',
  audience: storePeople,
  permission: 'returns.accept',
  power: 'read',
  schema: {
    body: BroughtBackSchema,
    response: {
      200: Type.Object({
        refund: MoneySchema,
        shipping: MoneySchema,
        withheld: MoneySchema,
        shippingKept: Type.Object(
          { ...MoneySchema.properties },
          {
            description:
              'what of the price of delivery stays paid: a dearer way was chosen than the cheapest, and nothing was wrong',
          },
        ),
        vat: Type.Array(VatSchema, { description: 'in the refund, as it was charged' }),
        lines: Type.Array(
          Type.Object({ lineId: Type.Integer(), quantity: QuantitySchema, refund: MoneySchema }),
        ),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const { currency, refundMinor, shippingMinor, withheldMinor, keptShippingMinor, vat, lines } =
      await previewReturn(ctx, broughtBack(body))
    const money = (minor: number) => ({ minor, currency })
    return {
      refund: money(refundMinor),
      shipping: money(shippingMinor),
      withheld: money(withheldMinor),
      shippingKept: money(keptShippingMinor),
      vat: showVat(vat, currency),
      lines: lines.map((line) => ({
        lineId: line.lineNo,
        quantity: line.quantity,
        refund: money(line.refundMinor),
      })),
    }
  },
})

const accept = route({
  method: 'POST',
  path: '/v1/returns',
  summary: 'Take goods back, in any place, and refund them',
  description:
    'Never more than was bought and has not come back yet: 409 `returns.too_many`. `sellable` pieces are on hand here at once, `quarantine` ones are put aside. The money goes to the tenders that paid, money first, as far as each paid.',
  tag: 'returns',
  audience: storePeople,
  permission: 'returns.accept',
  power: 'command',
  idempotency: 'required',
  schema: {
    body: BroughtBackSchema,
    response: {
      201: Type.Object({
        ...ReturnSchema.properties,
        parts: Type.Array(Type.Object({ method: Type.String(), amount: MoneySchema }), {
          description: 'what each tender gives back of the refund, money first',
        }),
      }),
    },
  },
  handle: async (ctx, { body, key }) => {
    const returnId = await acceptReturn(ctx, broughtBack(body), key)
    const read = ctx.platform.read(ctx.actor)
    const found = await returnById(read, returnId)
    invariant(found, 'a return that was accepted stands')
    const parts = found.refundId ? await refundParts(read, [found.refundId]) : []
    return {
      ...showReturn(found),
      parts: parts.map(({ method, amountMinor }) => ({
        method,
        amount: { minor: amountMinor, currency: found.currency },
      })),
    }
  },
})

export const routes: AnyRoute[] = [preview, accept]
