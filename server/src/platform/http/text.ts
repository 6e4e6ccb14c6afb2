import { isUtf8 } from 'node:buffer'
import { Refusal } from '@splot/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A character that is none (half of a pair), or that PostgreSQL keeps in no text (zero). */
const UNKEEPABLE = /[\0\p{Surrogate}]/u

/**
 * Reads JSON, which is UTF-8 (RFC 8259, 8.1): bytes that are not would become other characters than were sent, and be kept as such. `keep`
 * sees the bytes as they came.
 */
export function readJson(app: FastifyInstance, keep?: (request: FastifyRequest, body: Buffer) => void): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body)) return done(notUtf8())
    keep?.(request, body)
    // The parser answers through `done` and returns nothing.
    void parse(request, body.toString('utf8'), done)
  })
}

const notUtf8 = (): Refusal =>
  new Refusal(
    'invalid',
    'http.not_utf8',
    'The body is not UTF-8. Save it in that encoding and send it again.',
  )

/** Refuses text that nobody could keep as it is: said with its pointer, before anything is done. Call it on validated input. */
export function refuseUnkeepableText(input: unknown, pointer: string): void {
  const where = unkeepableAt(input, pointer)
  if (where === undefined) return
  throw new Refusal(
    'invalid',
    'http.bad_text',
    'This text has a character that is none. Take it out and send again.',
    {
      errors: [{ pointer: where, detail: 'has a zero character, or half of a character' }],
    },
  )
}

function unkeepableAt(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return UNKEEPABLE.test(value) ? pointer || '/' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const where = UNKEEPABLE.test(key) ? pointer || '/' : unkeepableAt(inner, `${pointer}/${key}`)
    if (where !== undefined) return where
  }
  return undefined
}
