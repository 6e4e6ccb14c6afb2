import type { CartId } from '@splot/kernel'
import { Type } from 'typebox'
import { accessOf, cartPortsOf, CartHeadersSchema, CartSchema, removeCard, shownCart } from '#modules/carts'
import { LEAST_BOUGHT_MINOR, MOST_BOUGHT_MINOR, NumberSchema, SUGGESTED_MINOR } from '#modules/storedvalue'
import { MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { addGiftCard } from './add-gift-card.ts'

/** Longer than a greeting needs to be; it stands in an e-mail. */
const MAX_MESSAGE = 300
/** More than anybody types by hand, fewer than guessing numbers needs. */
const ADDED_PER_MINUTE = 20
const tag = 'gift cards'
const closed = { additionalProperties: false } as const

const offer = route({
  method: 'GET',
  path: '/v1/gift-cards/offer',
  summary: 'What gift cards can be bought for',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'command',
  schema: {
    response: {
      200: Type.Object({ suggested: Type.Array(MoneySchema), least: MoneySchema, most: MoneySchema }),
    },
  },
  handle: async (ctx) => {
    const currency = cartPortsOf(ctx).currency(ctx.actor.channel.code)
    const money = (minor: number) => ({ minor, currency })
    return {
      suggested: SUGGESTED_MINOR.map(money),
      least: money(LEAST_BOUGHT_MINOR),
      most: money(MOST_BOUGHT_MINOR),
    }
  },
})

const add = route({
  method: 'POST',
  path: '/v1/carts/:cartId/gift-cards',
  summary: 'Put a gift card, or a top-up of one, into a basket',
  description:
    'With `number` that card is topped up, and no PIN is asked; without it a new card is bought, which is sent to `receiver`, or to the buyer. It is ' +
    'issued when the order is paid. Promotions never touch it, nothing of it is delivered by post, and it is paid with money, not with cards or credit.',
  tag,
  audience: ['visitor', 'customer', 'machine'],
  permission: null,
  power: 'command',
  perMinute: ADDED_PER_MINUTE,
  ifMatch: 'optional',
  schema: {
    params: Type.Object({ cartId: UuidSchema }),
    headers: CartHeadersSchema,
    body: Type.Object(
      {
        amount: MoneySchema,
        number: Type.Optional(NumberSchema),
        receiver: Type.Optional(
          Type.Object(
            {
              email: Type.String({ format: 'email', maxLength: 254 }),
              message: Type.String({ maxLength: MAX_MESSAGE, default: '' }),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, body, ifMatch, key, ip }) =>
    shownCart(
      ctx,
      await addGiftCard(ctx, params.cartId as CartId, accessOf(ctx, headers), { ...body, ip }, ifMatch, key),
    ),
})

const remove = route({
  method: 'DELETE',
  path: '/v1/carts/:cartId/gift-cards/:cardId',
  summary: 'Take a gift card out of a basket',
  tag,
  audience: ['visitor', 'customer', 'machine'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  ifMatch: 'optional',
  schema: {
    params: Type.Object({ cartId: UuidSchema, cardId: UuidSchema }),
    headers: CartHeadersSchema,
    response: { 200: CartSchema },
  },
  handle: async (ctx, { params, headers, ifMatch }) =>
    shownCart(
      ctx,
      await removeCard(ctx, params.cartId as CartId, accessOf(ctx, headers), params.cardId, ifMatch),
    ),
})

export const routes: AnyRoute[] = [offer, add, remove]
