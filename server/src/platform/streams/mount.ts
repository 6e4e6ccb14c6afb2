import { Refusal } from '@splot/kernel'
import type { FastifyInstance } from 'fastify'
import { authorise, type Actor } from '../context/index.ts'
import type { Authenticate } from '../auth/index.ts'
import { originOf } from '../http/index.ts'
import type { Streams } from './open.ts'
import { MAX_STREAMS_PER_ADDRESS } from './places.ts'
import type { Topic } from './topic.ts'

/** SKUs that one stream may follow. */
const MAX_SKUS = 500

/**
 * Mounts `GET /v1/events/stream?topics=a,b&skus=x,y`: server-sent events, resumable by `Last-Event-ID`. Public topics are
 * open to everybody, the others need their permission. A `reset` event says: read the current state again.
 */
export function mountStream(
  app: FastifyInstance,
  streams: Streams,
  authenticate: Authenticate,
  topics: readonly Topic[],
): void {
  app.get<{ Querystring: { topics?: string; skus?: string } }>(
    '/v1/events/stream',
    {
      schema: {
        tags: ['events'],
        summary: 'Follow facts as they happen (server-sent events)',
        description: `Topics: ${topics.map((t) => `\`${t.name}\`${t.permission ? ` (needs \`${t.permission}\`)` : ''}`).join(', ')}. Resume with \`Last-Event-ID\`. At most ${MAX_STREAMS_PER_ADDRESS} streams from one address (429 \`streams.too_many_from_here\`); 503 \`streams.full\` when this server has no place left. Audience: everybody.`,
        querystring: {
          type: 'object',
          additionalProperties: false,
          required: ['topics'],
          properties: {
            topics: { type: 'string', maxLength: 400 },
            skus: { type: 'string', maxLength: 40_000 },
          },
        },
      },
    },
    async (request, reply) => {
      const wanted = [...new Set((request.query.topics ?? '').split(','))].map((name) => chosen(name, topics))
      const admitted = async (): Promise<Actor> => {
        const actor = await authenticate(request, ['visitor', 'customer', 'staff', 'device', 'machine'])
        for (const topic of wanted) if (topic.permission) authorise(actor, topic.permission)
        return actor
      }
      const actor = await admitted()
      const skus = request.query.skus?.split(',').filter(Boolean)
      if (skus && skus.length > MAX_SKUS) {
        throw new Refusal('invalid', 'streams.too_many_skus', `One stream follows at most ${MAX_SKUS} SKUs.`)
      }
      const origin = originOf(request.ip)
      streams.admit(origin)
      reply.hijack()
      const lastEventId = request.headers['last-event-id']
      await streams.follow(
        {
          topics: wanted,
          skus: skus ? new Set(skus) : null,
          actor,
          origin,
          ...(wanted.some((topic) => topic.permission) && { mayStill: () => stillAdmits(admitted) }),
          response: reply.raw,
        },
        typeof lastEventId === 'string' ? lastEventId : undefined,
      )
    },
  )
}

/** A database that does not answer ends no stream; a refusal does. */
const stillAdmits = (admitted: () => Promise<Actor>): Promise<boolean> =>
  admitted().then(
    () => true,
    (error: unknown) => !(error instanceof Refusal),
  )

function chosen(name: string, topics: readonly Topic[]): Topic {
  const topic = topics.find((candidate) => candidate.name === name)
  if (topic) return topic
  throw new Refusal('invalid', 'streams.unknown_topic', `There is no topic "${name}".`, {
    errors: [{ pointer: '/query/topics', detail: `one of ${topics.map((t) => t.name).join(', ')}` }],
  })
}
