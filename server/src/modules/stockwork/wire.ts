import { Refusal, type LocationId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { InstantSchema, SkuSchema, UuidSchema, WordsSchema } from '#platform/http'
import type { Step } from './command.ts'
import { MAX_LINES, MAX_PIECES } from './limits.ts'

export const TAG = 'stockwork'
export const people = ['staff', 'device', 'machine'] as const

/** What every list and sheet of stock work is read by. */
export const reading = { tag: TAG, audience: people, permission: 'stock.read', power: 'read' } as const

export const closed = { additionalProperties: false } as const

/** What every command carries: the id that was made where it was done, and when. */
export const commandFields = {
  commandId: Type.String({
    format: 'uuid',
    description:
      'Made where the step is done. The same id again changes nothing and shows the document as it stands; for a new document it becomes its id.',
  }),
  at: Type.Optional({
    ...InstantSchema,
    description: 'When it was done, by the clock of the device; up to 30 days ago. Now when left out',
  }),
}

export const IdParams = Type.Object({ id: UuidSchema })
export const NoteSchema = Type.String({ maxLength: 500 })
export const DaySchema = Type.String({ format: 'date', description: 'YYYY-MM-DD' })
export const PiecesSchema = Type.Integer({ minimum: 1, maximum: MAX_PIECES })
export const CodeSchema = Type.String({ minLength: 1, maxLength: 64, description: 'a SKU or a GTIN' })
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

export const SkuLine = Type.Object({ sku: SkuSchema, quantity: PiecesSchema }, closed)
export const linesOf = <T extends Parameters<typeof Type.Array>[0]>(line: T) =>
  Type.Array(line, { minItems: 1, maxItems: MAX_LINES })

/** Where in the place, and which pieces; only where the place or the article tells them apart. */
export const toldApart = {
  bin: Type.Optional(Type.String({ minLength: 1, maxLength: 32, description: 'code of a bin of the place' })),
  lot: Type.Optional(
    Type.Object(
      { code: Type.String({ minLength: 1, maxLength: 64 }), expiresOn: Type.Optional(DaySchema) },
      closed,
    ),
  ),
  serials: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: MAX_LINES,
      description: 'one serial number per piece',
    }),
  ),
}

/** Pieces as they come off a van. */
export const ArrivedLine = Type.Object(
  {
    code: CodeSchema,
    quantity: PiecesSchema,
    ...toldApart,
    condition: Type.Optional(
      oneOf(['good', 'damaged'], 'good when left out; damaged pieces go to quarantine'),
    ),
  },
  closed,
)

export const HistorySchema = Type.Array(
  Type.Object({
    verb: Type.String({ description: 'what was done, e.g. `advice.receive`' }),
    at: InstantSchema,
    receivedAt: InstantSchema,
    actor: Type.Object({ kind: Type.String(), id: Type.String(), staffId: nullable(UuidSchema) }),
  }),
)

export const showHistory = (steps: readonly Step[]): Static<typeof HistorySchema> =>
  steps.map(({ verb, at, receivedAt, actor }) => ({
    verb,
    at: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
    actor,
  }))

/** What every paper shows of itself. */
export const paperFields = {
  id: UuidSchema,
  number: Type.String({ description: 'a letter and digits; what people say' }),
  words: WordsSchema,
  createdAt: InstantSchema,
  createdBy: nullable(UuidSchema),
  note: nullable(Type.String()),
}

export const DifferenceSchema = Type.Object({
  sku: SkuSchema,
  kind: Type.String(),
  quantity: Type.Integer(),
  reason: Type.String(),
  note: nullable(Type.String()),
})

export const dateOf = (at: string | undefined): Date | undefined =>
  at === undefined ? undefined : new Date(at)
export const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** The parts of a command that every verb takes. */
export const commandOf = (body: { readonly commandId: string; readonly at?: string | undefined }) => ({
  commandId: body.commandId.toLowerCase(),
  at: dateOf(body.at),
})

export const notFound = (what: string): Refusal =>
  new Refusal('not_found', 'stockwork.not_found', `There is no such ${what}.`)

/** The body's text ids, whose shapes the schema has checked. */
export const placeId = (text: string): LocationId => text as LocationId
