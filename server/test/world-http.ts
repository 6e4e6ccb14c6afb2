import { Pool } from 'undici'
import { readAnswer, type AnswerOf, type AnsweredWith } from './answers.ts'

/** More than the largest crowd of a story. */
const CONNECTIONS = 256
/** A door that does not answer within this has lost the request. */
const TIMEOUT_MS = 60_000

/** Headers that say who asks: what `asManager`, `enrolDevice`, `signInAt` and `machineKey` answer. */
export type Credential = Readonly<Record<string, string>>

export interface Asking {
  readonly as?: Credential
  readonly body?: unknown
  /** A body that is sent as it is, for what is not JSON. */
  readonly raw?: string
  /** Idempotency-Key. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The caller's address: rate limits go by it. */
  readonly from?: string
}

/** `call('POST', '/v1/carts', { body })`, its answer typed by the door; rejects only when the connection breaks. */
export type Caller = <Method extends string, Path extends string>(
  method: Method,
  path: Path,
  asking?: Asking,
) => Promise<AnsweredWith<AnswerOf<Method, Path>>>

/** Kept-alive connections to one address, as `call`. */
export function openCaller(url: string, closers: (() => Promise<unknown>)[]): Caller {
  const pool = new Pool(url, {
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  closers.push(() => pool.destroy())
  return async (method, path, { as, body, raw, key, headers, from } = {}) => {
    const text = raw ?? (body === undefined ? null : JSON.stringify(body))
    const answer = await pool.request({
      // Any method may be tried on any door.
      method: method as 'GET',
      path,
      headers: {
        ...(text !== null && { 'content-type': 'application/json' }),
        ...as,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(from !== undefined && { 'x-forwarded-for': from }),
        ...headers,
      },
      body: text,
    })
    const answered = await answer.body.text()
    return readAnswer(answer.statusCode, answer.headers, answered)
  }
}
