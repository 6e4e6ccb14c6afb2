import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { FastifyError, FastifyInstance } from 'fastify'
import { openBook } from './book.ts'
import { holdsCardNumber } from './card-numbers.ts'
import { openFaults } from './faults.ts'
import type { FaultSwitches } from './faults.ts'
import type { WebhookTarget } from './notify.ts'
import { chargesPage, PAGE_POLICY } from './page.ts'
import { problem, PROBLEM_TYPE } from './problem.ts'
import { routes } from './routes.ts'
import { startSettling } from './settle.ts'

export type PaymentProviderOptions = {
  /** Default: a free one. */
  port?: number
  /** Default: 127.0.0.1. */
  host?: string
  /** The secret key that callers send as `Authorization: Bearer …`. */
  secret: string
  /** Append-only JSONL; without it the provider forgets everything when it ends. */
  stateFile?: string
  /** Where to tell that a pending charge turned; without it nobody is told. */
  webhook?: WebhookTarget
  /** How long a pending charge stays pending. Default: 1,500 ms, a shopper's look at her phone. */
  settleAfterMs?: number
}

export type PaymentProvider = {
  url: string
  port: number
  /** The same switches as `POST /_faults`. */
  faults(switches: Partial<FaultSwitches>): void
  close(): Promise<void>
}

const DEFAULT_SETTLE_AFTER_MS = 1_500
const MAX_BODY_BYTES = 16 * 1024
/** Longer than the pools of the callers keep idle connections, so that they close first and never write into a closing one. */
const KEEP_ALIVE_MS = 120_000

/** Refuses card numbers in the raw text, before anything parses, keeps or echoes it. */
function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    // `parseAs: 'string'` hands over a string; the type allows for buffers.
    const raw = text as string
    const cardNumber = () =>
      done(Object.assign(new Error('card number'), { statusCode: 422, code: 'CARD_NUMBER' }))
    if (holdsCardNumber(raw)) return cardNumber()
    let body: unknown
    try {
      body = JSON.parse(raw)
    } catch {
      return done(Object.assign(new Error('broken JSON'), { statusCode: 400, code: 'BROKEN_JSON' }))
    }
    // Escapes and exponents can hide digits from the raw text; ordinary bodies have neither.
    if (/\\u|\d[eE]/.test(raw) && holdsCardNumber(JSON.stringify(body))) return cardNumber()
    done(null, body)
  })
}

function problemOf(error: FastifyError) {
  if (error.validation) {
    const [first] = error.validation
    const pointer = first?.instancePath ?? ''
    return problem(422, 'invalid_request', first?.message ?? 'The request is not valid.', pointer)
  }
  if (error.code === 'CARD_NUMBER')
    return problem(422, 'card_number_refused', 'Never send a card number; send a token.')
  if (error.code === 'BROKEN_JSON') return problem(400, 'broken_json', 'The body is not JSON.')
  if (error.statusCode === 413)
    return problem(413, 'body_too_large', `A body has at most ${MAX_BODY_BYTES} bytes.`)
  if (error.statusCode === 415) return problem(415, 'unsupported_media_type', 'Send application/json.')
  if (error.statusCode && error.statusCode < 500)
    return problem(error.statusCode, 'bad_request', 'The request cannot be read.')
  return problem(500, 'internal_error', 'Something went wrong.')
}

/**
 * Starts the sandbox payment provider and answers once it listens. Rejects when the port is taken or the state
 * file cannot be read.
 */
export async function startPaymentProvider(options: PaymentProviderOptions): Promise<PaymentProvider> {
  const book = openBook(options.stateFile)
  const faults = openFaults()
  const settling = startSettling(book, options.settleAfterMs ?? DEFAULT_SETTLE_AFTER_MS, options.webhook)
  const authorization = `Bearer ${options.secret}`

  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    keepAliveTimeout: KEEP_ALIVE_MS,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, discriminator: true } },
  })
  readJsonBodies(app)
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const body = problemOf(error)
    reply.code(body.status).type(PROBLEM_TYPE).send(body)
  })
  app.setNotFoundHandler((_request, reply) => {
    reply
      .code(404)
      .type(PROBLEM_TYPE)
      .send(problem(404, 'not_found', 'There is no such route.'))
  })

  app.get('/', (_request, reply) => {
    reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(chargesPage(book))
  })
  app.register((guarded, _options, done) => {
    guarded.addHook('onRequest', (request, reply, next) => {
      if (request.headers.authorization === authorization) return next()
      reply.code(401).type(PROBLEM_TYPE).header('www-authenticate', 'Bearer')
      reply.send(problem(401, 'unauthorized', 'Send the secret key as a Bearer token.'))
    })
    routes(guarded, book, settling, faults)
    done()
  })

  const close = async () => {
    await app.close()
    await settling.close()
    book.close()
  }
  try {
    const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' })
    // A TCP server that listens has an address with a port.
    const { port } = app.server.address() as AddressInfo
    return { url, port, faults: (switches) => void faults.set(switches), close }
  } catch (error) {
    await close()
    throw error
  }
}
