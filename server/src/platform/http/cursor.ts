import { isId, Refusal } from '@splot/kernel'

/** An opaque keyset cursor: the sort key of the last row that was seen. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** What a part of a cursor must look like before it may reach a column of that type. */
const shapes = {
  uuid: isId,
  instant: (text: string) => !Number.isNaN(Date.parse(text)),
  digits: (text: string) => /^\d{1,19}$/.test(text),
  text: () => true,
} as const

export type CursorPart = keyof typeof shapes

/**
 * Reads a cursor of exactly these parts, as text; or of so many parts of any kind, for whoever checks them. Refuses
 * with `http.bad_cursor`: a forged cursor must not reach a column that cannot hold it.
 */
export function decodeCursor(cursor: string, parts: readonly CursorPart[]): string[]
export function decodeCursor(cursor: string, length: number): (string | number)[]
export function decodeCursor(cursor: string, parts: readonly CursorPart[] | number): (string | number)[] {
  const key = partsOf(cursor)
  if (typeof parts === 'number' && key?.length === parts) return key
  if (typeof parts === 'object' && key?.length === parts.length) {
    const texts = key.map(String)
    if (parts.every((part, index) => shapes[part](texts[index] ?? ''))) return texts
  }
  throw new Refusal('invalid', 'http.bad_cursor', 'This cursor is not one of ours. Start again without it.', {
    errors: [{ pointer: '/cursor', detail: 'not a cursor from a page before' }],
  })
}

/** Undefined when it is broken: a broken cursor and a forged one get the same answer. */
function partsOf(cursor: string): (string | number)[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = (part: unknown) => typeof part === 'string' || typeof part === 'number'
    return Array.isArray(key) && key.every(fits) ? key : undefined
  } catch {
    return undefined
  }
}
