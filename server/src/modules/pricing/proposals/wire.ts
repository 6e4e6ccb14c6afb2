import { Type } from 'typebox'
import { CurrencySchema, SkuSchema, UuidSchema } from '#platform/http'
import { closed, CodeSchema, SignedPpmSchema } from '../wire.ts'

const MAX_BANDS = 20
const Ppm = Type.Integer({ minimum: 0, maximum: 2_000_000 })
const Days = Type.Integer({ minimum: 0, maximum: 3_650 })
const Minutes = Type.Integer({ minimum: 0, maximum: 1_440 })
const Weekdays = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
  minItems: 1,
  maxItems: 7,
  uniqueItems: true,
})

export const FactorSchema = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('stock_cover'),
      bands: Type.Array(
        Type.Object(
          { belowDays: Type.Optional(Days), aboveDays: Type.Optional(Days), ppm: SignedPpmSchema },
          closed,
        ),
        { minItems: 1, maxItems: MAX_BANDS },
      ),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('age'),
      bands: Type.Array(Type.Object({ fromDays: Days, ppm: SignedPpmSchema }, closed), {
        minItems: 1,
        maxItems: MAX_BANDS,
      }),
    },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('hour'), weekdays: Weekdays, from: Minutes, until: Minutes, ppm: SignedPpmSchema },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('place'),
      locations: Type.Array(UuidSchema, { minItems: 1, maxItems: 500 }),
      ppm: SignedPpmSchema,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('competitor'), undercutPpm: Ppm, limitPpm: Ppm }, closed),
])

export const TermsSchema = Type.Object(
  {
    currency: CurrencySchema,
    skus: Type.Array(SkuSchema, { maxItems: 5_000 }),
    categories: Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { maxItems: 100 }),
    factors: Type.Array(FactorSchema, { minItems: 1, maxItems: 20 }),
    floorPpm: Ppm,
    ceilingPpm: Ppm,
    floorMinor: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    aboveCostPpm: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000_000,
        description:
          'never below what it costs the retailer, with VAT, and so much of it more; where no cost is known never cheaper than now',
      }),
    ),
    dailyPpm: Ppm,
    leastPpm: Ppm,
    omnibus: Type.Union([Type.Literal('tell'), Type.Literal('keep_lowest')]),
    channels: Type.Union([
      Type.Object({ kind: Type.Literal('equal') }, closed),
      Type.Object(
        {
          kind: Type.Literal('differ'),
          from: CodeSchema,
          ppm: Ppm,
          reason: Type.String({ minLength: 3, maxLength: 300 }),
        },
        closed,
      ),
    ]),
    mode: Type.Union([Type.Literal('shadow'), Type.Literal('live')]),
    approval: Type.Union([
      Type.Object({ kind: Type.Literal('person') }, closed),
      Type.Object({ kind: Type.Literal('rule'), withinPpm: Ppm }, closed),
    ]),
  },
  { ...closed, description: 'shares are parts per million of the price that people have set' },
)
