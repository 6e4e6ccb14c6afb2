import { Refusal, SECOND_MS, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { authorise, type CommandContext } from '#platform/context'
import { Answer, InstantSchema, route, SkuSchema, UuidSchema, type AnyRoute } from '#platform/http'
import { extend } from './extend.ts'
import { findHold, type Hold } from './holds.ts'
import { refuseUnknownSkus } from './known-skus.ts'
import { MAX_CHOICES, MAX_HOLD_MS } from './limits.ts'
import { release } from './release.ts'
import { reserve } from './reserve.ts'
import { shrink } from './shrink.ts'
import type { ShortLine, SoftLine, StockLine } from './types.ts'

const TAG = 'inventory'
const PERMISSION = 'stock.reserve'
const audience = ['staff', 'device', 'machine'] as const
/** Lines of one hold at the door. */
const MAX_BODY_LINES = 100
const MAX_DOOR_QUANTITY = 99_999

const Pieces = Type.Integer({ minimum: 1, maximum: MAX_DOOR_QUANTITY })
const WantedSchema = Type.Union([
  Type.Object({ sku: SkuSchema, locationId: UuidSchema, quantity: Pieces }, { additionalProperties: false }),
  Type.Object(
    {
      sku: SkuSchema,
      places: Type.Array(UuidSchema, {
        minItems: 1,
        maxItems: MAX_CHOICES,
        description: 'in order of preference',
      }),
      quantity: Pieces,
    },
    { additionalProperties: false },
  ),
])
const NewHoldSchema = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('basket'),
      Type.Literal('pickup'),
      Type.Literal('ship'),
      Type.Literal('till'),
      Type.Literal('marketplace'),
    ]),
    lines: Type.Array(WantedSchema, { minItems: 1, maxItems: MAX_BODY_LINES }),
    ttlSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_HOLD_MS / SECOND_MS,
        description: 'by default, and at most, what the policy of kind and channel says',
      }),
    ),
    partial: Type.Optional(
      Type.Boolean({
        description: 'take what there is when not everything is there; all or nothing by default',
      }),
    ),
  },
  { additionalProperties: false },
)
const HeldLine = Type.Object({ sku: Type.String(), locationId: UuidSchema, quantity: Type.Integer() })
const ShortSchema = Type.Object({
  sku: Type.String(),
  locationId: Type.Union([UuidSchema, Type.Null()], {
    description: 'null: of several places to choose from',
  }),
  asked: Type.Integer(),
  available: Type.Integer({ minimum: 0 }),
})
const HeldSchema = Type.Object({
  holdId: UuidSchema,
  expiresAt: InstantSchema,
  lines: Type.Array(HeldLine, { description: 'where the pieces are' }),
  short: Type.Array(ShortSchema, { description: 'what a partial hold could not get' }),
})
const HoldParams = Type.Object({ holdId: UuidSchema })
const HoldSchema = Type.Object({
  holdId: UuidSchema,
  kind: Type.String(),
  state: Type.String({
    description: 'soft, pinned, allocated, picked, consumed, released, expired, refused',
  }),
  orderId: Type.Union([UuidSchema, Type.Null()]),
  createdAt: InstantSchema,
  expiresAt: InstantSchema,
  lines: Type.Array(
    Type.Object({
      sku: Type.String(),
      locationId: UuidSchema,
      quantity: Type.Integer(),
      outstanding: Type.Integer({ description: 'what still counts as reserved' }),
    }),
  ),
})

const placesIn = (lines: readonly (StockLine | SoftLine)[]): LocationId[] =>
  lines.flatMap((line) => ('places' in line ? line.places : [line.locationId]))

const put = route({
  method: 'PUT',
  path: '/v1/stock/holds/:holdId',
  summary: 'Hold pieces for a while',
  description:
    'The id is made by the caller (UUIDv7) and is the key of the command: the same one again gets the first answer, another body is refused ' +
    '(422 `inventory.hold_id_reused`). Demand is summed per SKU and place; 409 `inventory.sold_out` says in `facts.lines` what there is.',
  tag: TAG,
  audience,
  permission: PERMISSION,
  power: 'command',
  idempotency: 'none',
  schema: { params: HoldParams, body: NewHoldSchema, response: { 200: HeldSchema } },
  handle: async (ctx, { params, body }) => {
    // The schema has checked the shapes of ids and SKUs.
    const lines = body.lines as (StockLine | SoftLine)[]
    for (const locationId of new Set(placesIn(lines))) authorise(ctx.actor, PERMISSION, locationId)
    const { kind, ttlSeconds, partial = false } = body
    const holdId = params.holdId as HoldId
    const ttl = ttlSeconds === undefined ? {} : { ttlMs: ttlSeconds * SECOND_MS }
    const answer = await reserve(ctx, { holdId, kind, ...ttl, lines, partial })
    if (answer.state === 'short') throw await soldOut(ctx, lines, answer.lines)
    return {
      holdId,
      expiresAt: answer.expiresAt.toISOString(),
      lines: [...answer.lines],
      short: [...answer.short],
    }
  },
})

/** Tells an article that is sold out from one that nobody has heard of, which only matters when there is none. */
async function soldOut(
  ctx: CommandContext,
  asked: readonly (StockLine | SoftLine)[],
  lines: readonly ShortLine[],
): Promise<Refusal> {
  if (lines.some((line) => line.available === 0)) await refuseUnknownSkus(ctx.platform.read(ctx.actor), asked)
  return new Refusal(
    'conflict',
    'inventory.sold_out',
    'Not everything that was asked for is there. The lines say how many pieces there are; ask for fewer under a new id.',
    { facts: { lines } },
  )
}

const show = route({
  method: 'GET',
  path: '/v1/stock/holds/:holdId',
  summary: 'Show a hold',
  tag: TAG,
  audience,
  permission: PERMISSION,
  power: 'command',
  schema: { params: HoldParams, response: { 200: HoldSchema } },
  handle: async (ctx, { params }) => shown(await reachable(ctx, params.holdId)),
})

const shown = (hold: Hold): Static<typeof HoldSchema> => ({
  holdId: hold.holdId,
  kind: hold.kind,
  state: hold.state,
  orderId: hold.orderId,
  createdAt: hold.createdAt.toISOString(),
  expiresAt: hold.expiresAt.toISOString(),
  lines: [...hold.lines],
})

/** The hold, when it is of the caller's channel and in places that the caller may reserve in; otherwise as if it did not exist. */
async function reachable(ctx: CommandContext, holdId: string): Promise<Hold> {
  const hold = await findHold(ctx.platform.read(ctx.actor), holdId as HoldId)
  if (!hold || (ctx.actor.kind === 'machine' && hold.channelId !== ctx.actor.channel.id)) {
    throw new Refusal('not_found', 'inventory.unknown_hold', 'There is no such hold.')
  }
  for (const { locationId } of hold.lines) authorise(ctx.actor, PERMISSION, locationId)
  return hold
}

const lengthen = route({
  method: 'POST',
  path: '/v1/stock/holds/:holdId/extension',
  summary: 'Let a hold last longer',
  description:
    'At least `ttlSeconds` from now, but never longer than its cap after it was made: look at `expiresAt`. A hold that ran out is revived ' +
    'while all its pieces are there; otherwise 409 `inventory.hold_expired`.',
  tag: TAG,
  audience,
  permission: PERMISSION,
  power: 'command',
  idempotency: 'none',
  schema: {
    params: HoldParams,
    body: Type.Object(
      { ttlSeconds: Type.Integer({ minimum: 1, maximum: MAX_HOLD_MS / SECOND_MS }) },
      { additionalProperties: false },
    ),
    response: { 200: HoldSchema },
  },
  handle: async (ctx, { params, body }) => {
    const { holdId } = await reachable(ctx, params.holdId)
    const answer = await extend(ctx, holdId, body.ttlSeconds * SECOND_MS)
    if (answer.state !== 'held') {
      throw new Refusal(
        'conflict',
        answer.state === 'expired' ? 'inventory.hold_expired' : 'inventory.hold_closed',
        answer.state === 'expired'
          ? 'This hold has run out and its pieces are gone. Ask anew under a new id.'
          : 'This hold has ended or belongs to an order, so it cannot be extended.',
      )
    }
    return shown(await reachable(ctx, holdId))
  },
})

const lessen = route({
  method: 'PATCH',
  path: '/v1/stock/holds/:holdId',
  summary: 'Give some pieces of a hold back',
  description:
    'Says how many pieces each named line keeps at most (0: none); others keep theirs. Saying it again changes nothing.',
  tag: TAG,
  audience,
  permission: PERMISSION,
  power: 'command',
  idempotency: 'none',
  schema: {
    params: HoldParams,
    body: Type.Object(
      {
        lines: Type.Array(
          Type.Object(
            {
              sku: SkuSchema,
              locationId: UuidSchema,
              quantity: Type.Integer({
                minimum: 0,
                maximum: MAX_DOOR_QUANTITY,
                description: 'what it keeps',
              }),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: MAX_BODY_LINES },
        ),
      },
      { additionalProperties: false },
    ),
    response: { 200: HoldSchema },
  },
  handle: async (ctx, { params, body }) => {
    const { holdId } = await reachable(ctx, params.holdId)
    await shrink(
      ctx,
      holdId,
      // The schema has checked the shapes of ids and SKUs.
      body.lines.map(({ sku, locationId, quantity }) => ({
        sku: sku as Sku,
        locationId: locationId as LocationId,
        quantity,
      })),
    )
    return shown(await reachable(ctx, holdId))
  },
})

const drop = route({
  method: 'DELETE',
  path: '/v1/stock/holds/:holdId',
  summary: 'Give a hold back',
  description:
    'A hold that belongs to an order is left alone, which `state` says. Saying it again changes nothing.',
  tag: TAG,
  audience,
  permission: PERMISSION,
  power: 'command',
  idempotency: 'none',
  schema: { params: HoldParams, response: { 200: HoldSchema } },
  handle: async (ctx, { params }) => {
    const { holdId } = await reachable(ctx, params.holdId)
    await release(ctx, [holdId])
    return new Answer(200, shown(await reachable(ctx, holdId)))
  },
})

export const holdRoutes: AnyRoute[] = [put, show, lengthen, lessen, drop]
