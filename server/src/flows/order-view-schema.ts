import { Type } from 'typebox'
import {
  CurrencySchema,
  InstantSchema,
  MoneySchema,
  SkuSchema,
  UuidSchema,
  WordsSchema,
} from '#platform/http'
import { ChosenDeliverySchema, DiscountSchema } from '#modules/carts'
import { VatSchema } from '#modules/tax'
import { orderStateNames } from '#modules/orders'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const SentSchema = Type.Object({
  ...ChosenDeliverySchema.properties,
  ordinaryMinor: Type.Optional(
    Type.Integer({
      description:
        'what the cheapest way that was offered cost then, minor units: of delivery no more comes back with a withdrawal; missing: all of it does',
    }),
  ),
})

export const OrderStateSchema = Type.String({ description: orderStateNames.join(', ') })

export const TotalsSchema = Type.Object({
  gross: MoneySchema,
  vat: Type.Array(VatSchema),
  shipping: MoneySchema,
  goods: Type.Object(MoneySchema.properties, { description: 'what she gets, before promotions' }),
  discount: Type.Object(MoneySchema.properties, {
    description: 'what promotions took off goods and delivery, as bought; the other amounts are after it',
  }),
})

/** An order on the wire, the same in every channel. */
export const OrderSchema = Type.Object({
  id: UuidSchema,
  number: Type.String({ description: 'nine digits; what people say' }),
  state: OrderStateSchema,
  words: WordsSchema,
  channel: Type.String(),
  customerId: Type.Optional(UuidSchema),
  locationId: Nullable(UuidSchema),
  placedAt: InstantSchema,
  currency: CurrencySchema,
  lines: Type.Array(
    Type.Object({
      lineId: Type.Integer({ description: 'the line number, from 1' }),
      sku: SkuSchema,
      name: WordsSchema,
      options: Type.Record(Type.String(), WordsSchema, { description: 'labels by option code' }),
      quantity: Type.Integer({ description: 'what she gets; 0 when all was cancelled' }),
      returned: Type.Integer(),
      cancelled: Type.Integer({ description: 'pieces that could not be had; not in `quantity` and `total`' }),
      awaited: Nullable(
        Type.Object(
          {
            promisedOn: Nullable(
              Type.String({ format: 'date', description: 'null: nobody knows the day any more' }),
            ),
          },
          { description: 'pieces of it are still on their way to us; what is sent with it waits' },
        ),
      ),
      insteadOf: Nullable(
        Type.Object(
          { sku: SkuSchema, name: WordsSchema },
          { description: 'what was bought, where this stands in for it' },
        ),
      ),
      unitPrice: MoneySchema,
      total: MoneySchema,
      discounts: Type.Array(DiscountSchema),
      taxLetter: Type.String(),
      taxPpm: Type.Integer(),
      taxCountry: Type.String({ description: 'whose VAT it bears; ISO 3166-1' }),
    }),
  ),
  totals: TotalsSchema,
  delivery: Type.Union([SentSchema, Type.Null()], {
    description: 'how it is sent, as it was chosen; null: nothing is sent, or there was no choice',
  }),
  fulfilments: Type.Array(
    Type.Object({
      id: UuidSchema,
      kind: Type.String(),
      state: Type.String(),
      location: Type.Object({
        id: UuidSchema,
        code: Type.String(),
        name: Type.String(),
        address: Type.Object({
          street: Type.String(),
          postcode: Type.String(),
          city: Type.String(),
          country: Type.String(),
        }),
      }),
      promisedAt: Nullable(InstantSchema),
      pickupCode: Type.Optional(Type.String({ description: 'the customer only' })),
      pickupQr: Type.Optional(Type.String({ description: 'the customer only' })),
    }),
  ),
  payments: Type.Array(
    Type.Object({
      id: UuidSchema,
      method: Type.String(),
      state: Type.String(),
      amount: MoneySchema,
      refunded: MoneySchema,
      declineCode: Type.Optional(Type.String()),
    }),
  ),
  giftCards: Type.Optional(
    Type.Array(
      Type.Object({
        id: UuidSchema,
        lineId: Type.Integer(),
        kind: Type.String({ description: 'card: a new one · top_up: of one that somebody has' }),
        state: Type.String({
          description:
            'waiting: for the money · done · taken_back: given up by the buyer · void: never issued',
        }),
        amount: MoneySchema,
        lastFour: Nullable(Type.String()),
        isGift: Type.Boolean({ description: 'sent to somebody else' }),
        mailedTo: Type.Optional(
          Type.String({
            description:
              'of a new card, which comes by e-mail: buyer (it may be sent again) · receiver. Left out where a card was topped up',
          }),
        ),
        number: Type.Optional(
          Type.String({
            description:
              'of a new card; as the three that follow only for the buyer who has signed in, and never of a gift',
          }),
        ),
        pin: Type.Optional(Type.String()),
        balance: Type.Optional(MoneySchema),
        expiresAt: Type.Optional(Nullable(InstantSchema)),
        returnable: Type.Optional({
          ...MoneySchema,
          description: 'what she gets back when she gives it up now: what is not spent, for 14 days',
        }),
      }),
      { description: 'bought on the web' },
    ),
  ),
  returns: Type.Array(Type.Object({ number: Type.String(), state: Type.String(), refunded: MoneySchema })),
  company: Type.Optional(
    Type.Object(
      { name: Type.String(), nip: Type.String() },
      { description: 'the customer only: the business that she bought for' },
    ),
  ),
  orderToken: Type.Optional(
    Type.String({ description: 'the customer only: opens the order (header x-order-token)' }),
  ),
})
