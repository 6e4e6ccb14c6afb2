import { createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from '@splot/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OpenPlatform } from '#platform/database'
import { auditsOfModels, lagOfSubscribers, stalenessOfModels } from '#platform/events'
import { isThisMachine } from '#platform/http'
import type { Metrics } from '#platform/metrics'
import type { Streams } from '#platform/streams'
import { openStockMetrics } from './stock-metrics.ts'

/** How long the database may take to answer before this process calls itself not ready. */
const READY_TIMEOUT_MS = 2_000

export interface OperationsOptions {
  readonly platform: OpenPlatform
  readonly metrics: Metrics
  readonly streams: Streams
  readonly closing: () => boolean
  /** Whoever shows it (`Authorization: Bearer`) may read `/metrics` from anywhere; without it only this machine may. */
  readonly metricsToken?: string
}

/**
 * `/health/live`, `/health/ready` and `/metrics`. They carry no data of customers. Health is open, because load balancers ask it;
 * metrics tell how the shop goes, so they are for this machine and for whoever has the token.
 */
export function mountOperations(app: FastifyInstance, options: OperationsOptions): void {
  const { platform, metrics, streams } = options
  const hide = { schema: { hide: true } } as const
  const countStock = openStockMetrics(platform, metrics)
  app.get('/health/live', hide, async () => ({ status: 'live' }))
  app.get('/health/ready', hide, async (_request, reply) => {
    if (options.closing()) return reply.code(503).send({ status: 'closing' })
    const answered = await Promise.race([
      platform.pool.query('select 1').then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), READY_TIMEOUT_MS).unref()),
    ])
    return answered ? { status: 'ready' } : reply.code(503).send({ status: 'no database' })
  })
  app.get('/metrics', hide, async (request, reply) => {
    if (!isFromHere(request) && !showsToken(request, options.metricsToken)) throw metricsClosed()
    metrics.streams.set(streams.open())
    metrics.circles.set(platform.circlesMet())
    for (const { name, seconds } of stalenessOfModels(platform))
      metrics.modelStaleness.set({ model: name }, seconds)
    await countStock()
    for (const { name, repairedRows, lastPassSeconds } of auditsOfModels(platform)) {
      metrics.modelRepairs.set({ model: name }, repairedRows)
      metrics.modelAudited.set({ model: name }, lastPassSeconds)
    }
    for (const { name, lag } of await lagOfSubscribers(platform))
      metrics.subscriberLag.set({ subscriber: name }, lag)
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  app.addHook('onResponse', (request, reply, done) => {
    metrics.requests.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
    done()
  })
}

/** What proxies add: a request that carries one of these came from elsewhere, whatever the socket says. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** Whether the request was made on this machine to this machine: by its socket, its `Host`, and no proxy in between. */
function isFromHere({ socket, hostname, headers }: FastifyRequest): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return (
    isThisMachine(socket.remoteAddress ?? '') &&
    (host === 'localhost' || isThisMachine(host)) &&
    FORWARDED.every((name) => headers[name] === undefined)
  )
}

function showsToken({ headers }: FastifyRequest, token: string | undefined): boolean {
  const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  // Of equal length and in constant time: nobody learns the token letter by letter.
  return token !== undefined && shown !== undefined && timingSafeEqual(digestOf(shown), digestOf(token))
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

const metricsClosed = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'operations.metrics_closed',
    'Metrics are read on the machine itself, or with the token of SPLOT_METRICS_TOKEN as `Authorization: Bearer`.',
  )
