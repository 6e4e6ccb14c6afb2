import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { InstantSchema, SkuSchema, UuidSchema } from '#platform/http'
import { MAX_HOLD_MS } from '../limits.ts'
import { MAX_LEAD_DAYS, MAX_PIECES, MAX_RULES, PPM } from './limits.ts'
import type { Simulation } from './simulate.ts'
import type { Policy, Rule } from './types.ts'

const Pieces = (description: string) => Type.Integer({ minimum: 0, maximum: MAX_PIECES, description })
const Limits = Type.Object(
  {
    ttlMs: Type.Integer({ minimum: 1_000, maximum: MAX_HOLD_MS, description: 'how long a hold lasts' }),
    capMs: Type.Integer({
      minimum: 1_000,
      maximum: MAX_HOLD_MS,
      description: 'how long it may be extended to',
    }),
  },
  { additionalProperties: false },
)

export const ScopeSchema = Type.Object(
  {
    sku: Type.Optional(SkuSchema),
    category: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'its handle; with everything below it' }),
    ),
    locationId: Type.Optional(UuidSchema),
    region: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: '`city:…`, `kind:store`, `country:PL`' }),
    ),
  },
  { additionalProperties: false, description: 'left out: everything, everywhere' },
)

export const BackorderSchema = Type.Object(
  {
    against: Type.Union([Type.Literal('none'), Type.Literal('inbound'), Type.Literal('open')]),
    most: Type.Optional(Pieces('that may wait at once, per SKU and place')),
    leadDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: MAX_LEAD_DAYS, description: 'open: promised in so many days' }),
    ),
  },
  { additionalProperties: false },
)

export const RuleSchema = Type.Object(
  {
    scope: ScopeSchema,
    channelId: Type.Union([UuidSchema, Type.Null()], { description: 'null: every channel' }),
    terms: Type.Object(
      {
        safety: Type.Optional(Pieces('display minimum, of all channels')),
        buffer: Type.Optional(Pieces('hidden from the channel')),
        bufferPpm: Type.Optional(
          Type.Integer({ minimum: 0, maximum: PPM, description: 'share hidden from the channel' }),
        ),
        pool: Type.Optional(Pieces('kept for the channel alone')),
        backorder: Type.Optional(BackorderSchema),
        holds: Type.Optional(
          Type.Object(
            {
              basket: Type.Optional(Limits),
              pickup: Type.Optional(Limits),
              ship: Type.Optional(Limits),
              till: Type.Optional(Limits),
              marketplace: Type.Optional(Limits),
            },
            { additionalProperties: false, description: 'only in rules for all goods and places' },
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export const RulesSchema = Type.Array(RuleSchema, { maxItems: MAX_RULES })
export const NameSchema = Type.String({ minLength: 1, maxLength: 100 })

export const PolicySchema = Type.Object({
  version: Type.Integer(),
  state: Type.Union([
    Type.Literal('draft'),
    Type.Literal('published'),
    Type.Literal('retired'),
    Type.Literal('withdrawn'),
  ]),
  name: Type.String(),
  edition: Type.Integer({ description: 'for If-Match' }),
  createdAt: InstantSchema,
  createdBy: Type.String(),
  publishedAt: Type.Union([InstantSchema, Type.Null()]),
  endedAt: Type.Union([InstantSchema, Type.Null()]),
})

const SeenSchema = Type.Object({
  hoursOut: Type.Number({ description: 'without a piece to promise' }),
  refused: Type.Integer({ description: 'reservations' }),
  refusedPieces: Type.Integer(),
  asked: Type.Integer({ description: 'reservations that were asked for' }),
  hidden: Type.Number({ description: 'pieces there and not to be had, on average' }),
})
const Compared = { before: SeenSchema, after: SeenSchema }

export const SimulationSchema = Type.Object({
  simulationId: UuidSchema,
  version: Type.Integer(),
  againstVersion: Type.Union([Type.Integer(), Type.Null()]),
  madeAt: InstantSchema,
  from: InstantSchema,
  until: InstantSchema,
  rows: Type.Integer({ description: 'rows of stock whose terms differ' }),
  complete: Type.Boolean({ description: 'all of them were looked at' }),
  channels: Type.Array(Type.Object({ channelId: UuidSchema, rows: Type.Integer(), ...Compared })),
})
export const SimulatedRowSchema = Type.Object({
  channelId: UuidSchema,
  locationId: UuidSchema,
  sku: Type.String(),
  ...Compared,
})

export const policyOut = ({ policyId: _id, ...policy }: Policy): Static<typeof PolicySchema> => ({
  ...policy,
  createdAt: policy.createdAt.toISOString(),
  publishedAt: policy.publishedAt?.toISOString() ?? null,
  endedAt: policy.endedAt?.toISOString() ?? null,
})

export const simulationOut = (simulation: Simulation): Static<typeof SimulationSchema> => ({
  ...simulation,
  madeAt: simulation.madeAt.toISOString(),
  from: simulation.from.toISOString(),
  until: simulation.until.toISOString(),
  channels: [...simulation.channels],
})

export const ruleIn = ({ scope, channelId, terms }: Static<typeof RuleSchema>): Omit<Rule, 'ruleNo'> => ({
  // The schema has checked the shapes of ids and SKUs.
  scope: {
    ...scope,
    ...(scope.sku !== undefined && { sku: scope.sku as Sku }),
    ...(scope.locationId !== undefined && { locationId: scope.locationId as LocationId }),
  } as Rule['scope'],
  channelId: channelId as ChannelId | null,
  terms,
})

export const ruleOut = ({ scope, channelId, terms }: Rule): Static<typeof RuleSchema> => ({
  scope,
  channelId,
  terms,
})
