import {
  Refusal,
  type ChannelId,
  type HoldId,
  type LocalDate,
  type LocationId,
  type Sku,
} from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, holdsEverywhere, placesOf, type Actor } from '#platform/context'
import { InstantSchema, route, SkuSchema, UuidSchema, type AnyRoute } from '#platform/http'
import { BackorderSchema, ScopeSchema } from '../policies/wire.ts'
import { explainAtp, MAX_DAYS } from './explain.ts'
import { promiseInbound } from './promise-inbound.ts'

const TAG = 'inventory'
const MAX_SKUS = 100
/** Lines of one promise at the door. */
const MAX_BODY_LINES = 100
const MAX_DOOR_QUANTITY = 99_999

const Day = Type.String({ format: 'date', description: 'YYYY-MM-DD, by the clock of the place' })
const Pieces = Type.Integer()
const Source = Type.Union([
  Type.Object({ version: Type.Integer(), ruleNo: Type.Integer(), scope: ScopeSchema }),
  Type.Null(),
])
const RowSchema = Type.Object({
  sku: Type.String(),
  locationId: UuidSchema,
  onHand: Pieces,
  reserved: Pieces,
  quarantined: Pieces,
  safety: Pieces,
  buffer: Type.Integer({ description: 'hidden from this channel' }),
  pooledForOthers: Type.Integer({ description: 'left in pools of other channels' }),
  backorder: BackorderSchema,
  sources: Type.Object({
    safety: Source,
    buffer: Source,
    bufferPpm: Source,
    backorder: Source,
    pools: Type.Array(Type.Object({ channelId: UuidSchema, left: Pieces, source: Source })),
  }),
  days: Type.Array(
    Type.Object({
      day: Day,
      inbound: Type.Integer({ description: 'pieces that come by then; what is late counts from tomorrow' }),
      queued: Type.Integer({ description: 'pieces promised by then that were not here' }),
      keptForLater: Type.Integer({ description: 'pieces that a later promise needs' }),
      available: Type.Integer({
        description:
          'onHand - reserved - quarantined - safety - buffer - pooledForOthers + inbound - queued - keptForLater',
      }),
    }),
  ),
})

/** Staff may look through the eyes of any channel; a machine through others' only if it may change what they see. */
function channelFor(actor: Actor, asked: string | undefined): ChannelId {
  // The schema has checked that it is a UUID.
  if (asked === undefined || asked === actor.channel.id) return actor.channel.id
  if (actor.kind !== 'staff') authorise(actor, 'stock.policy')
  return asked as ChannelId
}

/** The places asked for, or all that may be read; refuses those outside. */
function placesFor(actor: Actor, asked: readonly string[] | undefined): { locations?: LocationId[] } {
  if (asked !== undefined) {
    // The schema has checked the shapes.
    const locations = asked as LocationId[]
    for (const locationId of locations) authorise(actor, 'stock.read', locationId)
    return { locations }
  }
  if (holdsEverywhere(actor, 'stock.read')) return {}
  return { locations: [...(placesOf(actor, 'stock.read') ?? [])] }
}

const explain = route({
  method: 'GET',
  path: '/v1/stock/atp',
  summary: 'Explain what a channel may promise: per SKU, place and day, with every term',
  description:
    'On today it is what a reservation of this moment would get; on later days what may be promised against inbound. A promise for a day ' +
    'never eats what a later promise needs. `sources` names the rule that gave each term.',
  tag: TAG,
  audience: ['staff', 'device', 'machine'],
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      sku: Type.Array(SkuSchema, { minItems: 1, maxItems: MAX_SKUS, uniqueItems: true }),
      locationId: Type.Optional(Type.Array(UuidSchema, { minItems: 1, maxItems: 200, uniqueItems: true })),
      channelId: Type.Optional(UuidSchema),
      from: Type.Optional(Day),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DAYS, default: 1 })),
    }),
    response: {
      200: Type.Object({
        asOf: InstantSchema,
        channelId: UuidSchema,
        policy: Type.Object({
          version: Type.Union([Type.Integer(), Type.Null()]),
          applied: Type.Boolean({ description: 'every row carries it' }),
        }),
        rows: Type.Array(RowSchema),
        network: Type.Array(
          Type.Object({
            sku: Type.String(),
            days: Type.Array(Type.Object({ day: Day, available: Type.Integer({ minimum: 0 }) })),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const atp = await explainAtp(ctx, {
      // The schema has checked the shapes of SKUs and days.
      skus: query.sku as Sku[],
      ...placesFor(ctx.actor, query.locationId),
      channelId: channelFor(ctx.actor, query.channelId),
      ...(query.from !== undefined && { from: query.from as LocalDate }),
      days: query.days ?? 1,
    })
    return {
      ...atp,
      asOf: atp.asOf.toISOString(),
      rows: atp.rows.map((row) => ({
        ...row,
        days: [...row.days],
        sources: { ...row.sources, pools: [...row.sources.pools] },
      })),
      network: atp.network.map(({ sku, days }) => ({ sku, days: [...days] })),
    }
  },
})

const promise = route({
  method: 'PUT',
  path: '/v1/stock/promises/:holdId',
  summary: 'Promise pieces that are here or on their way, on the first day that covers all of them',
  description:
    'As a hold, under the caller’s id: the same command again gets the first answer. Whether a channel may is policy (`backorder`); ' +
    '409 `inventory.not_promised` says in `facts.lines` why not. The hold is shown, extended and given back under `/v1/stock/holds`.',
  tag: TAG,
  audience: ['staff', 'device', 'machine'],
  permission: 'stock.reserve',
  power: 'command',
  idempotency: 'none',
  schema: {
    params: Type.Object({ holdId: UuidSchema }),
    body: Type.Object(
      {
        kind: Type.Union([
          Type.Literal('basket'),
          Type.Literal('pickup'),
          Type.Literal('ship'),
          Type.Literal('till'),
          Type.Literal('marketplace'),
        ]),
        lines: Type.Array(
          Type.Object(
            {
              sku: SkuSchema,
              locationId: UuidSchema,
              quantity: Type.Integer({ minimum: 1, maximum: MAX_DOOR_QUANTITY }),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: MAX_BODY_LINES },
        ),
      },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        holdId: UuidSchema,
        expiresAt: InstantSchema,
        lines: Type.Array(
          Type.Object({
            sku: Type.String(),
            locationId: UuidSchema,
            quantity: Pieces,
            here: Type.Integer({ description: 'pieces of these that are here and reserved' }),
            promisedOn: Type.Union([Day, Type.Null()]),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { params, body }) => {
    for (const { locationId } of body.lines) authorise(ctx.actor, 'stock.reserve', locationId as LocationId)
    const answer = await promiseInbound(ctx, {
      // The schema has checked the shapes of ids and SKUs.
      holdId: params.holdId as HoldId,
      kind: body.kind,
      lines: body.lines.map((line) => ({
        sku: line.sku as Sku,
        locationId: line.locationId as LocationId,
        quantity: line.quantity,
      })),
    })
    if (answer.state === 'promised')
      return {
        holdId: answer.holdId,
        expiresAt: answer.expiresAt.toISOString(),
        lines: [...answer.lines],
      }
    throw new Refusal(
      'conflict',
      'inventory.not_promised',
      'Not everything that was asked for can be promised. The lines say why; ask for fewer under a new id.',
      { facts: { lines: answer.lines } },
    )
  },
})

export const atpRoutes: AnyRoute[] = [explain, promise]
