import { Type, type Static } from 'typebox'
import { InstantSchema, SkuSchema } from '#platform/http'
import { PPM } from '@splot/kernel'
import {
  MAX_CONDITIONS,
  MAX_LABEL,
  MAX_LISTED,
  MAX_MINOR,
  MAX_NAME,
  MAX_PARTS,
  MAX_PIECES,
  MAX_PRIORITY,
  MAX_TIERS,
} from './limits.ts'

const closed = { additionalProperties: false } as const
/** Codes of channels, groups, segments, attributes, and ids: whatever is looked up. */
const Name = Type.String({ minLength: 1, maxLength: 80 })
const Names = Type.Array(Name, { minItems: 1, maxItems: MAX_LISTED, uniqueItems: true })
const Not = { not: Type.Optional(Type.Boolean()) }
const Pieces = Type.Integer({ minimum: 1, maximum: MAX_PIECES })
const Minor = Type.Integer({ minimum: 1, maximum: MAX_MINOR, description: 'minor units' })
const MinorOrNothing = Type.Integer({ minimum: 0, maximum: MAX_MINOR, description: 'minor units' })
const Ppm = Type.Integer({ minimum: 1, maximum: PPM, description: 'parts per million: 20 % is 200000' })
const Minutes = Type.Integer({ minimum: 0, maximum: 1_440 })

const FulfilmentSchema = Type.Union([Type.Literal('counter'), Type.Literal('pickup'), Type.Literal('ship')])

const lineConditions = [
  Type.Object({ kind: Type.Literal('products'), anyOf: Names, ...Not }, closed),
  Type.Object({ kind: Type.Literal('categories'), anyOf: Names, ...Not }, closed),
  Type.Object({ kind: Type.Literal('attributes'), attribute: Name, anyOf: Names, ...Not }, closed),
  Type.Object(
    {
      kind: Type.Literal('fulfilment'),
      anyOf: Type.Array(FulfilmentSchema, { minItems: 1, maxItems: 3, uniqueItems: true }),
      ...Not,
    },
    closed,
  ),
] as const
const LineConditions = Type.Array(Type.Union([...lineConditions]), { minItems: 1, maxItems: MAX_CONDITIONS })

const conditions = [
  ...lineConditions,
  Type.Object({ kind: Type.Literal('channel'), anyOf: Names }, closed),
  Type.Object({ kind: Type.Literal('location'), anyOf: Names }, closed),
  Type.Object({ kind: Type.Literal('segment'), anyOf: Names }, closed),
  Type.Object({ kind: Type.Literal('group'), anyOf: Names }, closed),
  Type.Object({ kind: Type.Literal('first_order') }, closed),
  Type.Object(
    {
      kind: Type.Literal('hours'),
      weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
        minItems: 1,
        maxItems: 7,
        uniqueItems: true,
      }),
      from: Minutes,
      until: Minutes,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('quantity'), atLeast: Pieces }, closed),
  Type.Object({ kind: Type.Literal('value'), atLeastMinor: Minor }, closed),
  Type.Object({ kind: Type.Literal('tender'), anyOf: Names }, closed),
] as const

const times = { atMostTimes: Type.Optional(Pieces) }
const actions = [
  Type.Object({ kind: Type.Literal('line_percent'), ppm: Ppm }, closed),
  Type.Object({ kind: Type.Literal('line_amount'), minor: Minor }, closed),
  Type.Object({ kind: Type.Literal('fixed_price'), minor: MinorOrNothing }, closed),
  Type.Object({ kind: Type.Literal('basket_percent'), ppm: Ppm }, closed),
  Type.Object({ kind: Type.Literal('basket_amount'), minor: Minor }, closed),
  Type.Object(
    {
      kind: Type.Literal('buy_get'),
      buy: Pieces,
      get: Pieces,
      of: Type.Optional(LineConditions),
      ppm: Ppm,
      ...times,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('cheapest_free'), every: Pieces, free: Pieces, ...times }, closed),
  Type.Object(
    {
      kind: Type.Literal('bundle'),
      parts: Type.Array(Type.Object({ of: LineConditions, quantity: Pieces }, closed), {
        minItems: 1,
        maxItems: MAX_PARTS,
      }),
      minor: MinorOrNothing,
      ...times,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('quantity_tiers'),
      tiers: Type.Array(Type.Object({ atLeast: Pieces, ppm: Ppm }, closed), {
        minItems: 1,
        maxItems: MAX_TIERS,
      }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('value_tiers'),
      tiers: Type.Array(Type.Object({ atLeastMinor: Minor, minor: Minor }, closed), {
        minItems: 1,
        maxItems: MAX_TIERS,
      }),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('gift'), sku: SkuSchema, quantity: Pieces }, closed),
  Type.Object({ kind: Type.Literal('shipping_percent'), ppm: Ppm }, closed),
  Type.Object({ kind: Type.Literal('shipping_price'), minor: MinorOrNothing }, closed),
] as const

const Label = Type.String({ minLength: 1, maxLength: MAX_LABEL })
const Instant = Type.Union([
  Type.Integer({ minimum: 0, maximum: 8_640_000_000_000, description: 'epoch milliseconds' }),
  Type.Null(),
])

const fields = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'what the office calls it' }),
  label: Type.Object({ pl: Label, en: Label }, { ...closed, description: 'what shopper and receipt read' }),
  priority: Type.Integer({ minimum: 0, maximum: MAX_PRIORITY, description: 'lower counts first' }),
  group: Type.Union([Name, Type.Null()], {
    description: 'of one group at most one promotion touches a piece',
  }),
  exclusive: Type.Boolean({ description: 'a piece that it touches is touched by nothing else' }),
  validFrom: Instant,
  validUntil: Instant,
  audience: Type.Union([Type.Literal('public'), Type.Literal('code'), Type.Literal('individual')]),
  publicCode: Type.Optional(Type.Boolean()),
  returns: Type.Union([Type.Literal('keep'), Type.Literal('recompute')]),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  atMostMinor: Type.Optional(Minor),
}

/** What people write of a promotion; refused field by field. */
export const DraftSchema = Type.Object(
  {
    ...fields,
    conditions: Type.Array(Type.Union([...conditions]), { maxItems: MAX_CONDITIONS }),
    action: Type.Union([...actions]),
  },
  closed,
)
export type WrittenDraft = Static<typeof DraftSchema>

/** On the way out conditions and actions are told as they are: they were checked on their way in. */
const told = {
  ...fields,
  conditions: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  action: Type.Record(Type.String(), Type.Unknown()),
}
export const ContentSchema = Type.Object(told)
export const PromotionSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  ...told,
})

export const RuleSetSchema = Type.Object({
  version: Type.Integer(),
  startsAt: InstantSchema,
  promotions: Type.Array(PromotionSchema),
})
