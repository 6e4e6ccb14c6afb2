import { newId, Refusal, type LocationId } from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, placesAsked, placesOf } from '#platform/context'
import {
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  RawJson,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { availabilityOf } from './availability.ts'
import { atpRoutes } from './atp/routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { refuseUnknownSkus } from './known-skus.ts'
import { levelsAt, listMovements, listStock } from './list.ts'
import { pieceRoutes } from './pieces/routes.ts'
import { policyRoutes } from './policies/routes.ts'
import { toldApart } from './pieces/wire.ts'
import { receive } from './receive.ts'
import { showAvailability } from './show-availability.ts'
import type { ArrivedLine } from './types.ts'

const TAG = 'inventory'
const people = ['staff', 'device', 'machine'] as const
/** Lines of one receipt at the door. */
const MAX_BODY_LINES = 500
const MAX_DOOR_QUANTITY = 99_999
/** SKUs of one question for availability. */
const MAX_ASKED_SKUS = 100

const LevelSchema = Type.Object({
  sku: SkuSchema,
  locationId: UuidSchema,
  onHand: Type.Integer({ description: 'what the ledger says; below zero when more left than was known of' }),
  reserved: Type.Integer({ minimum: 0, description: 'promised to baskets and orders' }),
  available: Type.Integer({ minimum: 0, description: 'what may still be promised' }),
})

const MovementSchema = Type.Object({
  id: UuidSchema,
  at: InstantSchema,
  kind: Type.String({ description: 'receipt, sale, return, adjustment, transfer_out, transfer_in' }),
  sku: SkuSchema,
  locationId: UuidSchema,
  bin: Type.Union([Type.String(), Type.Null()], {
    description: 'where in the place; null: in no bin, or the place does not tell its bins apart',
  }),
  lot: Type.Union([Type.Object({ lotId: UuidSchema, code: Type.String() }), Type.Null()]),
  quantity: Type.Integer({ description: 'signed pieces' }),
  reason: Type.Union([Type.String(), Type.Null()]),
  note: Type.Union([Type.String(), Type.Null()]),
  document: Type.Object({ kind: Type.String(), id: Type.String() }),
  channelId: UuidSchema,
  actor: Type.Object({
    kind: Type.String(),
    id: Type.String(),
    staffId: Type.Union([UuidSchema, Type.Null()]),
  }),
})

const list = route({
  method: 'GET',
  path: '/v1/stock',
  summary: 'List stock by SKU and place',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      sku: Type.Optional(SkuSchema),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'how the SKU begins' })),
      locationId: Type.Optional(UuidSchema),
      ...PageQuery,
    }),
    response: { 200: pageOf(LevelSchema) },
  },
  handle: async (ctx, { query }) => {
    const [sku, locationId] = decodeCursor(query.cursor, ['text', 'uuid'])
    const rows = await listStock(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      sku: query.sku,
      startsWith: query.q,
      after: sku === undefined || locationId === undefined ? undefined : [sku, locationId],
      limit: rowsAsked(query),
    })
    return pageFrom(rows, query, (level) => [level.sku, level.locationId])
  },
})

const movements = route({
  method: 'GET',
  path: '/v1/stock/movements',
  summary: 'List the ledger, newest first',
  description: 'On hand of a SKU in a place is the sum of these quantities.',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      sku: Type.Optional(SkuSchema),
      locationId: Type.Optional(UuidSchema),
      ...PageQuery,
    }),
    response: { 200: pageOf(MovementSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listMovements(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      sku: query.sku,
      before: decodeCursor(query.cursor, ['uuid'])[0],
      limit: rowsAsked(query),
    })
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      (row) => ({ ...row, at: row.at.toISOString() }),
    )
  },
})

const ReceivedLine = Type.Object(
  { sku: SkuSchema, quantity: Type.Integer({ minimum: 1, maximum: MAX_DOOR_QUANTITY }), ...toldApart },
  { additionalProperties: false },
)

const receipts = route({
  method: 'POST',
  path: '/v1/stock/receipts',
  summary: 'Receive goods in a place',
  description:
    'Articles that are tracked must say their lot, expiry date or serial numbers: 422 `inventory.not_told_apart`. Without `bin` they lie in the receiving bin of the place, if it has one.',
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        locationId: UuidSchema,
        reference: Type.Optional(
          Type.String({ minLength: 1, maxLength: 64, description: 'number of the delivery note' }),
        ),
        lines: Type.Array(ReceivedLine, { minItems: 1, maxItems: MAX_BODY_LINES }),
      },
      { additionalProperties: false },
    ),
    response: { 201: Type.Object({ receiptId: UuidSchema, levels: Type.Array(LevelSchema) }) },
  },
  handle: async (ctx, { body }) => {
    // The schema has checked the shapes of ids and SKUs.
    const locationId = body.locationId as LocationId
    const lines = body.lines as ArrivedLine[]
    authorise(ctx.actor, 'stock.receive', locationId)
    await refuseUnknownSkus(ctx, lines)
    const receiptId = newId()
    await receive(ctx, [
      {
        document: { kind: 'receipt', id: receiptId },
        locationId,
        lines,
        ...(body.reference ? { reason: body.reference } : {}),
      },
    ])
    return {
      receiptId,
      levels: await levelsAt(
        ctx,
        locationId,
        lines.map((line) => line.sku),
      ),
    }
  },
})

const availability = route({
  method: 'GET',
  path: '/v1/stock/availability',
  summary: 'Say how many pieces of some SKUs the caller’s channel may promise, place by place',
  description:
    'From memory, a few milliseconds behind the last reservation: it promises nothing, a hold does. Follow the changes with the topic ' +
    '`availability` of `/v1/events/stream`.',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'command',
  schema: {
    query: Type.Object({
      skus: Type.String({
        minLength: 1,
        maxLength: 65 * MAX_ASKED_SKUS,
        description: `up to ${MAX_ASKED_SKUS} SKUs, separated by commas`,
      }),
    }),
    response: {
      200: Type.Object({
        places: Type.Array(UuidSchema, { description: 'what `pieces` counts along' }),
        items: Type.Array(
          Type.Object({
            sku: Type.String(),
            total: Type.Integer({ minimum: 0 }),
            pieces: Type.Array(Type.Integer({ minimum: 0 }), { description: 'by place' }),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const within = placesOf(ctx.actor, 'stock.read')
    const skus = query.skus.split(',')
    if (skus.length > MAX_ASKED_SKUS) {
      throw new Refusal(
        'invalid',
        'inventory.too_many_skus',
        `Ask for at most ${MAX_ASKED_SKUS} SKUs at a time.`,
        {
          errors: [{ pointer: '/skus', detail: `at most ${MAX_ASKED_SKUS}` }],
        },
      )
    }
    return new RawJson(showAvailability(availabilityOf(ctx), skus, ctx.actor.channel.id, within))
  },
})

export const routes: AnyRoute[] = [
  availability,
  list,
  movements,
  receipts,
  ...holdRoutes,
  ...pieceRoutes,
  ...policyRoutes,
  ...atpRoutes,
]
