import type { CustomerId, Sku, StaffId } from '@splot/kernel'
import { Type } from 'typebox'
import { CouponCodeSchema, MAX_COUPONS } from '#modules/carts'
import { slowingGuesses, type LeaseId, type PromotionId, type RedemptionId } from '#modules/promotions'
import { staffById } from '#modules/staff'
import { CardPartSchema, MAX_PER_ORDER } from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import {
  Answer,
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
import { taxLetters } from '#modules/tax'
import type { TillSale } from './settle-till-sale-draft.ts'
import { settleTillSale } from './settle-till-sale.ts'
import { writeOffSale } from './write-off-sale.ts'

/** Longer than any code that we make. */
const MAX_SHOWN_CODE = 200
const closed = { additionalProperties: false } as const
/** As many as an order holds. */
const MAX_LINES = 100
/** Minor units: more cash than this nobody puts on a counter, so it was mistyped. */
const MAX_CASH_MINOR = 100_000_000

/** Minor units: dearer than anything that is sold over a counter. */
const MAX_PAID_MINOR = 1_000_000_000
const MAX_NAME = 200
/** Promotions that one line may have got. */
const MAX_DISCOUNTS = 50
const MAX_PIECES = 99_999

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
            'used at that instant from what was set aside for this till: with `offline` never refused, flagged beyond it; else, when it does not cover the code any more, that is asked for anew',
        },
      ),
    ),
    held: Type.Optional({
      ...UuidSchema,
      description: 'the id under which a use is kept for this sale (`POST /v1/till-codes`)',
    }),
    promotionId: Type.Optional({ ...UuidSchema, description: 'what the till was told that it opens' }),
  },
  { additionalProperties: false },
)

const MinorSchema = Type.Integer({ minimum: 0, maximum: MAX_PAID_MINOR })
const PaidSchema = Type.Object(
  {
    unitMinor: Type.Integer({
      minimum: 0,
      maximum: MAX_PAID_MINOR,
      description: 'of one piece before promotions, minor units',
    }),
    grossMinor: Type.Integer({
      minimum: 0,
      maximum: MAX_PAID_MINOR,
      description: 'of the line after promotions',
    }),
    taxLetter: Type.Union(
      taxLetters.map((letter) => Type.Literal(letter)),
      { description: 'as on the fiscal receipt' },
    ),
    name: Type.String({
      minLength: 1,
      maxLength: MAX_NAME,
      description: 'should nobody else know the article',
    }),
    priceVersion: Type.Optional(
      Type.Integer({ minimum: 0, description: 'of the prices that the till knew' }),
    ),
    discounts: Type.Array(
      Type.Object(
        {
          promotionId: UuidSchema,
          label: Type.Object(
            { pl: Type.String({ maxLength: MAX_NAME }), en: Type.String({ maxLength: MAX_NAME }) },
            { additionalProperties: false },
          ),
          minor: MinorSchema,
          pieces: Type.Integer({ minimum: 0, maximum: MAX_PIECES }),
          code: Type.Optional(CouponCodeSchema),
        },
        { additionalProperties: false },
      ),
      { maxItems: MAX_DISCOUNTS },
    ),
  },
  { additionalProperties: false, description: 'with `offline`: what the customer paid for this line' },
)

const sell = route({
  method: 'POST',
  path: '/v1/till-sales',
  summary: 'Sell over the counter for cash, gift cards and store credit',
  description:
    'On an enrolled till, or with a key that belongs to a store. Prices are those of the channel `store`; `expectedTotal` must be their sum, else 409 `tills.total_changed` says what it is now. Stock never refuses a till sale. Gift cards and store credit pay the amounts that are said, cash the rest. With `offline` the sale is a fact, also when whoever sold it may not sell any more: it is priced again as of its instant and recorded as it was paid, whatever has changed; where the two differ it is flagged for the office (`GET /v1/incidents/sales`).',
  tag: 'tills',
  audience: storePeople,
  // A fact is recorded whatever became of the right to sell; anything else asks for it inside.
  permission: null,
  power: 'command',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        lines: Type.Array(
          Type.Object(
            { sku: SkuSchema, quantity: QuantitySchema, paid: Type.Optional(PaidSchema) },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: MAX_LINES },
        ),
        tender: Type.Optional(
          Type.Object(
            { kind: Type.Literal('cash'), given: Type.Optional(CashSchema) },
            { additionalProperties: false, description: 'for what gift cards do not pay' },
          ),
        ),
        soldBy: Type.Optional({
          ...UuidSchema,
          description:
            'with `offline`: who sold it, when it is sent with somebody else signed in; only from a till, otherwise whoever sends it',
        }),
        coupons: Type.Optional(Type.Array(ShownCodeSchema, { maxItems: MAX_COUPONS })),
        customerId: Type.Optional({
          ...UuidSchema,
          description:
            'whom this till has recognised within the last hour (`POST /v1/till-customers`), else 403 `tills.not_recognised`: the order is hers, priced with her groups, and codes are limited for her; a fact in the name of somebody whom it has not recognised is recorded without an account, and flagged',
        }),
        storeCredit: Type.Optional(
          Type.Object(
            { amount: MoneySchema, code: Type.String({ minLength: 1, maxLength: MAX_SHOWN_CODE }) },
            {
              additionalProperties: false,
              description:
                "what the customer's store credit pays, with the code that her account shows (`GET /v1/customers/me/code`); needs `customerId`. A code pays once: 409 `customers.code_used` asks for another one",
            },
          ),
        ),
        giftCards: Type.Optional(Type.Array(CardPartSchema, { maxItems: MAX_PER_ORDER })),
        expectedTotal: MoneySchema,
        offline: Type.Optional(
          Type.Object(
            {
              at: { ...InstantSchema, description: 'when it was sold, by the clock of the till' },
              rulesVersion: Type.Integer({ minimum: 0, description: 'of the promotions that the till knew' }),
            },
            {
              additionalProperties: false,
              description: 'it was made without a network and cannot be undone; only from a till',
            },
          ),
        ),
      },
      { additionalProperties: false },
    ),
    response: {
      201: Type.Object({ ...OrderSchema.properties, change: MoneySchema }),
    },
  },
  handle: async (ctx, { body, key, ip }) => {
    const { giftCards = [], coupons, customerId, lines, offline, soldBy, storeCredit, ...sale } = body
    const asked: TillSale = {
      ...sale,
      // The schema has checked the shapes of SKUs and ids.
      lines: lines.map(({ paid, sku, quantity }) => ({
        sku: sku as Sku,
        quantity,
        ...(paid && { paid: { ...paid, priceVersion: paid.priceVersion ?? null } }),
      })),
      customerId: customerId as CustomerId | undefined,
      soldBy: offline && (await sellerOf(ctx, soldBy as StaffId | undefined)),
      stored:
        giftCards.length > 0 || storeCredit
          ? { cards: giftCards, credit: storeCredit?.amount, ip }
          : undefined,
      shownCode: storeCredit?.code,
      coupons: coupons?.map(({ code, held, lease, promotionId }) => ({
        code,
        ...(held !== undefined && { held: held as RedemptionId }),
        ...(lease && { lease: { leaseId: lease.leaseId as LeaseId, at: new Date(lease.at) } }),
        ...(promotionId !== undefined && { promotionId: promotionId as PromotionId }),
      })),
      offline: offline && { at: new Date(offline.at), rulesVersion: offline.rulesVersion },
    }
    const settle = () => settleTillSale(ctx, asked, key)
    // Who asks with codes may be guessing; a fact tells nobody whether its codes are good.
    const guesses = !offline && coupons?.some(({ lease }) => !lease)
    const { orderId, change } = await (guesses ? slowingGuesses(ctx, { ip, cartId: null }, settle) : settle())
    return { ...(await orderView(ctx, orderId, { owner: false })), change }
  },
})

const MAX_WHY = 500

const writeOff = route({
  method: 'POST',
  path: '/v1/till-sales/write-offs',
  summary: 'Give up a sale that a till has made and that cannot be recorded',
  description:
    'For a manager at that till, who says why. What the till told of the sale is kept in the audit log (`tills.sale_written_off`): goods and cash have changed hands.',
  tag: 'tills',
  audience: ['staff'],
  permission: 'stock.incident',
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        saleId: { ...UuidSchema, description: 'the Idempotency-Key under which the till has sent it' },
        why: Type.String({ minLength: 3, maxLength: MAX_WHY }),
        refusedWith: Type.String({ maxLength: 200, description: 'the code of the refusal' }),
        total: MoneySchema,
        soldAt: InstantSchema,
        soldBy: UuidSchema,
        lines: Type.Array(
          Type.Object({ sku: Type.String({ maxLength: 64 }), quantity: Type.Integer() }, closed),
          { maxItems: MAX_LINES },
        ),
      },
      closed,
    ),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { body }) => {
    await writeOffSale(ctx, body)
    return new Answer(204, null)
  },
})

/** Somebody of ours who stands at a till is believed who sold what nobody can undo; a stranger sold nothing. */
async function sellerOf(
  { actor, platform }: CommandContext,
  said: StaffId | undefined,
): Promise<StaffId | undefined> {
  if (said === undefined || said === actor.staffId || actor.deviceId === null) return undefined
  return (await staffById(platform.read(actor), said))?.id
}

export const routes: AnyRoute[] = [sell, writeOff]
