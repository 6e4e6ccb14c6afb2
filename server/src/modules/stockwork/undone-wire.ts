import { Type, type Static } from 'typebox'
import { InstantSchema, UuidSchema } from '#platform/http'
import { nullable } from './wire.ts'
import type { Undone } from './undone.ts'

export const UndoneSchema = Type.Object({
  number: Type.String(),
  reason: Type.String(),
  at: InstantSchema,
  staffId: nullable(UuidSchema),
})

export const showUndone = (undone: Undone | undefined): Static<typeof UndoneSchema> | null =>
  undone
    ? { number: undone.number, reason: undone.reason, at: undone.at.toISOString(), staffId: undone.staffId }
    : null
