import { Refusal } from '@splot/kernel'

/** An opaque keyset cursor: the sort key of the last row that was seen. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** Reads a cursor of exactly `length` parts; refuses with `http.bad_cursor`. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = (part: unknown) => typeof part === 'string' || typeof part === 'number'
    if (Array.isArray(key) && key.length === length && key.every(fits)) return key
  } catch {
    // Falls through to the refusal: a broken cursor and a forged one get the same answer.
  }
  throw new Refusal('invalid', 'http.bad_cursor', 'This cursor is not one of ours. Start again without it.', {
    errors: [{ pointer: '/cursor', detail: 'not a cursor from a page before' }],
  })
}
