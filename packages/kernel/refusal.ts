/** Where in the input a refusal points: a JSON Pointer (RFC 6901) and a short reason for people. */
export interface RefusalDetail {
  readonly pointer: string
  readonly detail: string
  readonly code?: string
}

/** HTTP-like classes of refusals, so that a module needs no knowledge of HTTP to be mapped in one place. */
export type RefusalKind =
  | 'invalid' // the input can never work (400)
  | 'unauthenticated' // who are you (401)
  | 'forbidden' // you may not (403)
  | 'not_found' // no such thing for you (404)
  | 'conflict' // the state of the world says no (409)
  | 'gone' // it was, and is over (410)
  | 'stale' // somebody changed it first (412)
  | 'unprocessable' // well-formed, but it breaks a rule (422)
  | 'too_many' // slow down (429)
  | 'unavailable' // something outside does not answer (503)

export interface RefusalOptions {
  readonly errors?: readonly RefusalDetail[]
  /** Plain facts that help the caller decide, e.g. `{ available: 0 }`. Never personal data. */
  readonly facts?: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
}

/**
 * A "no" with a stable code (`orders.already_cancelled`), a sentence that says what happened and what to do, and
 * optionally pointers into the input. Thrown by modules, mapped to problem+json in one place.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly kind: RefusalKind
  readonly code: string
  readonly errors: readonly RefusalDetail[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds: number | undefined

  constructor(kind: RefusalKind, code: string, message: string, options: RefusalOptions = {}) {
    super(message)
    this.kind = kind
    this.code = code
    this.errors = options.errors ?? []
    this.facts = options.facts ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
