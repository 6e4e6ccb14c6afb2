import { Type } from 'typebox'
import { decodeCursor, DEFAULT_PAGE, encodeCursor, UuidSchema } from '#platform/http'

export const tag = 'gift cards'
export const office = ['staff', 'machine'] as const
export const closed = { additionalProperties: false } as const
export const params = Type.Object({ id: UuidSchema })
export const ReasonSchema = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
export const NoteSchema = Type.String({ maxLength: 200, default: '' })
export const FileSchema = Type.Object({ filename: Type.String(), csv: Type.String(), rows: Type.Integer() })

interface AskedPage {
  readonly cursor?: string
  readonly limit?: number
}

/** A page before a row: its key as the cursor has it, and one row more than is shown, to know whether there is another page. */
export const pageAsked = ({ cursor, limit = DEFAULT_PAGE }: AskedPage, keyed: 'uuid' | 'digits') => ({
  before: cursor === undefined ? null : (decodeCursor(cursor, [keyed])[0] ?? null),
  limit: limit + 1,
})

/** What was read with `pageAsked`, as it is told. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  { limit }: { readonly limit: number },
  keyOf: (row: Row) => string | number,
  show: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const last = rows.length === limit ? rows[limit - 2] : undefined
  return { items: rows.slice(0, limit - 1).map(show), next: last ? encodeCursor([keyOf(last)]) : null }
}
