import { Refusal, type CartId, type Currency, type OrderId } from '@splot/kernel'
import {
  compileRules,
  priceBasket,
  wordsOf,
  type Discount,
  type Obstacle,
  type PricedBasket,
  type PriceSource,
  type PromotionTrace,
  type TaxedPart,
  type Words,
} from '@splot/rules'
import { Type, type Static } from 'typebox'
import { accessOf, cartById, CartHeadersSchema, priceCart, shopperOf, type Shopper } from '#modules/carts'
import { pricingOf } from '#modules/orders'
import { ruleSetByVersion, rulesOf } from '#modules/promotions'
import { HOME_COUNTRY } from '#modules/tax'
import { holdsEverywhere, type ReadContext } from '#platform/context'
import { MoneySchema, route, SkuSchema, UuidSchema, WordsSchema, type AnyRoute } from '#platform/http'
import { keepToOwner } from './keep-to-owner.ts'

const Because = Type.Object({
  short: Type.Object(WordsSchema.properties, { description: 'for the shopper' }),
  long: Type.Optional(
    Type.Object(WordsSchema.properties, { description: 'for staff: lists, versions, ids, amounts' }),
  ),
})

const TaxSchema = Type.Object(
  {
    country: Type.String({ description: 'ISO 3166-1' }),
    letter: Type.String({ description: 'class of goods' }),
    ppm: Type.Integer(),
  },
  { description: 'the VAT in it: of where it arrives, or of the place where it is handed over' },
)

const ExplanationSchema = Type.Object({
  rulesVersion: Type.Integer({ description: 'of the promotions that were in force' }),
  lines: Type.Array(
    Type.Object({
      line: Type.Integer({ description: 'from 1' }),
      sku: SkuSchema,
      quantity: Type.Integer(),
      unit: Type.Object(MoneySchema.properties, { description: 'of one piece, before promotions' }),
      price: Type.Union([Because, Type.Null()], { description: 'list, quantity break and exceptions' }),
      discounts: Type.Array(Type.Object({ promotionId: UuidSchema, amount: MoneySchema, because: Because }), {
        description: 'in the order in which they were taken',
      }),
      total: MoneySchema,
      tax: TaxSchema,
    }),
  ),
  shipping: Type.Union([
    Type.Object({
      list: MoneySchema,
      discounts: Type.Array(Type.Object({ promotionId: UuidSchema, amount: MoneySchema, because: Because })),
      total: MoneySchema,
      tax: TaxSchema,
    }),
    Type.Null(),
  ]),
  rejected: Type.Array(
    Type.Object({
      promotionId: UuidSchema,
      name: Type.Optional(Type.String({ description: 'what the office calls it; staff only' })),
      label: WordsSchema,
      because: Because,
    }),
    {
      description:
        'promotions that did not count, each with the first thing that kept it; shoppers see public ones',
    },
  ),
})

type Explanation = Static<typeof ExplanationSchema>

const both = (say: (locale: 'pl' | 'en') => string): Words => ({ pl: say('pl'), en: say('en') })

/** The short form for everybody, the long one for staff. */
const because = (
  what: Obstacle | Discount | PriceSource,
  currency: Currency,
  isStaff: boolean,
  who?: Shopper,
) => ({
  short: both((locale) => wordsOf(what, locale, currency, who).short),
  ...(isStaff && { long: both((locale) => wordsOf(what, locale, currency).long) }),
})

/** What of a promotion may be told: its name and label. */
type Named = (
  promotionId: string,
) => { readonly name: string; readonly label: Words; readonly isPublic: boolean } | undefined

function explain(priced: PricedBasket, named: Named, isStaff: boolean, who?: Shopper): Explanation {
  const { currency } = priced
  const money = (minor: number) => ({ minor, currency })
  const taken = (discount: Discount) => ({
    promotionId: discount.promotionId,
    amount: money(discount.minor),
    because: because(discount, currency, isStaff),
  })
  const reject = ({ promotionId, obstacle }: PromotionTrace) => {
    const promotion = named(promotionId)
    if (!promotion || !obstacle || !(isStaff || promotion.isPublic)) return []
    const { name, label } = promotion
    return [
      { promotionId, ...(isStaff && { name }), label, because: because(obstacle, currency, isStaff, who) },
    ]
  }
  return {
    rulesVersion: priced.rulesVersion,
    lines: priced.lines.map((line, index) => ({
      line: index + 1,
      sku: line.sku,
      quantity: line.quantity,
      unit: money(line.unitMinor),
      price: line.price ? because(line.price, currency, isStaff) : null,
      discounts: line.discounts.map(taken),
      total: money(line.grossMinor),
      tax: taxIn(line),
    })),
    shipping: priced.shipping && {
      list: money(priced.shipping.listMinor),
      discounts: priced.shipping.discounts.map(taken),
      total: money(priced.shipping.grossMinor),
      tax: taxIn(priced.shipping),
    },
    rejected: (priced.rejected ?? []).flatMap(reject),
  }
}

const taxIn = ({ taxCountry = HOME_COUNTRY, taxLetter, taxPpm }: Omit<TaxedPart, 'grossMinor'>) => ({
  country: taxCountry,
  letter: taxLetter,
  ppm: taxPpm,
})

const nameIn =
  (find: (id: string) => { name: string; label: Words; audience: string } | undefined): Named =>
  (id) => {
    const found = find(id)
    return found && { name: found.name, label: found.label, isPublic: found.audience === 'public' }
  }

const ofBasket = route({
  method: 'GET',
  path: '/v1/carts/:cartId/explanation',
  summary: 'Say why each line of a basket costs what it costs',
  description:
    'Where each price comes from, what was taken off in which order, and what did not count and why.',
  tag: 'carts',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'command',
  schema: {
    params: Type.Object({ cartId: UuidSchema }),
    headers: CartHeadersSchema,
    response: { 200: ExplanationSchema },
  },
  handle: async (ctx, { params, headers }) => {
    const cart = await cartById(ctx, params.cartId as CartId, accessOf(ctx, headers))
    const shopper = await shopperOf(ctx, cart)
    const { priced } = priceCart(ctx, cart, ctx.actor.channel, shopper, { explain: true })
    const rules = rulesOf(ctx)
    return explain(
      priced,
      nameIn((id) => rules.promotion(id)),
      holdsEverywhere(ctx.actor, 'promotions.read'),
      shopper,
    )
  },
})

const ofOrder = route({
  method: 'GET',
  path: '/v1/orders/:orderId/explanation',
  summary: 'Say why each line of an order cost what it cost',
  description:
    'From what was kept with the order, and the promotions that were in force then. 404 `orders.not_priced`: nothing was kept, as in sales from before there were rules.',
  tag: 'orders',
  audience: ['staff', 'device', 'machine'],
  permission: 'orders.read',
  power: 'read',
  schema: { params: Type.Object({ orderId: UuidSchema }), response: { 200: ExplanationSchema } },
  handle: (ctx, { params }) => explainOrder(ctx, params.orderId as OrderId, true),
})

const ofOwnOrder = route({
  method: 'GET',
  path: '/v1/orders/track/:orderId/explanation',
  summary: 'Say to a customer why her own order cost what it cost',
  description:
    'The short form, for whoever has the token of the order or bought it signed in; 404 `orders.not_found` for anybody else, `orders.not_priced` when nothing was kept.',
  tag: 'orders',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  perMinute: 120,
  schema: {
    params: Type.Object({ orderId: UuidSchema }),
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    response: { 200: ExplanationSchema },
  },
  handle: async (ctx, { params, headers }) => {
    const orderId = params.orderId as OrderId
    await keepToOwner(ctx, orderId, headers['x-order-token'])
    return explainOrder(ctx, orderId, false)
  },
})

async function explainOrder(ctx: ReadContext, orderId: OrderId, isStaff: boolean): Promise<Explanation> {
  const kept = (await pricingOf(ctx, [orderId])).get(orderId)
  if (!kept)
    throw new Refusal('not_found', 'orders.not_priced', 'Nothing was kept of how this order was priced.')
  const { basket, context, priced } = kept
  const set = await ruleSetByVersion(ctx, priced.rulesVersion)
  if (!set) return explain(priced, () => undefined, isStaff)
  const { rejected } = priceBasket(basket, compileRules(set), context, { explain: true })
  const byId = new Map(set.promotions.map((promotion) => [promotion.id, promotion]))
  return explain(
    { ...priced, ...(rejected && { rejected }) },
    nameIn((id) => byId.get(id)),
    isStaff,
  )
}

export const routes: AnyRoute[] = [ofBasket, ofOrder, ofOwnOrder]
