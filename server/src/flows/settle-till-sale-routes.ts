import type { Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { CouponCodeSchema, MAX_COUPONS } from '#modules/carts'
import type { LeaseId } from '#modules/promotions'
import { CardPartSchema, MAX_PER_ORDER } from '#modules/storedvalue'
import {
  InstantSchema,
  MoneySchema,
  QuantitySchema,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { storePeople } from './fulfilment-view-routes.ts'
import { OrderSchema } from './order-view-schema.ts'
import { orderView } from './order-view.ts'
import { settleTillSale } from './settle-till-sale.ts'

/** As many as an order holds. */
const MAX_LINES = 100
/** Minor units: more cash than this nobody puts on a counter, so it was mistyped. */
const MAX_CASH_MINOR = 100_000_000

/** Cash on the counter. */
export const CashSchema = Type.Object(
  { ...MoneySchema.properties, minor: Type.Integer({ minimum: 0, maximum: MAX_CASH_MINOR }) },
  { additionalProperties: false },
)

const ShownCodeSchema = Type.Object(
  {
    code: CouponCodeSchema,
    lease: Type.Optional(
      Type.Object(
        { leaseId: UuidSchema, at: InstantSchema },
        {
          additionalProperties: false,
          description:
            'used without a network, at that instant, from what was set aside for this till; never refused, flagged beyond it',
        },
      ),
    ),
  },
  { additionalProperties: false },
)

const sell = route({
  method: 'POST',
  path: '/v1/till-sales',
  summary: 'Sell over the counter for cash and gift cards',
  description:
    'On an enrolled till, or with a key that belongs to a store. Prices are those of the channel `store`; `expectedTotal` must be their sum, else 409 `tills.total_changed` says what it is now. Stock never refuses a till sale. Gift cards pay the amounts that are said, cash the rest.',
  tag: 'tills',
  audience: storePeople,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        lines: Type.Array(
          Type.Object({ sku: SkuSchema, quantity: QuantitySchema }, { additionalProperties: false }),
          { minItems: 1, maxItems: MAX_LINES },
        ),
        tender: Type.Optional(
          Type.Object(
            { kind: Type.Literal('cash'), given: Type.Optional(CashSchema) },
            { additionalProperties: false, description: 'for what gift cards do not pay' },
          ),
        ),
        coupons: Type.Optional(Type.Array(ShownCodeSchema, { maxItems: MAX_COUPONS })),
        giftCards: Type.Optional(Type.Array(CardPartSchema, { maxItems: MAX_PER_ORDER })),
        expectedTotal: MoneySchema,
      },
      { additionalProperties: false },
    ),
    response: {
      201: Type.Object({ ...OrderSchema.properties, change: MoneySchema }),
    },
  },
  handle: async (ctx, { body, key, ip }) => {
    // The schema has checked the shape of the SKUs.
    const lines = body.lines as { sku: Sku; quantity: number }[]
    const { giftCards = [], coupons, ...sale } = body
    const stored = giftCards.length > 0 ? { cards: giftCards, ip } : undefined
    const codes = coupons?.map(({ code, lease }) => ({
      code,
      ...(lease && { lease: { leaseId: lease.leaseId as LeaseId, at: new Date(lease.at) } }),
    }))
    const { orderId, change } = await settleTillSale(ctx, { ...sale, lines, stored, coupons: codes }, key)
    return { ...(await orderView(ctx, orderId, { owner: false })), change }
  },
})

export const routes: AnyRoute[] = [sell]
