import { isId, Refusal } from '@splot/kernel'

/** An opaque keyset cursor: the sort key of the last row that was seen. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

const MAX_INTEGER = 2_147_483_647

/** What a part of a cursor must look like before it may reach a column of that type. */
const shapes = {
  uuid: isId,
  instant: (text: string) => !Number.isNaN(Date.parse(text)),
  /** Empty where a row has no instant. */
  maybeInstant: (text: string) => text === '' || !Number.isNaN(Date.parse(text)),
  digits: (text: string) => /^\d{1,19}$/.test(text),
  /** Of an integer column. */
  integer: (text: string) => /^\d{1,10}$/.test(text) && Number(text) <= MAX_INTEGER,
  text: () => true,
} as const

/**
 * Reads a cursor of exactly these parts, as text; nothing where there is none: the first page has no cursor. Refuses with `http.bad_cursor`: a
 * forged cursor must not reach a column that cannot hold it.
 */
export function decodeCursor(cursor: string | undefined, parts: readonly (keyof typeof shapes)[]): string[] {
  if (cursor === undefined) return []
  const texts = partsOf(cursor)
  if (texts?.length === parts.length && parts.every((part, index) => shapes[part](texts[index] ?? '')))
    return texts
  throw new Refusal('invalid', 'http.bad_cursor', 'This cursor is not one of ours. Start again without it.', {
    errors: [{ pointer: '/query/cursor', detail: 'not a cursor from a page before' }],
  })
}

/** Undefined when it is broken: a broken cursor and a forged one get the same answer. */
function partsOf(cursor: string): string[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = (part: unknown) => typeof part === 'string' || typeof part === 'number'
    return Array.isArray(key) && key.every(fits) ? key.map(String) : undefined
  } catch {
    return undefined
  }
}
