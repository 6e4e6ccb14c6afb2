import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { accountsById, NumberSchema } from '#modules/storedvalue'
import { InstantSchema, MoneySchema, route, type AnyRoute } from '#platform/http'
import { storePeople } from './fulfilment-view-routes.ts'
import { OrderSchema } from './order-view-schema.ts'
import { orderView } from './order-view.ts'
import { CashTenderSchema } from './sell-gift-card-routes.ts'
import { topUpGiftCard } from './top-up-gift-card.ts'

const topUp = route({
  method: 'POST',
  path: '/v1/gift-cards/top-ups',
  summary: 'Top a gift card up over the counter for cash',
  description:
    'On an enrolled till, or with a key that belongs to a store. The number is enough, no PIN is asked. An order of one line without VAT, as selling a card is; what was paid in is good for two years. 409 `storedvalue.full` when the card would hold more than it may, `storedvalue.expired`, `storedvalue.blocked`; 404 `storedvalue.no_such_card`.',
  tag: 'tills',
  audience: storePeople,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      { number: NumberSchema, value: MoneySchema, tender: CashTenderSchema },
      { additionalProperties: false },
    ),
    response: {
      201: Type.Object({
        ...OrderSchema.properties,
        change: MoneySchema,
        giftCard: Type.Object({
          lastFour: Type.String(),
          balance: { ...MoneySchema, description: 'with what was put on it' },
          expiresAt: Type.Union([InstantSchema, Type.Null()]),
        }),
      }),
    },
  },
  handle: async (ctx, { body, key, ip }) => {
    const { orderId, accountId, change } = await topUpGiftCard(ctx, body, ip, key)
    const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
    invariant(account, 'a card that was topped up stands')
    const { number, balanceMinor, currency, expiresAt } = account
    return {
      ...(await orderView(ctx, orderId, { owner: false })),
      change,
      giftCard: {
        lastFour: number.slice(-4),
        balance: { minor: balanceMinor, currency },
        expiresAt: expiresAt?.toISOString() ?? null,
      },
    }
  },
})

export const routes: AnyRoute[] = [topUp]
