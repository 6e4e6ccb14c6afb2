import { Type, type TSchema } from 'typebox'

/** Most items that one page of a list may hold. */
export const MAX_PAGE = 200
export const DEFAULT_PAGE = 50

/** Shared shapes of the wire, so that the same thing looks the same in every route. */
export const UuidSchema = Type.String({ format: 'uuid' })
/** The format allows a sixtieth second, which RFC 3339 keeps for leap seconds: no clock here knows one. */
export const NO_SIXTIETH_SECOND = '^(?!.*:60)'
export const InstantSchema = Type.String({
  format: 'date-time',
  pattern: NO_SIXTIETH_SECOND,
  description: 'RFC 3339, UTC',
})
export const SkuSchema = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' })
export const CurrencySchema = Type.String({ pattern: '^[A-Z]{3}$' })
export const MoneySchema = Type.Object(
  { minor: Type.Integer({ description: 'minor units: grosze for PLN' }), currency: CurrencySchema },
  { additionalProperties: false },
)
export const QuantitySchema = Type.Integer({ minimum: 1, maximum: 999 })
export const LocaleSchema = Type.Union([Type.Literal('pl'), Type.Literal('en')])
/** Text in the languages of the screens. */
export const WordsSchema = Type.Object({ pl: Type.String(), en: Type.String() })

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE })),
  cursor: Type.Optional(
    Type.String({ maxLength: 400, description: 'opaque; from `next` of the page before' }),
  ),
}

export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })

/** RFC 9457 problem details with a stable code, pointers per field, and an id to quote. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    instance: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ pointer: Type.String(), detail: Type.String(), code: Type.Optional(Type.String()) }),
      ),
    ),
    facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { description: 'application/problem+json' },
)
