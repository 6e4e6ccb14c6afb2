import type { Static, TSchema } from 'typebox'
import type { CommandContext, ReadContext, WriteContext, Abandoned } from '../context/index.ts'
import type { CommandKey } from '../database/combine.ts'

/** Who may knock at a door; checked before anything else. `visitor` means nobody in particular. */
export type Audience = 'visitor' | 'customer' | 'staff' | 'device' | 'machine'

/** The power a handler gets: see ReadContext, WriteContext and CommandContext. */
export type Power = 'read' | 'write' | 'command'

export interface RouteSchemas {
  readonly params?: TSchema
  readonly query?: TSchema
  readonly headers?: TSchema
  readonly body?: TSchema
  /** The first listed status is the one a plain answer gets. */
  readonly response: Readonly<Record<number, TSchema>>
}

type Of<S> = S extends TSchema ? Static<S> : undefined

export interface Input<S extends RouteSchemas> {
  readonly params: Of<S['params']>
  readonly query: Of<S['query']>
  readonly headers: Of<S['headers']>
  readonly body: Of<S['body']>
  /** The bytes of the body as they came, on routes with `rawBody`: what a sender's signature goes over. Empty on all others. */
  readonly rawBody: Buffer
  /** Given on `command` routes that carry an Idempotency-Key: hand it to the combined verb. */
  readonly key: CommandKey | undefined
  /** From where the caller asks, for limits only: her address, or the network of it (`originOf`). */
  readonly ip: string
  /** The parsed If-Match header: the version the caller saw. */
  readonly ifMatch: number | undefined
}

/** An answer with its own status or headers; a plain value gets the first status of the schema. */
export class Answer<T> {
  readonly status: number
  readonly body: T
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: T, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

type ContextOf<P extends Power> = P extends 'read'
  ? ReadContext
  : P extends 'write'
    ? WriteContext
    : CommandContext
type Bodies<S extends RouteSchemas> = Static<S['response'][keyof S['response']] & TSchema>
type Given<S extends RouteSchemas> =
  | RawJson
  | TextFile
  | Bodies<S>
  | Answer<Bodies<S>>
  | Abandoned<Answer<Bodies<S>>>

export interface RouteDefinition<S extends RouteSchemas = RouteSchemas, P extends Power = Power> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/v1/orders/:orderId` */
  readonly path: string
  /** One line for the reference page, in the imperative. */
  readonly summary: string
  /** Shapes, units, errors and rules that the schema cannot say; Markdown. */
  readonly description?: string
  /** The module's or flow's name: groups the reference page. */
  readonly tag: string
  readonly audience: readonly Audience[]
  /** Needed by staff, devices and machines; null where every member of the audience may call. Places are checked by the handler. */
  readonly permission: string | null
  /** What this door shows or changes belongs to no place, so the permission must be held everywhere. */
  readonly everywhere?: true
  readonly power: P
  /** Unsafe routes: is the Idempotency-Key needed (400 without), welcome, or meaningless? Default `optional`. */
  readonly idempotency?: 'required' | 'optional' | 'none'
  /** Is the version that was seen needed (`http.if_match_needed`), or welcome? Said in the reference; the handler gets it as `ifMatch`. */
  readonly ifMatch?: 'required' | 'optional'
  /** Requests a minute per caller address, for sign-in, codes and look-ups that could be guessed. */
  readonly perMinute?: number
  /** The handler needs the body as it came, byte for byte, besides what was read from it: for signatures. */
  readonly rawBody?: true
  readonly schema: S
  readonly handle: (ctx: ContextOf<P>, input: Input<S>) => Promise<Given<S>>
}

/** A route as data: declared in a module's `routes.ts`, registered by `main`, walked by tests and by OpenAPI. */
// The handler's parameter makes definitions invariant: the list erases the schema types after they were checked here.
export type AnyRoute = Omit<RouteDefinition, 'handle'> & {
  readonly handle: (ctx: any, input: any) => Promise<unknown>
}

/** Declares a route; types of params, query, body and answer follow from the schemas. */
export const route = <const S extends RouteSchemas, P extends Power>(
  definition: RouteDefinition<S, P>,
): AnyRoute => definition as unknown as AnyRoute

/** An answer that is JSON already, for read models that keep their text ready; it must still fit the declared schema. */
export class RawJson {
  readonly json: string | Buffer
  readonly headers: Readonly<Record<string, string>>

  constructor(json: string | Buffer, headers: Readonly<Record<string, string>> = {}) {
    this.json = json
    this.headers = headers
  }
}

/**
 * A file that is made while it is sent, so that it may be of any size: only a few of its parts are in memory at once. `command` routes alone,
 * because nothing may stand in a transaction while a slow reader reads; declare it as a string.
 */
export class TextFile {
  readonly name: string
  readonly type: string
  readonly parts: AsyncIterable<string>

  constructor(name: string, type: string, parts: AsyncIterable<string>) {
    this.name = name
    this.type = type
    this.parts = parts
  }
}
