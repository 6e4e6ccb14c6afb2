import { Readable } from 'node:stream'
import { Refusal } from '@splot/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate } from '../auth/index.ts'
import { authorise, holdsEverywhere, isAbandoned, type Actor, type Platform } from '../context/index.ts'
import { hashBody } from '../database/index.ts'
import { keyMissing, keyOf, writeOnce } from './idempotency.ts'
import { originOf } from './origin.ts'
import { Answer, RawJson, TextFile, type AnyRoute, type Audience } from './route.ts'
import { ProblemSchema } from './schemas.ts'
import { readJson, refuseUnkeepableText } from './text.ts'

/** Parts of a file that wait for its reader. */
const PARTS_AHEAD = 2

/** How every "no" leaves. */
const problems = {
  description: 'RFC 9457 problem details',
  content: { 'application/problem+json': { schema: ProblemSchema } },
}

const isUnsafe = (method: string): boolean => method !== 'GET'

/** Registers one declared route: credential, audience, permission, idempotency and power in one place. */
export function registerRoute(
  app: FastifyInstance,
  platform: Platform,
  authenticate: Authenticate,
  definition: AnyRoute,
): void {
  const okStatus = Number(Object.keys(definition.schema.response)[0])
  const { params, query, headers, body, response } = definition.schema
  if (definition.rawBody) {
    // In a context of its own: everybody else's bodies are read without being kept.
    void app.register(async (own) => {
      readJson(own, (request, body) => rawBodies.set(request, body))
      registerRoute(own, platform, authenticate, { ...definition, rawBody: undefined })
    })
    return
  }
  app.route({
    method: definition.method,
    url: definition.path,
    config: definition.perMinute
      ? { rateLimit: { max: definition.perMinute, timeWindow: '1 minute' } }
      : { rateLimit: false },
    schema: {
      tags: [definition.tag],
      summary: definition.summary,
      description: describe(definition),
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(headers && { headers }),
      ...(body && { body }),
      response: { ...response, '4xx': problems, '5xx': problems },
    },
    handler: async (request, reply) => {
      const actor = await authenticate(request, definition.audience)
      admit(definition, actor)
      return answer(definition, platform, actor, okStatus, request, reply)
    },
  })
}

const rawBodies = new WeakMap<FastifyRequest, Buffer>()
const NO_BODY = Buffer.alloc(0)

const describe = (definition: AnyRoute): string =>
  [
    definition.description,
    `Audience: ${definition.audience.join(', ')}.`,
    definition.permission
      ? `Permission: \`${definition.permission}\`${definition.everywhere ? ', held everywhere' : ''}.`
      : undefined,
    definition.perMinute
      ? `At most ${definition.perMinute} requests a minute from one address: 429 \`http.too_many_requests\`.`
      : undefined,
    definition.idempotency === 'required' ? 'Needs an `Idempotency-Key` header.' : undefined,
  ]
    .filter(Boolean)
    .join('\n\n')

function admit(definition: AnyRoute, actor: Actor): void {
  if (!definition.audience.includes(actor.kind as Audience)) {
    throw actor.kind === 'visitor'
      ? new Refusal('unauthenticated', 'auth.sign_in_first', 'Sign in first; this is not open to everybody.')
      : new Refusal('forbidden', 'auth.wrong_audience', `This door is not for a ${actor.kind}.`)
  }
  if (definition.permission && actor.kind !== 'visitor' && actor.kind !== 'customer') {
    authorise(actor, definition.permission)
    if (definition.everywhere && !holdsEverywhere(actor, definition.permission))
      throw onlyHere(definition.permission)
  }
}

const onlyHere = (permission: string): Refusal =>
  new Refusal(
    'forbidden',
    'auth.forbidden',
    `You hold the permission "${permission}" in some places only, and this belongs to all of them.`,
    { facts: { permission } },
  )

async function answer(
  definition: AnyRoute,
  platform: Platform,
  actor: Actor,
  okStatus: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  refuseUnkeepableText(request.params, '/params')
  refuseUnkeepableText(request.query, '/query')
  refuseUnkeepableText(request.body, '')
  const unsafe = isUnsafe(definition.method) && definition.idempotency !== 'none'
  const key = unsafe
    ? keyOf(request.headers['idempotency-key'], actor, `${definition.method} ${definition.path}`, () =>
        hashBody([request.params, request.body, ownHeaders(definition, request)]),
      )
    : undefined
  if (!key && definition.idempotency === 'required') throw keyMissing()
  const input = {
    params: request.params,
    query: request.query,
    headers: request.headers,
    body: request.body,
    rawBody: rawBodies.get(request) ?? NO_BODY,
    key,
    ip: originOf(request.ip),
    ifMatch: ifMatchOf(request.headers['if-match']),
  }
  if (definition.power === 'write') {
    const given = await writeOnce(platform, actor, key, okStatus, (ctx) => definition.handle(ctx, input))
    if (given.status >= 400) void reply.type('application/problem+json')
    void reply.code(given.status)
    if (given.headers) void reply.headers(given.headers)
    return given.body
  }
  const ctx = definition.power === 'read' ? platform.read(actor) : platform.command(actor)
  const raw = await definition.handle(ctx, input)
  const given = isAbandoned(raw) ? raw.answer : raw
  if (given instanceof RawJson) {
    // The text is ready: going round the serialiser saves most of the time of a listing.
    return reply
      .code(okStatus)
      .headers(given.headers)
      .serializer(asIs)
      .type('application/json')
      .send(given.json)
  }
  if (given instanceof TextFile) {
    return reply
      .code(okStatus)
      .header('content-disposition', `attachment; filename="${given.name}"`)
      .header('cache-control', 'no-store')
      .type(given.type)
      .send(Readable.from(given.parts, { highWaterMark: PARTS_AHEAD }))
  }
  if (given instanceof Answer) {
    void reply.code(given.status).headers(given.headers)
    return given.body
  }
  void reply.code(okStatus)
  return given
}

/**
 * The headers that the route reads (the token of a basket) belong to the command: visitors have no name of their own, and who
 * repeats another's key without her token must not get her answer. Cookies say who asks, which the key's scope says already.
 */
function ownHeaders({ schema }: AnyRoute, { headers }: FastifyRequest): Record<string, unknown> {
  const names = Object.keys((schema.headers as { properties?: object } | undefined)?.properties ?? {})
  return Object.fromEntries(
    names.flatMap((name) => (name === 'cookie' ? [] : [[name, headers[name] ?? null]])),
  )
}

const asIs = (payload: unknown): string => payload as string

function ifMatchOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (version === undefined) {
    throw new Refusal('invalid', 'http.bad_if_match', 'If-Match carries the version you saw, e.g. "3".', {
      errors: [{ pointer: '/headers/if-match', detail: 'a version number' }],
    })
  }
  return Number(version)
}
