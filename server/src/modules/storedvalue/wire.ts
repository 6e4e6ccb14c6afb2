import { Type } from 'typebox'
import { UuidSchema } from '#platform/http'

export const tag = 'gift cards'
export const office = ['staff', 'machine'] as const
export const closed = { additionalProperties: false } as const
export const params = Type.Object({ id: UuidSchema })
export const ReasonSchema = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
export const NoteSchema = Type.String({ maxLength: 200, default: '' })
export const FileSchema = Type.Object({ filename: Type.String(), csv: Type.String(), rows: Type.Integer() })
