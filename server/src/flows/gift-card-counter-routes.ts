import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { accountsById, NumberSchema, PinSchema, pinOf, type Account } from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import { InstantSchema, MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { storePeople } from './fulfilment-view-routes.ts'
import { OrderSchema } from './order-view-schema.ts'
import { orderView } from './order-view.ts'
import { sellGiftCard, type SoldCard } from './sell-gift-card.ts'
import { CashSchema } from './settle-till-sale-routes.ts'
import { topUpGiftCard } from './top-up-gift-card.ts'

/** What money for a card is taken in. */
const CashTenderSchema = Type.Object(
  { kind: Type.Literal('cash'), given: Type.Optional(CashSchema) },
  { additionalProperties: false },
)

/** The order of one line that a card is sold or topped up by, with what is given back. */
const orderOf = async (ctx: CommandContext, { orderId, accountId, change }: SoldCard) => {
  const [account] = await accountsById(ctx.platform.read(ctx.actor), [accountId])
  invariant(account, 'a card that money was taken for stands')
  return { account, order: { ...(await orderView(ctx, orderId, { owner: false })), change } }
}

const holding = ({ balanceMinor, currency, expiresAt }: Account) => ({
  balance: { minor: balanceMinor, currency },
  expiresAt: expiresAt?.toISOString() ?? null,
})

const overTheCounter = {
  tag: 'tills',
  audience: storePeople,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'required',
} as const

const sell = route({
  method: 'POST',
  path: '/v1/gift-cards/sales',
  summary: 'Sell a gift card over the counter for cash',
  description:
    'On an enrolled till, or with a key that belongs to a store. A multi-purpose voucher: no VAT now, VAT on what is bought with it. Answers number and PIN, for the slip.',
  ...overTheCounter,
  schema: {
    body: Type.Object({ value: MoneySchema, tender: CashTenderSchema }, { additionalProperties: false }),
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
    const { account, order } = await orderOf(ctx, await sellGiftCard(ctx, body, key))
    const { accountId, number, pinVersion } = account
    const giftCard = { id: accountId, number, pin: pinOf(number, pinVersion), ...holding(account) }
    return { ...order, giftCard }
  },
})

const topUp = route({
  method: 'POST',
  path: '/v1/gift-cards/top-ups',
  summary: 'Top a gift card up over the counter for cash',
  description:
    'On an enrolled till, or with a key that belongs to a store. The number is enough, no PIN is asked. An order of one line without VAT, as selling a card is; what was paid in is good for two years. 409 `storedvalue.full` when the card would hold more than it may, `storedvalue.expired`, `storedvalue.blocked`; 404 `storedvalue.no_such_card`.',
  ...overTheCounter,
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
    const { account, order } = await orderOf(ctx, await topUpGiftCard(ctx, body, ip, key))
    return { ...order, giftCard: { lastFour: account.number.slice(-4), ...holding(account) } }
  },
})

export const routes: AnyRoute[] = [sell, topUp]
