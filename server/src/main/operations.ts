import type { FastifyInstance } from 'fastify'
import type { OpenPlatform } from '#platform/database'
import { lagOfSubscribers } from '#platform/events'
import type { Metrics } from '#platform/metrics'
import type { Streams } from '#platform/streams'

/** How long the database may take to answer before this process calls itself not ready. */
const READY_TIMEOUT_MS = 2_000

/** `/health/live`, `/health/ready` and `/metrics`. They carry no data of customers; keep them off the public net anyway. */
export function mountOperations(
  app: FastifyInstance,
  options: { platform: OpenPlatform; metrics: Metrics; streams: Streams; closing: () => boolean },
): void {
  const { platform, metrics, streams } = options
  const hide = { schema: { hide: true } } as const
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
  app.get('/metrics', hide, async (_request, reply) => {
    metrics.streams.set(streams.open())
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
