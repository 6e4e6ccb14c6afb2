import type { OrderId, Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { holdStates, liveHoldsOn } from '#modules/inventory'
import { ordersById } from '#modules/orders'
import { transferNumbers } from '#modules/stockwork'
import { placesAsked, type ReadContext } from '#platform/context'
import {
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

const HoldSchema = Type.Object({
  holdId: UuidSchema,
  locationId: UuidSchema,
  kind: Type.String({ description: 'basket, pickup, ship, till, marketplace' }),
  state: Type.String({ description: 'soft, pinned, allocated, picked' }),
  words: WordsSchema,
  channelId: UuidSchema,
  holder: nullable(
    Type.Object(
      {
        kind: Type.Union([Type.Literal('order'), Type.Literal('transfer')]),
        id: UuidSchema,
        number: nullable(Type.String()),
      },
      { description: 'null: a basket' },
    ),
  ),
  quantity: Type.Integer({ minimum: 1, description: 'pieces that count as reserved' }),
  createdAt: InstantSchema,
  expiresAt: nullable(InstantSchema),
  lapsed: Type.Boolean({ description: 'its time is over: whoever asks for these pieces gets them' }),
})

/** Whose a hold is that was allocated: a transfer stands where an order would. */
async function holders(ctx: ReadContext, ids: readonly OrderId[]) {
  const [orders, transfers] = await Promise.all([ordersById(ctx, ids), transferNumbers(ctx, ids)])
  const numbers = new Map(orders.map(({ orderId, number }) => [orderId, number]))
  return (id: OrderId) => {
    const transfer = transfers.get(id)
    return transfer === undefined
      ? { kind: 'order' as const, id, number: numbers.get(id) ?? null }
      : { kind: 'transfer' as const, id, number: transfer }
  }
}

const list = route({
  method: 'GET',
  path: '/v1/stock/holds',
  summary: 'List who holds the pieces of an article, the newest hold first',
  description:
    'In each place the quantities sum to what is reserved there. Of people it tells nothing: a basket is its channel and its time, an order or a transfer its number.',
  tag: 'inventory',
  audience: ['staff', 'device', 'machine'],
  permission: 'stock.read',
  power: 'read',
  // It reads all live holds.
  perMinute: 120,
  schema: {
    query: Type.Object(
      { sku: SkuSchema, locationId: Type.Optional(UuidSchema), ...PageQuery },
      { additionalProperties: false },
    ),
    response: { 200: pageOf(HoldSchema) },
  },
  handle: async (ctx, { query }) => {
    const [holdId, place] = decodeCursor(query.cursor, ['uuid', 'uuid'])
    const rows = await liveHoldsOn(ctx, {
      // The schema has checked its shape.
      sku: query.sku as Sku,
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      before: holdId === undefined || place === undefined ? undefined : [holdId, place],
      limit: rowsAsked(query),
    })
    const { items: shown, next } = pageFrom(rows, query, (hold) => [hold.holdId, hold.locationId])
    const orderIds = new Set(shown.flatMap(({ orderId }): OrderId[] => (orderId ? [orderId] : [])))
    const holderOf = await holders(ctx, [...orderIds])
    return {
      items: shown.map(({ orderId, createdAt, expiresAt, ...hold }) => ({
        ...hold,
        words: holdStates[hold.state].words,
        holder: orderId && holderOf(orderId),
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      })),
      next,
    }
  },
})

export const routes: AnyRoute[] = [list]
