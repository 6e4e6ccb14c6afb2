import { Refusal, type CartId, type CustomerId, type Sku } from '@splot/kernel'
import { amountText, wordsOf } from '@splot/rules'
import { Type, type Static } from 'typebox'
import {
  accessOf,
  cartById,
  CartHeadersSchema,
  cartPortsOf,
  priceGoods,
  shopperOf,
  waysOf,
  type PricedGoods,
} from '#modules/carts'
import {
  findCoupons,
  MAX_CODES_OF_BASKET,
  normalise,
  refusalWords,
  rulesOf,
  slowingGuesses,
} from '#modules/promotions'
import type { CommandContext } from '#platform/context'
import {
  LocaleSchema,
  MoneySchema,
  QuantitySchema,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { buyerAtTill, type Buyer } from './recognise-customer.ts'

const MAX_ASKED_LINES = 200
const closed = { additionalProperties: false } as const
const Code = Type.String({ minLength: 1, maxLength: 200 })

const BodySchema = Type.Object(
  {
    code: Code,
    locale: Type.Optional(LocaleSchema),
    cartId: Type.Optional({ ...UuidSchema, description: 'a basket of ours, with its `x-cart-token`' }),
    lines: Type.Optional(
      Type.Array(
        Type.Object(
          {
            sku: SkuSchema,
            quantity: QuantitySchema,
            fulfilment: Type.Optional(
              Type.Union([Type.Literal('counter'), Type.Literal('pickup'), Type.Literal('ship')]),
            ),
          },
          closed,
        ),
        { maxItems: MAX_ASKED_LINES, description: 'or the goods themselves' },
      ),
    ),
    codes: Type.Optional(
      Type.Array(Code, { maxItems: MAX_CODES_OF_BASKET, description: 'codes that the goods have already' }),
    ),
    customerId: Type.Optional({
      ...UuidSchema,
      description:
        'whom this till has recognised within the last hour (`POST /v1/till-customers`), else 403 `tills.not_recognised`; with `lines`',
    }),
    tender: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  closed,
)

const AnswerSchema = Type.Object({
  good: Type.Boolean(),
  code: Type.String(),
  words: Type.String({ description: 'for the shopper, in the language asked for' }),
  reason: Type.Union([Type.String(), Type.Null()], {
    description:
      'unknown, not_yet, over, other_channel, customer_needed, used_up, set_aside (for a till, until when the words say), customer_limit, period_limit; or what keeps the promotion from this basket: value, quantity, no_matching_goods, another_is_better, …',
  }),
  label: Type.Union([Type.String(), Type.Null()]),
  promotionId: Type.Union([UuidSchema, Type.Null()], {
    description: 'what the code opens, also where it takes nothing off this basket yet; null: nothing',
  }),
  wanted: Type.Optional(Type.Integer({ description: 'pieces, or minor units for `value`' })),
  had: Type.Optional(Type.Integer()),
  discount: { ...MoneySchema, description: 'what the code takes off this basket' },
  total: { ...MoneySchema, description: 'of the basket with the code, shipping included' },
})
type Body = Static<typeof BodySchema>
type ValidateAnswer = Static<typeof AnswerSchema>

const validate = route({
  method: 'POST',
  path: '/v1/coupons/validate',
  summary: 'Tell whether a code is good for a basket, or why not',
  description:
    'Nothing is reserved. Wrong codes are counted by address, basket and account; too many: 429 `promotions.too_many_guesses`. A code that belongs to somebody else is answered like one that does not exist.',
  tag: 'promotions',
  audience: ['visitor', 'customer', 'device', 'staff', 'machine'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  schema: { headers: CartHeadersSchema, body: BodySchema, response: { 200: AnswerSchema } },
  handle: async (ctx, { headers, body, ip }) => {
    const buyer = await buyerOf(ctx, body)
    const contents = await contentsOf(ctx, headers, body, buyer)
    const from = { ip, cartId: body.cartId ?? null }
    const { answer } = await slowingGuesses(
      ctx,
      from,
      () => validateCode(ctx, body, contents, buyer),
      ({ unknown }) => unknown,
    )
    return answer
  },
})

/** A code that the basket has, or would have. */
interface Shown {
  readonly code: string
  readonly promotionId: string
}

interface Contents {
  /** What the basket has already; the code that is asked about may be among them. */
  readonly coupons: readonly Shown[]
  readonly priceWith: (coupons: readonly Shown[]) => PricedGoods
}

/** Whoever asks, or at a till the customer who stands there. */
async function buyerOf(ctx: CommandContext, { customerId, cartId }: Body): Promise<Buyer> {
  if (customerId !== undefined && cartId !== undefined) {
    throw new Refusal(
      'invalid',
      'coupons.basket_has_owner',
      'A basket knows whose it is: leave out `customerId`.',
      {
        errors: [{ pointer: '/customerId', detail: 'not with `cartId`' }],
      },
    )
  }
  // The schema has checked that it is a UUID.
  if (customerId !== undefined) return buyerAtTill(ctx, customerId as CustomerId)
  return { customerId: ctx.actor.customerId, shopper: await shopperOf(ctx, ctx.actor) }
}

async function contentsOf(
  ctx: CommandContext,
  headers: Static<typeof CartHeadersSchema>,
  { cartId, lines = [], tender }: Body,
  { shopper }: Buyer,
): Promise<Contents> {
  const { actor } = ctx
  const asked = { channel: actor.channel, place: actor.locationId, tender: tender ?? null }
  if (cartId !== undefined) {
    // The schema has checked that it is a UUID.
    const cart = await cartById(ctx, cartId as CartId, accessOf(ctx, headers))
    const { currency, shipTo, delivery } = cart
    const scope = { ...asked, currency, shipTo, delivery, shopper: await shopperOf(ctx, cart) }
    const goods = cart.lines.map((line) => ({ ...line, ...waysOf(line) }))
    return { coupons: cart.coupons, priceWith: (coupons) => priceGoods(ctx, goods, { ...scope, coupons }) }
  }
  const currency = cartPortsOf(ctx).currency(actor.channel.code)
  const scope = { ...asked, currency, shopper }
  const usual = actor.locationId === null ? 'ship' : 'counter'
  const goods = lines.map(({ sku, quantity, fulfilment = usual }, index) => ({
    lineId: String(index + 1),
    // The schema has checked its shape.
    sku: sku as Sku,
    quantity,
    fulfilment,
  }))
  return { coupons: [], priceWith: (coupons) => priceGoods(ctx, goods, { ...scope, coupons }) }
}

/**
 * The code's own terms and limits first, then what its promotion does to this basket. `unknown`: how many of all codes that were named nobody
 * knows, because the total tells which of them count.
 */
async function validateCode(
  ctx: CommandContext,
  { code, codes = [], locale = 'pl' }: Body,
  { coupons, priceWith }: Contents,
  { customerId }: Buyer,
): Promise<{ readonly answer: ValidateAnswer; readonly unknown: number }> {
  const { actor } = ctx
  const own = coupons.find((coupon) => normalise(coupon.code) === normalise(code))
  const found = await findCoupons(ctx, own ? codes : [code, ...codes], {
    channel: actor.channel.code,
    customerId,
  })
  const asked = own ?? found[0]
  const priced = priceWith([...coupons, ...found.flatMap((one) => (one.state === 'granted' ? [one] : []))])
  const unknown = found.filter((one) => 'reason' in one && one.reason === 'unknown').length
  if (asked && !('reason' in asked)) return { answer: judged(ctx, asked, priced, locale), unknown }
  const { reason, words } = asked ?? { reason: 'unknown' as const, words: refusalWords.unknown }
  const refused = { good: false, code, reason, words: words[locale], label: null, promotionId: null }
  return { answer: { ...sums(priced, 0), ...refused }, unknown }
}

const sums = (priced: PricedGoods, minor: number) => ({
  discount: { minor, currency: priced.currency },
  total: { minor: priced.grossMinor, currency: priced.currency },
})

/** What the promotion that the code opens does to the basket, in words. */
function judged(ctx: CommandContext, asked: Shown, priced: PricedGoods, locale: 'pl' | 'en'): ValidateAnswer {
  const promotion = rulesOf(ctx).promotion(asked.promotionId)
  const label = promotion?.label[locale] ?? null
  const use = priced.coupons.find(({ promotionId }) => promotionId === asked.promotionId)
  const minor = use?.minor ?? 0
  const base = { ...sums(priced, minor), code: asked.code, label, promotionId: asked.promotionId }
  const obstacle = use?.obstacle
  if (!obstacle) {
    const off = amountText(-minor, priced.currency, locale)
    return { ...base, good: true, reason: null, words: label === null ? off : `${label}: ${off}` }
  }
  return {
    ...base,
    good: false,
    reason: obstacle.reason,
    words: wordsOf(obstacle, locale, priced.currency, priced.context).short,
    ...(obstacle.wanted !== undefined && { wanted: obstacle.wanted }),
    ...(obstacle.had !== undefined && { had: obstacle.had }),
  }
}

export const routes: AnyRoute[] = [validate]
