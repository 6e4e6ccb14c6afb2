import { Refusal, type CartId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { slowingGuesses } from '#modules/promotions'
import type { CommandContext } from '#platform/context'
import { MoneySchema, RawJson, route, UuidSchema, type AnyRoute } from '#platform/http'
import { addLine, changeLine, removeLine, sendTo } from './change.ts'
import { addCoupon, dropCoupon } from './coupons.ts'
import { countingOf } from './counting.ts'
import { createCart } from './create.ts'
import { deliveryRoutes, showWay, WaySchema } from './delivery/routes.ts'
import { CountrySchema, DeliveryCodeSchema } from './delivery/wire.ts'
import { cartById, cartOfCustomer } from './find.ts'
import { admitGuestHold, countGuestHold } from './guest-holds.ts'
import {
  CartHeadersSchema,
  CartSchema,
  CountingSchema,
  CouponCodeSchema,
  LineWishSchema,
  NewCartSchema,
  WantedLineSchema,
} from './schemas.ts'
import { cartPortsOf } from './ports.ts'
import { priceCart, shopperOf } from './price.ts'
import { showCart, type Showing } from './show.ts'
import type { Cart, CartAccess, LineFulfilment, WantedLine } from './types.ts'

const audience = ['visitor', 'customer', 'staff', 'device', 'machine'] as const
const CartParams = Type.Object({ cartId: UuidSchema })
/** A way to pay, as payments call it. */
const METHOD = '[a-z_]{2,20}'
const LineParams = Type.Object({ cartId: UuidSchema, lineId: UuidSchema })

/** The basket with its version as an entity tag, for `If-Match`; as text, since a basket is shown three times per purchase. */
export const shownCart = async (ctx: CommandContext, cart: Cart, how: Showing = {}) =>
  new RawJson(JSON.stringify(await showCart(ctx, cart, how)), {
    etag: `"${cart.version}"`,
    'cache-control': 'no-store',
  })

/** Who knocks: the token of a guest, the id of a signed-in customer. */
export const accessOf = (ctx: CommandContext, headers: Static<typeof CartHeadersSchema>): CartAccess => ({
  token: headers['x-cart-token'] ?? null,
  customerId: ctx.actor.customerId,
})

// The wire's ids and SKUs have the shape of the branded types; the schema has checked it.
const wanted = (line: Static<typeof WantedLineSchema>): WantedLine => line as WantedLine

const isPickup = ({ fulfilment }: { readonly fulfilment?: LineFulfilment | undefined }): boolean =>
  fulfilment?.kind === 'pickup'

const create = route({
  method: 'POST',
  path: '/v1/carts',
  summary: 'Start a basket',
  description:
    'The answer carries the token once; send it as `x-cart-token`. Lines to be collected in a store are held at once for 15 minutes. ' +
    '`carts.sold_out` (409) says how many pieces are left, `carts.hold_limit` (422) what a guest may keep, ' +
    '`carts.too_many_holders` (429) that too many guests from one address have stores keep pieces.',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  schema: { body: NewCartSchema, response: { 201: CartSchema } },
  handle: async (ctx, { body, key, ip }) => {
    const lines = (body.lines ?? []).map(wanted)
    if (lines.some(isPickup)) admitGuestHold(ctx, ip)
    const { cart, token } = await createCart(ctx, lines, body.currency, key)
    countGuestHold(ctx, ip, cart)
    return shownCart(ctx, cart, { token })
  },
})

const mine = route({
  method: 'GET',
  path: '/v1/carts/mine',
  summary: 'Show the open basket of the signed-in customer',
  tag: 'carts',
  audience: ['customer'],
  permission: null,
  power: 'command',
  schema: { response: { 200: CartSchema } },
  handle: async (ctx) => {
    const cart =
      ctx.actor.customerId && (await cartOfCustomer(ctx.platform.read(ctx.actor), ctx.actor.customerId))
    if (!cart) throw new Refusal('not_found', 'carts.not_found', 'You have no open basket. Start one.')
    return shownCart(ctx, cart)
  },
})

const show = route({
  method: 'GET',
  path: '/v1/carts/:cartId',
  summary: 'Show a basket, priced now, with the state of its holds',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  schema: {
    params: CartParams,
    headers: CartHeadersSchema,
    query: Type.Object(
      {
        paying: Type.Optional(
          Type.String({
            pattern: `^${METHOD}(,${METHOD})*$`,
            maxLength: 100,
            description:
              'how everything is going to be paid (card, blik, gift_card, store_credit, by comma): a promotion may be for one way of paying',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, query }) => {
    const cart = await cartById(ctx, params.cartId as CartId, accessOf(ctx, headers))
    return shownCart(ctx, cart, { paying: query.paying?.split(',') })
  },
})

const counting = route({
  method: 'GET',
  path: '/v1/carts/:cartId/counting',
  summary: 'Load what a browser counts this basket with before our answer comes',
  description:
    'Prices by quantity, the promotions that may touch these articles, and the world as rules see it, for `priceBasket` of the rules. ' +
    'What is counted with it is never binding: the basket says what it costs.',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  schema: { params: CartParams, headers: CartHeadersSchema, response: { 200: CountingSchema } },
  handle: async (ctx, { params, headers }) => {
    const cart = await cartById(ctx, params.cartId as CartId, accessOf(ctx, headers))
    return new RawJson(JSON.stringify(await countingOf(ctx, cart)), { 'cache-control': 'no-store' })
  },
})

const destination = route({
  method: 'PATCH',
  path: '/v1/carts/:cartId',
  summary: 'Say which country a basket goes to, and in which way',
  description:
    'Decides what sending costs and whose VAT it bears; prices of goods stay. 422 `carts.country_not_served` names the countries that are (`facts.countries`), `carts.no_such_delivery` the ways of this one (`facts.deliveries`).',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  ifMatch: 'optional',
  schema: {
    params: CartParams,
    headers: CartHeadersSchema,
    body: Type.Object(
      { shipTo: Type.Optional(CountrySchema), delivery: Type.Optional(DeliveryCodeSchema) },
      { additionalProperties: false, minProperties: 1 },
    ),
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, body, ifMatch }) => {
    const to = { country: body.shipTo, delivery: body.delivery }
    return shownCart(ctx, await sendTo(ctx, params.cartId as CartId, accessOf(ctx, headers), to, ifMatch))
  },
})

const deliveries = route({
  method: 'GET',
  path: '/v1/carts/:cartId/deliveries',
  summary: 'List the ways in which a basket can be sent',
  description:
    'To its country, the cheapest on the price list first. `cost` is that of this basket, after promotions.',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  schema: {
    params: CartParams,
    headers: CartHeadersSchema,
    response: {
      200: Type.Object({
        chosen: Type.Union([DeliveryCodeSchema, Type.Null()], {
          description: 'null: the first, unless she says',
        }),
        items: Type.Array(Type.Object({ ...WaySchema.properties, cost: MoneySchema })),
      }),
    },
  },
  handle: async (ctx, { params, headers }) => {
    const cart = await cartById(ctx, params.cartId as CartId, accessOf(ctx, headers))
    const shopper = await shopperOf(ctx, cart)
    const items = cartPortsOf(ctx)
      .ways(cart.shipTo, cart.currency)
      .map((way) => {
        const { shippingMinor } = priceCart(ctx, cart, ctx.actor.channel, shopper, { delivery: way.code })
        return { ...showWay(way), cost: { minor: shippingMinor, currency: cart.currency } }
      })
    return { chosen: items.find(({ code }) => code === cart.delivery)?.code ?? null, items }
  },
})

const add = route({
  method: 'POST',
  path: '/v1/carts/:cartId/lines',
  summary: 'Put an article into a basket',
  description:
    'The same article collected (or sent) the same way makes its line longer. `If-Match` is welcome: `carts.stale` (412).',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  ifMatch: 'optional',
  schema: {
    params: CartParams,
    headers: CartHeadersSchema,
    body: WantedLineSchema,
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, body, ifMatch, key, ip }) => {
    const cartId = params.cartId as CartId
    const line = wanted(body)
    if (isPickup(line)) admitGuestHold(ctx, ip, cartId)
    const cart = await addLine(ctx, cartId, accessOf(ctx, headers), line, ifMatch, key)
    countGuestHold(ctx, ip, cart)
    return shownCart(ctx, cart)
  },
})

const change = route({
  method: 'PATCH',
  path: '/v1/carts/:cartId/lines/:lineId',
  summary: 'Change the quantity of a line, or how it reaches the customer',
  description:
    'The hold moves with it. Says what shall be, so a repetition changes nothing and needs no key.',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  ifMatch: 'optional',
  schema: {
    params: LineParams,
    headers: CartHeadersSchema,
    body: LineWishSchema,
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, body, ifMatch, ip }) => {
    const cartId = params.cartId as CartId
    const wish = { quantity: body.quantity, fulfilment: body.fulfilment as LineFulfilment | undefined }
    const access = accessOf(ctx, headers)
    if (isPickup(wish)) admitGuestHold(ctx, ip, cartId)
    const cart = await changeLine(ctx, cartId, access, params.lineId, wish, ifMatch)
    countGuestHold(ctx, ip, cart)
    return shownCart(ctx, cart)
  },
})

const remove = route({
  method: 'DELETE',
  path: '/v1/carts/:cartId/lines/:lineId',
  summary: 'Take a line out of a basket and give its hold back',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  ifMatch: 'optional',
  schema: { params: LineParams, headers: CartHeadersSchema, response: { 200: CartSchema } },
  handle: async (ctx, { params, headers, ifMatch }) =>
    shownCart(
      ctx,
      await removeLine(ctx, params.cartId as CartId, accessOf(ctx, headers), params.lineId, ifMatch),
    ),
})

const take = route({
  method: 'POST',
  path: '/v1/carts/:cartId/coupons',
  summary: 'Put a code into a basket',
  perMinute: 30,
  description:
    'A use of the code is kept for the basket until it is ordered, taken out or forgotten for half an hour. A refusal says in words for the ' +
    'shopper why not (`facts.words`); too many wrong ones: 429 `promotions.too_many_guesses`. A code that is good but takes nothing off yet stays, and `coupons[].why` says what is missing.',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  schema: {
    params: CartParams,
    headers: CartHeadersSchema,
    body: Type.Object({ code: CouponCodeSchema }, { additionalProperties: false }),
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, body, ip }) => {
    const cartId = params.cartId as CartId
    const access = accessOf(ctx, headers)
    return shownCart(
      ctx,
      await slowingGuesses(ctx, { ip, cartId }, () => addCoupon(ctx, cartId, access, body.code)),
    )
  },
})

const drop = route({
  method: 'DELETE',
  path: '/v1/carts/:cartId/coupons/:code',
  summary: 'Take a code out of a basket; its use is free again',
  tag: 'carts',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'none',
  schema: {
    params: Type.Object({ cartId: UuidSchema, code: CouponCodeSchema }),
    headers: CartHeadersSchema,
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers }) =>
    shownCart(ctx, await dropCoupon(ctx, params.cartId as CartId, accessOf(ctx, headers), params.code)),
})

export const routes: AnyRoute[] = [
  create,
  mine,
  show,
  counting,
  destination,
  deliveries,
  add,
  change,
  remove,
  take,
  drop,
  ...deliveryRoutes,
]
