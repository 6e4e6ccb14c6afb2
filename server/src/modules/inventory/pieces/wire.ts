import type { LocationId, Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { SkuSchema, UuidSchema } from '#platform/http'
import { MAX_QUANTITY } from '../limits.ts'

export const TAG = 'inventory'
export const people = ['staff', 'device', 'machine'] as const
export const closed = { additionalProperties: false } as const

/** Lines of one command at the door. */
const MAX_BODY_LINES = 500

export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
/** One of these words; typed as them, which a union of mapped literals is not. */
export const oneOf = <const Name extends string>(names: readonly Name[], description?: string) =>
  Type.Unsafe<Name>(
    Type.Union(
      names.map((name) => Type.Literal(name)),
      description === undefined ? {} : { description },
    ),
  )

export const BinCode = Type.String({ minLength: 1, maxLength: 40, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' })
export const DaySchema = Type.String({ format: 'date', description: 'YYYY-MM-DD' })
export const PiecesSchema = Type.Integer({ minimum: 1, maximum: MAX_QUANTITY })
export const SerialSchema = Type.String({ minLength: 1, maxLength: 64 })
export const linesOf = <T extends Parameters<typeof Type.Array>[0]>(line: T) =>
  Type.Array(line, { minItems: 1, maxItems: MAX_BODY_LINES })

/** Where in the place, and which pieces; only where the place or the article tells them apart. */
export const toldApart = {
  bin: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'code of a bin of the place' })),
  lot: Type.Optional(
    Type.Object(
      { code: Type.String({ minLength: 1, maxLength: 64 }), expiresOn: Type.Optional(DaySchema) },
      closed,
    ),
  ),
  serials: Type.Optional(Type.Array(SerialSchema, { maxItems: 1_000, description: 'one per piece' })),
}

export const PlaceAndBin = Type.Object({ locationId: UuidSchema, code: BinCode })
export const SkuParams = Type.Object({ sku: SkuSchema })

// The schemas have checked these shapes.
export const placeOf = (text: string): LocationId => text.toLowerCase() as LocationId
export const skuOf = (text: string): Sku => text as Sku
