import { ChosenDeliverySchema } from './delivery/wire.ts'
import { contentUnits } from '@splot/rules'
import { Type } from 'typebox'
import { BEFORE_FIRST, PricePerUnitSchema } from '#modules/pricing'
import { PromotionSchema } from '#modules/promotions'
import { VatSchema } from '#modules/tax'
import {
  CurrencySchema,
  InstantSchema,
  MoneySchema,
  QuantitySchema,
  SkuSchema,
  UuidSchema,
  WordsSchema,
} from '#platform/http'
import { MAX_LINES } from './limits.ts'

export const FulfilmentWishSchema = Type.Union([
  Type.Object({ kind: Type.Literal('pickup'), locationId: UuidSchema }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('ship') }, { additionalProperties: false }),
])

export const WantedLineSchema = Type.Object(
  { sku: SkuSchema, quantity: QuantitySchema, fulfilment: Type.Optional(FulfilmentWishSchema) },
  { additionalProperties: false },
)

export const NewCartSchema = Type.Object(
  {
    lines: Type.Optional(Type.Array(WantedLineSchema, { maxItems: MAX_LINES })),
    currency: Type.Optional(CurrencySchema),
  },
  { additionalProperties: false },
)

export const LineWishSchema = Type.Object(
  { quantity: Type.Optional(QuantitySchema), fulfilment: Type.Optional(FulfilmentWishSchema) },
  { additionalProperties: false, minProperties: 1 },
)

export const CartHeadersSchema = Type.Object({
  'x-cart-token': Type.Optional(Type.String({ maxLength: 100 })),
})

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** What can be had only later. */
export const LaterSchema = Type.Object({
  promisedOn: Type.String({ format: 'date', description: 'the day on which all of its pieces are here' }),
  kind: Type.Union([Type.Literal('preorder'), Type.Literal('backorder')], {
    description: 'preorder: nobody ever had one · backorder: it comes again',
  }),
})

export const CouponCodeSchema = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })

export const DiscountSchema = Type.Object({
  promotionId: UuidSchema,
  label: WordsSchema,
  amount: MoneySchema,
  code: Type.Optional(Type.String({ description: 'the code that opened it' })),
})

export const CartSchema = Type.Object({
  id: UuidSchema,
  token: Type.Optional(
    Type.String({ description: 'opens the basket (header x-cart-token); shown only once' }),
  ),
  version: Type.Integer(),
  state: Type.String({ description: 'open, ordered or expired' }),
  currency: CurrencySchema,
  shipTo: Type.String({ description: 'the country that it goes to when something is sent; ISO 3166-1' }),
  delivery: Type.Union([ChosenDeliverySchema, Type.Null()], {
    description: 'how it is sent; null: nothing is',
  }),
  lines: Type.Array(
    Type.Object({
      lineId: UuidSchema,
      sku: SkuSchema,
      name: WordsSchema,
      handle: Nullable(Type.String()),
      options: Type.Record(Type.String(), WordsSchema, { description: 'labels by option code' }),
      picture: Nullable(Type.Object({ url: Type.String(), alt: WordsSchema })),
      quantity: QuantitySchema,
      unitPrice: MoneySchema,
      lineTotal: Type.Object(MoneySchema.properties, { description: 'after promotions' }),
      pricePerUnit: Type.Optional(PricePerUnitSchema),
      before: Type.Optional(
        Type.Object(MoneySchema.properties, { description: 'the regular price of a reduced article' }),
      ),
      lowestPrice: Type.Optional(
        Type.Object(MoneySchema.properties, {
          description: 'the lowest of the 30 days before the reduction; must stand beside it',
        }),
      ),
      beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
      discounts: Type.Array(DiscountSchema),
      sellable: Type.Boolean({ description: 'false: no longer sold; take it out' }),
      fulfilment: Type.Object({
        kind: Type.String({ description: 'pickup or ship' }),
        locationId: Type.Optional(UuidSchema),
        locationName: Type.Optional(Type.String()),
        readyBy: Type.Optional(InstantSchema),
      }),
      hold: Type.Object({
        state: Type.String({ description: 'held, none or expired' }),
        expiresAt: Nullable(InstantSchema),
      }),
      later: Nullable(
        Type.Object(LaterSchema.properties, {
          description: 'it is not here and can be promised: name it at checkout to accept the day',
        }),
      ),
    }),
  ),
  giftCards: Type.Array(
    Type.Object({
      cardId: UuidSchema,
      amount: MoneySchema,
      topUp: Nullable(
        Type.Object(
          { lastFour: Type.String() },
          { description: 'the card that is topped up; null: a new one' },
        ),
      ),
      receiver: Nullable(
        Type.Object(
          { email: Type.String(), message: Type.String() },
          { description: 'to whom a new card is sent; null: to the buyer' },
        ),
      ),
    }),
    { description: 'money for gift cards: no goods, so no promotion, delivery or VAT touches it' },
  ),
  totals: Type.Object({
    gross: Type.Object(MoneySchema.properties, { description: 'goods, delivery and gift cards' }),
    vat: Type.Array(VatSchema),
    shipping: MoneySchema,
    goods: Type.Object(MoneySchema.properties, { description: 'before promotions' }),
    discount: Type.Object(MoneySchema.properties, {
      description: 'what promotions took off goods and delivery; the other amounts are after it',
    }),
  }),
  quote: Type.String({ description: 'the total, signed; send it with the checkout' }),
  shippingDiscounts: Type.Array(DiscountSchema),
  coupons: Type.Array(
    Type.Object({
      code: Type.String(),
      discount: MoneySchema,
      why: Type.Optional(
        Type.Object(WordsSchema.properties, {
          description: 'why it takes nothing off by now, for the shopper',
        }),
      ),
    }),
  ),
  gifts: Type.Array(
    Type.Object({
      sku: SkuSchema,
      name: WordsSchema,
      missing: Type.Integer({ description: 'pieces that may be put into the basket for nothing' }),
    }),
  ),
})

const MinorSchema = Type.Integer({ description: 'minor units of the basket’s currency' })

const BorneSchema = Type.Object({
  taxPpm: Type.Integer(),
  taxCountry: Type.Optional(
    Type.String({ description: 'whose VAT it is; missing: that of home; ISO 3166-1' }),
  ),
})

/** What a browser counts a basket with; see `packages/rules` for what the parts mean. */
export const CountingSchema = Type.Object({
  rulesVersion: Type.Integer(),
  promotions: Type.Array(
    Type.Object({
      ...PromotionSchema.properties,
      name: Type.Literal('', { description: 'what the office calls it is its own affair' }),
      conditions: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
        description: 'as the office wrote them, but of segments and groups only those that she is in',
      }),
    }),
  ),
  context: Type.Object({
    at: Type.Integer({ description: 'epoch milliseconds, by our clock' }),
    weekday: Type.Integer(),
    minutes: Type.Integer(),
    channel: Type.String(),
    location: Nullable(UuidSchema),
    segments: Type.Array(Type.String()),
    groups: Type.Array(Type.String()),
    firstOrder: Nullable(Type.Boolean()),
  }),
  goods: Type.Array(
    Type.Object({
      sku: SkuSchema,
      product: Type.String(),
      categories: Type.Array(Type.String()),
      attributes: Type.Record(Type.String(), Type.String()),
      taxLetter: Type.String(),
      taxes: Type.Object(
        { ship: BorneSchema, pickup: BorneSchema },
        { description: 'by the way in which it reaches her' },
      ),
      netContent: Nullable(
        Type.Object({
          amount: Type.Number(),
          unit: Type.Union(contentUnits.map((unit) => Type.Literal(unit))),
        }),
      ),
      prices: Type.Array(
        Type.Object({
          fromQuantity: Type.Integer(),
          unitMinor: MinorSchema,
          beforeMinor: Type.Optional(MinorSchema),
          lowestMinor: Type.Optional(MinorSchema),
          beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
        }),
        { description: 'of one piece, by the number of pieces from which it counts, ascending' },
      ),
    }),
  ),
  courier: Nullable(
    Type.Object(
      { grossMinor: MinorSchema, freeFromMinor: Nullable(MinorSchema) },
      { description: 'to the country of the basket' },
    ),
  ),
  shippingTax: Type.Object({ taxLetter: Type.String(), ...BorneSchema.properties }),
  home: Type.String({ description: 'the country that the rules do not name; ISO 3166-1' }),
  coupons: Type.Array(Type.Object({ code: Type.String(), promotionId: UuidSchema })),
  gifts: Type.Array(Type.Object({ sku: SkuSchema, name: WordsSchema })),
})
