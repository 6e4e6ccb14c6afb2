import { AjvCompiler } from '@fastify/ajv-compiler'
import fastifyCookie from '@fastify/cookie'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifySwagger from '@fastify/swagger'
import { Refusal, newId } from '@splot/kernel'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Authenticate } from '../auth/index.ts'
import type { Platform } from '../context/index.ts'
import { describedRoutes } from './described.ts'
import { methodNotAllowed, problemOf, type Problem } from './problem.ts'
import { serveReference } from './reference.ts'
import { registerRoute } from './register.ts'
import type { AnyRoute } from './route.ts'
import { readJson } from './text.ts'

const ajvCompilers = AjvCompiler()

/** A body larger than this is refused with 413; imports have doors of their own. */
const MAX_BODY_BYTES = 1_048_576
/** A request that has not arrived whole by then is cut off. */
const REQUEST_TIMEOUT_MS = 30_000

/** Answers are data of somebody: no browser guesses their type, shows them as a page, frames them or keeps them. */
const API_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

export interface ServerOptions {
  readonly platform: Platform
  readonly routes: readonly AnyRoute[]
  readonly authenticate: Authenticate
  /** Behind a proxy: whose X-Forwarded-For is believed. */
  readonly trustProxy?: boolean | string
  readonly version: string
  /** Called before the routes are ready: for static files, streams, metrics. */
  readonly extend?: (app: FastifyInstance) => Promise<void> | void
}

/** Builds the HTTP server with every declared route; call `listen` on the answer. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { platform } = options
  const app: FastifyInstance = Fastify({
    loggerInstance: platform.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.trustProxy ?? false,
    forceCloseConnections: 'idle',
    genReqId: () => newId(),
    // Nobody writes to a request's own log, and making one (its fields are searched for secrets) is a twentieth of a request.
    childLoggerFactory: (log) => log,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    schemaController: { compilersFactory: { buildValidator } },
    // An address that cannot be read (`%E0%A4%A`) never gets as far as the other handlers, and one whose id is too long to be one only where
    // something else answers to any address.
    frameworkErrors: (error, request, reply) =>
      error.code === 'FST_ERR_MAX_PARAM_LENGTH'
        ? nothingThere(options.routes, request, reply)
        : send(reply, problemOf(error, request.id)),
  })
  setErrorHandlers(app, options)
  // JSON is all that is read: what comes as plain text is told so (415), instead of being taken for the body.
  app.removeContentTypeParser('text/plain')
  readJson(app)
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/v1/')) void reply.headers(API_HEADERS)
    done()
  })
  await app.register(fastifyCookie)
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      new Refusal(
        'too_many',
        'http.too_many_requests',
        'Too many tries from here. Wait a minute and try again.',
        {
          retryAfterSeconds: Math.ceil(context.ttl / 1000),
        },
      ),
  })
  await app.register(fastifySwagger, {
    transform: describedRoutes(options.routes),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Splot API',
        version: options.version,
        description:
          'Unified commerce: one catalogue, one price, one stock truth, one basket, one order book. Amounts are integers of minor units ' +
          '(grosze), instants RFC 3339 in UTC. Errors are `application/problem+json` with a stable `code`. Commands may carry an ' +
          '`Idempotency-Key`: a repetition gets the first answer.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'a channel, machine or device key' },
          staff: { type: 'apiKey', in: 'cookie', name: 'splot_staff' },
          customer: { type: 'apiKey', in: 'cookie', name: 'splot_customer' },
        },
      },
      security: [{}, { key: [] }, { staff: [] }, { customer: [] }],
    },
  })
  await serveReference(app)
  await options.extend?.(app)
  for (const definition of options.routes) registerRoute(app, platform, options.authenticate, definition)
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  return app
}

/**
 * Bodies are validated as they are: "1" is not 1. Params, query strings and headers are text, so numbers are read from them.
 */
const buildValidator = ((externalSchemas: never, options: { customOptions?: object }) => {
  const withCoercion = (coerceTypes: false | 'array') =>
    ajvCompilers(externalSchemas, {
      ...options,
      customOptions: {
        coerceTypes,
        removeAdditional: false,
        allErrors: true,
        useDefaults: true,
        strict: false,
      },
    } as never)
  const strict = withCoercion(false)
  const lenient = withCoercion('array')
  return (route: { httpPart?: string }) =>
    route.httpPart === 'body' ? strict(route as never) : lenient(route as never)
}) as unknown as typeof ajvCompilers

const send = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.code(problem.status).serializer(JSON.stringify).type('application/problem+json').send(problem)

function setErrorHandlers(app: FastifyInstance, { platform, routes }: ServerOptions): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id)
    if (problem.status >= 500)
      // Without the query: what people look for may be a name or an e-mail.
      platform.log.error({ err: error, req: request.id, url: request.url.split('?')[0] }, 'a request failed')
    if (error instanceof Refusal && error.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', error.retryAfterSeconds)
    }
    return send(reply, problem)
  })
  app.setNotFoundHandler((request, reply) => nothingThere(routes, request, reply))
}

function nothingThere(
  routes: readonly AnyRoute[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = request.url.split('?')[0] ?? ''
  const allowed = methodsAt(routes, path)
  // An address may fit a route and yet not have been taken: its id is too long to be one.
  if (allowed.length > 0 && !allowed.includes(request.method === 'HEAD' ? 'GET' : request.method)) {
    return send(reply.header('allow', allowed.join(', ')), methodNotAllowed(request.method, allowed))
  }
  const refusal = new Refusal(
    'not_found',
    'http.no_such_route',
    `There is nothing at ${request.method} ${path}.`,
  )
  return send(reply, problemOf(refusal, request.id))
}

/** The methods of the routes that stand at an address; none: there is nothing. Looked for only when no route took a request. */
function methodsAt(routes: readonly AnyRoute[], path: string): string[] {
  const parts = path.replace(/\/$/, '').split('/')
  const here = routes.filter((route) => {
    const pattern = route.path.split('/')
    return (
      pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i])
    )
  })
  return [...new Set(here.map(({ method }) => method))]
}
