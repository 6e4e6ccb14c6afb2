import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { accountsById, NumberSchema, PinSchema, pinOf } from '#modules/storedvalue'
import { InstantSchema, MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { storePeople } from './fulfilment-view-routes.ts'
import { OrderSchema } from './order-view-schema.ts'
import { orderView } from './order-view.ts'
import { sellGiftCard } from './sell-gift-card.ts'
import { CashSchema } from './settle-till-sale-routes.ts'

/** What money for a card is taken in. */
export const CashTenderSchema = Type.Object(
  { kind: Type.Literal('cash'), given: Type.Optional(CashSchema) },
  { additionalProperties: false },
)

const sell = route({
  method: 'POST',
  path: '/v1/gift-cards/sales',
  summary: 'Sell a gift card over the counter for cash',
  description:
    'On an enrolled till, or with a key that belongs to a store. A multi-purpose voucher: no VAT now, VAT on what is bought with it. Answers number and PIN, for the slip.',
  tag: 'tills',
  audience: storePeople,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        value: MoneySchema,
        tender: CashTenderSchema,
      },
      { additionalProperties: false },
    ),
    response: {
      201: Type.Object({
        ...OrderSchema.properties,
        change: MoneySchema,
        giftCard: Type.Object({
          id: UuidSchema,
          number: NumberSchema,
          pin: PinSchema,
          balance: MoneySchema,
          expiresAt: Type.Union([InstantSchema, Type.Null()]),
        }),
      }),
    },
  },
  handle: async (ctx, { body, key }) => {
    const { orderId, accountId, change } = await sellGiftCard(ctx, body, key)
    const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
    invariant(account, 'a card that was sold stands')
    const { number, pinVersion, balanceMinor, currency, expiresAt } = account
    return {
      ...(await orderView(ctx, orderId, { owner: false })),
      change,
      giftCard: {
        id: accountId,
        number,
        pin: pinOf(number, pinVersion),
        balance: { minor: balanceMinor, currency },
        expiresAt: expiresAt?.toISOString() ?? null,
      },
    }
  },
})

export const routes: AnyRoute[] = [sell]
