import {
  DAY_MS,
  HOUR_MS,
  invariant,
  Refusal,
  type CustomerId,
  type LocationId,
  type OrderId,
} from '@splot/kernel'
import { listChannels } from '#modules/channels'
import { Type } from 'typebox'
import { contactsFor, hasEmail } from '#modules/customers'
import { forOrders as fulfilmentsOf } from '#modules/fulfilment'
import {
  isOrderNumber,
  listOrders,
  orderIdByNumber,
  ordersById,
  orderStates,
  orderTimeline,
  type OrderFilter,
  type OrderState,
} from '#modules/orders'
import { carryOutRefunds, refuseCardNumbers } from '#modules/payments'
import { attempt, audit, type AttemptPolicy } from '#platform/auth'
import { authorise, holds, holdsEverywhere, type ReadContext } from '#platform/context'
import {
  Answer,
  CurrencySchema,
  InstantSchema,
  MoneySchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { cancelOrder } from './cancel-order.ts'
import { giveUpWaiting } from './give-up-waiting.ts'
import { keepToOwner, noSuchOrder } from './keep-to-owner.ts'
import { OrderSchema, OrderStateSchema } from './order-view-schema.ts'
import { orderView } from './order-view.ts'

const staff = ['staff', 'device', 'machine'] as const
const OrderParams = Type.Object({ orderId: UuidSchema })

const OrderRowSchema = Type.Object({
  id: UuidSchema,
  number: Type.String(),
  state: OrderStateSchema,
  words: WordsSchema,
  channel: Type.String(),
  locationId: Type.Union([UuidSchema, Type.Null()]),
  currency: CurrencySchema,
  gross: MoneySchema,
  pieces: Type.Integer(),
  placedAt: InstantSchema,
})

/** A page of orders, newest first, from `cursor` on. */
async function pageOfOrders(
  ctx: ReadContext,
  filter: OrderFilter,
  locations: readonly LocationId[] | null,
  wish: Parameters<typeof pageAsked>[0],
) {
  const { before, limit } = pageAsked(wish)
  // The cursor has been checked to hold an id.
  const rows = await listOrders(ctx, filter, locations, { limit, after: before as OrderId | null })
  return pageFrom(
    rows,
    wish,
    ({ orderId }) => orderId,
    ({ orderId, grossMinor, channelCode, placedAt, ...row }) => ({
      ...row,
      id: orderId,
      words: orderStates[row.state].words,
      channel: channelCode,
      gross: { minor: grossMinor, currency: row.currency },
      placedAt: placedAt.toISOString(),
    }),
  )
}

const list = route({
  method: 'GET',
  path: '/v1/orders',
  summary: 'List orders, newest first',
  tag: 'orders',
  audience: staff,
  permission: 'orders.read',
  power: 'read',
  schema: {
    query: Type.Object({
      ...PageQuery,
      q: Type.Optional(
        Type.String({ pattern: '^[0-9]{1,9}$', description: 'an order number or its beginning' }),
      ),
      state: Type.Optional(
        Type.Union((Object.keys(orderStates) as OrderState[]).map((state) => Type.Literal(state))),
      ),
      channel: Type.Optional(Type.String({ maxLength: 64 })),
      locationId: Type.Optional(UuidSchema),
      from: Type.Optional(InstantSchema),
      until: Type.Optional(InstantSchema),
      customerId: Type.Optional(UuidSchema),
    }),
    response: { 200: pageOf(OrderRowSchema) },
  },
  handle: async (ctx, { query }) => {
    const { limit, cursor, locationId, from, until, customerId, ...filter } = query
    if (locationId) authorise(ctx.actor, 'orders.read', locationId as LocationId)
    return pageOfOrders(
      ctx,
      {
        ...filter,
        from: from === undefined ? undefined : new Date(from),
        until: until === undefined ? undefined : new Date(until),
        // The schema has checked that it is a UUID.
        customerId: customerId as CustomerId | undefined,
      },
      // Orders of the web belong to no store: whoever may read orders anywhere finds them by asking for no place.
      locationId ? [locationId as LocationId] : null,
      { limit, cursor },
    )
  },
})

const mine = route({
  method: 'GET',
  path: '/v1/orders/mine',
  summary: 'List the orders of the signed-in customer, newest first',
  description:
    'Those she made signed in, and those of tills that recognised her. What a guest bought with the same e-mail is not hers: nobody has proved it.',
  tag: 'orders',
  audience: ['customer'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(PageQuery, { additionalProperties: false }),
    response: { 200: pageOf(OrderRowSchema) },
  },
  handle: async (ctx, { query }) => {
    const { customerId } = ctx.actor
    invariant(customerId, 'only customers pass this door')
    const page = await pageOfOrders(ctx, { customerId }, null, query)
    return new Answer(200, page, { 'cache-control': 'private, no-store' })
  },
})

const one = route({
  method: 'GET',
  path: '/v1/orders/:orderId',
  summary: 'Show an order',
  tag: 'orders',
  audience: staff,
  permission: 'orders.read',
  power: 'read',
  schema: { params: OrderParams, response: { 200: OrderSchema } },
  handle: (ctx, { params }) => orderView(ctx, params.orderId as OrderId, { owner: false }),
})

const byNumber = route({
  method: 'GET',
  path: '/v1/orders/by-number/:number',
  summary: 'Show the order with this number',
  tag: 'orders',
  audience: staff,
  permission: 'orders.read',
  power: 'read',
  schema: { params: Type.Object({ number: Type.String({ maxLength: 20 }) }), response: { 200: OrderSchema } },
  handle: async (ctx, { params }) => orderView(ctx, await idOf(ctx, params.number), { owner: false }),
})

async function idOf(ctx: ReadContext, number: string): Promise<OrderId> {
  if (!isOrderNumber(number)) {
    throw new Refusal(
      'not_found',
      'orders.mistyped_number',
      'This cannot be an order number. Check for a mistyped digit.',
      {
        errors: [{ pointer: '/number', detail: 'nine digits with a check digit' }],
      },
    )
  }
  const orderId = await orderIdByNumber(ctx, number)
  if (!orderId) throw noSuchOrder()
  return orderId
}

const timeline = route({
  method: 'GET',
  path: '/v1/orders/:orderId/timeline',
  summary: "Show an order's whole life",
  tag: 'orders',
  audience: staff,
  permission: 'orders.read',
  power: 'read',
  schema: {
    params: OrderParams,
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            at: InstantSchema,
            type: Type.String(),
            words: WordsSchema,
            actor: Type.Object({
              kind: Type.String(),
              id: Type.String(),
              staffId: Type.Union([Type.String(), Type.Null()]),
            }),
            channel: Type.String({ description: 'the code of the channel' }),
            locationId: Type.Union([UuidSchema, Type.Null()]),
            data: Type.Record(Type.String(), Type.Unknown()),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { params }) => {
    const [entries, channels] = await Promise.all([
      orderTimeline(ctx, params.orderId as OrderId),
      listChannels(ctx),
    ])
    if (entries.length === 0) throw noSuchOrder()
    const codes = new Map<string, string>(channels.map(({ id, code }) => [id, code]))
    return {
      items: entries.map(({ at, channelId, ...entry }) => ({
        ...entry,
        at: at.toISOString(),
        // Jobs act on no channel of the shop's own.
        channel: codes.get(channelId) ?? 'system',
      })),
    }
  },
})

const track = route({
  method: 'GET',
  path: '/v1/orders/track/:orderId',
  summary: "Show a customer's own order",
  tag: 'orders',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  perMinute: 120,
  schema: {
    params: OrderParams,
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    response: { 200: OrderSchema },
  },
  handle: async (ctx, { params, headers }) => {
    const orderId = params.orderId as OrderId
    await keepToOwner(ctx, orderId, headers['x-order-token'])
    return ownOrder(ctx, orderId)
  },
})

/** An order as its customer sees it, with the business that she bought for. */
async function ownOrder(ctx: ReadContext, orderId: OrderId) {
  const [order, [bought]] = await Promise.all([
    orderView(ctx, orderId, { owner: true }),
    ordersById(ctx, [orderId]),
  ])
  const customerId = bought?.customerId
  const said = customerId ? await contactsFor(ctx, [{ orderId, customerId }]) : undefined
  const company = said?.contacts.get(orderId)?.company
  return { ...order, ...(company && { company }) }
}

const giveUp = route({
  method: 'POST',
  path: '/v1/orders/track/:orderId/give-up',
  summary: 'Wait no longer for a line of her own order that has not come',
  description:
    'Its price goes back and the rest goes its way; without a rest the order is cancelled. A repetition changes nothing. ' +
    '`orders.not_awaited` (409): its pieces have come.',
  tag: 'orders',
  audience: ['visitor', 'customer'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  perMinute: 20,
  schema: {
    params: OrderParams,
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    body: Type.Object(
      { lineId: Type.Integer({ minimum: 1, maximum: 32_767, description: 'the line number' }) },
      { additionalProperties: false },
    ),
    response: { 200: OrderSchema },
  },
  handle: async (ctx, { params, headers, body }) => {
    const orderId = params.orderId as OrderId
    await keepToOwner(ctx.platform.read(ctx.actor), orderId, headers['x-order-token'])
    await giveUpWaiting(ctx, orderId, body.lineId)
    return ownOrder(ctx.platform.read(ctx.actor), orderId)
  },
})

/**
 * Order numbers follow one another, so whoever knows an e-mail could try them all: an hour's rest after the tenth wrong
 * number for one e-mail, wherever the tries come from.
 */
const LOOKUP_POLICY: AttemptPolicy = {
  allowed: 10,
  lockMs: HOUR_MS,
  longestLockMs: DAY_MS,
  forgetMs: DAY_MS,
  wipedBySuccess: true,
}

const lookup = route({
  method: 'POST',
  path: '/v1/orders/lookup',
  summary: 'Find an order by its number and the e-mail it was placed with',
  tag: 'orders',
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  perMinute: 10,
  schema: {
    body: Type.Object(
      { number: Type.String({ maxLength: 20 }), email: Type.String({ format: 'email', maxLength: 254 }) },
      { additionalProperties: false },
    ),
    response: { 200: OrderSchema },
  },
  handle: async (ctx, { body }) => {
    const read = ctx.platform.read(ctx.actor)
    const guard = { subject: `orders.lookup:${body.email.trim().toLowerCase()}`, policy: LOOKUP_POLICY }
    const found = await attempt(ctx.platform, [guard], async () => {
      const orderId = isOrderNumber(body.number) ? await orderIdByNumber(read, body.number) : undefined
      const [order] = orderId ? await ordersById(read, [orderId]) : []
      const { customerId } = order ?? {}
      const hers = orderId && customerId && (await hasEmail(read, { orderId, customerId }, body.email))
      return hers ? orderId : undefined
    })
    // One answer for a wrong number and a wrong e-mail: otherwise numbers could be tried out.
    if (!found) throw noSuchOrder()
    return orderView(read, found, { owner: true })
  },
})

/**
 * Refuses with `auth.forbidden` unless the actor may cancel in a place that the order has to do with: where it was sold, or
 * where a part of it is prepared.
 */
async function keepToOwnOrders(ctx: ReadContext, orderId: OrderId): Promise<void> {
  if (holdsEverywhere(ctx.actor, 'orders.cancel')) return
  const [[order], parts] = await Promise.all([ordersById(ctx, [orderId]), fulfilmentsOf(ctx, [orderId])])
  if (!order) throw noSuchOrder()
  const places = [order.locationId, ...parts.map((part) => part.locationId)].filter((place) => place !== null)
  const [place] = places
  if (!place) throw new Refusal('forbidden', 'auth.forbidden', 'This order belongs to no place of yours.')
  if (!places.some((one) => holds(ctx.actor, 'orders.cancel', one)))
    authorise(ctx.actor, 'orders.cancel', place)
}

const cancel = route({
  method: 'POST',
  path: '/v1/orders/:orderId/cancel',
  summary: 'Cancel an order: frees its stock and refunds what was paid',
  tag: 'orders',
  audience: staff,
  permission: 'orders.cancel',
  power: 'command',
  idempotency: 'none',
  schema: {
    params: OrderParams,
    body: Type.Object(
      { reason: Type.String({ minLength: 1, maxLength: 200 }) },
      { additionalProperties: false },
    ),
    response: { 200: OrderSchema },
  },
  handle: async (ctx, { params, body }) => {
    refuseCardNumbers(body)
    const orderId = params.orderId as OrderId
    await keepToOwnOrders(ctx.platform.read(ctx.actor), orderId)
    const { refunds } = await ctx.platform.write(ctx.actor, async (write) => {
      const cancelled = await cancelOrder(write, orderId, body.reason)
      await audit(write, {
        action: 'orders.cancelled',
        subject: orderId,
        detail: { reason: body.reason, refunds: cancelled.refunds },
      })
      return cancelled
    })
    await carryOutRefunds(ctx, refunds)
    return orderView(ctx, orderId, { owner: false })
  },
})

export const routes: AnyRoute[] = [list, mine, one, byNumber, timeline, track, giveUp, lookup, cancel]
