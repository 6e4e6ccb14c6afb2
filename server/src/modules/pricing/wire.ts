import { Type, type TSchema } from 'typebox'
import { UuidSchema } from '#platform/http'
import { MAX_FROM_QUANTITY, MAX_PRICE_MINOR } from './limits.ts'

export const tag = 'pricing'
/** Who works with prices in the office, or by a program. */
export const office = ['staff', 'machine'] as const
const rights = { tag, audience: office, permission: 'prices.read' } as const
const changing = { ...rights, permission: 'prices.write', everywhere: true } as const
/** What routes of the office have in common: those that read, those that write, and those that draft in transactions of their own. */
export const reading = { ...rights, power: 'read' } as const
export const writing = { ...changing, power: 'write' } as const
export const drafting = { ...changing, power: 'command', idempotency: 'none' } as const
/** What a person decides, and no program. */
export const deciding = { ...writing, audience: ['staff'] } as const

export const closed = { additionalProperties: false } as const
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const IdParams = Type.Object({ id: UuidSchema })
export const CodeSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,47}$' })
export const GroupSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,31}$' })
export const PriceMinorSchema = Type.Integer({
  minimum: 1,
  maximum: MAX_PRICE_MINOR,
  description: 'gross of one piece, minor units',
})
export const FromQuantitySchema = Type.Integer({
  minimum: 1,
  maximum: MAX_FROM_QUANTITY,
  description: 'pieces from which it counts',
})
export const NoteSchema = Type.String({
  minLength: 3,
  maxLength: 500,
  description: 'why; kept with the change',
})
export const SignedPpmSchema = Type.Integer({
  minimum: -900_000,
  maximum: 2_000_000,
  description: 'parts per million, below zero is cheaper',
})
export const SignedMinorSchema = Type.Integer({ minimum: -MAX_PRICE_MINOR, maximum: MAX_PRICE_MINOR })

/** An instant of the wire; null stays null. */
export const instantOf = (text: string | null | undefined): Date | null =>
  text === null || text === undefined ? null : new Date(text)

export const shownInstant = (at: Date | null): string | null => at?.toISOString() ?? null
