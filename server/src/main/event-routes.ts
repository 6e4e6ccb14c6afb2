import { Type } from 'typebox'
import { placesOf } from '#platform/context'
import { eventColumns, type StoredEvent } from '#platform/events'
import {
  DEFAULT_PAGE,
  InstantSchema,
  PageQuery,
  UuidSchema,
  decodeCursor,
  encodeCursor,
  pageOf,
  route,
  type AnyRoute,
} from '#platform/http'

const EventSchema = Type.Object({
  id: UuidSchema,
  type: Type.String(),
  version: Type.Integer(),
  subject: Type.String(),
  at: InstantSchema,
  channelId: UuidSchema,
  locationId: Type.Union([UuidSchema, Type.Null()]),
  actor: Type.Object({
    kind: Type.String(),
    id: Type.String(),
    staffId: Type.Union([UuidSchema, Type.Null()]),
  }),
  data: Type.Record(Type.String(), Type.Unknown()),
})

/** The event log for people: newest first, so that a page shows what just happened. */
export const eventRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/v1/events',
    summary: 'Read the event log, newest first',
    description:
      'Whoever may read it in some places sees the facts of those places. Filter by `type` (whole, or the module before the dot) and `subject`. Machines that must miss nothing follow `/v1/events/stream` or a webhook.',
    tag: 'events',
    audience: ['staff', 'machine'],
    permission: 'events.read',
    power: 'read',
    schema: {
      query: Type.Object(
        {
          ...PageQuery,
          type: Type.Optional(Type.String({ maxLength: 100 })),
          subject: Type.Optional(Type.String({ maxLength: 100 })),
        },
        { additionalProperties: false },
      ),
      response: { 200: pageOf(EventSchema) },
    },
    handle: async (ctx, { query }) => {
      const limit = query.limit ?? DEFAULT_PAGE
      const [xid = null, seq = null] = query.cursor ? decodeCursor(query.cursor, ['digits', 'digits']) : []
      const rows = await ctx.query<{ [K in keyof StoredEvent]: StoredEvent[K] }>(
        `select ${eventColumns} from platform.event
          where ($1::text is null or (xid, seq) < ($1::text::xid8, $2::bigint))
            and ($3::text is null or type = $3 or starts_with(type, $3 || '.'))
            and ($4::text is null or subject = $4)
            and ($5::uuid[] is null or location_id = any($5))
          order by event.xid desc, event.seq desc limit $6`,
        [xid, seq, query.type ?? null, query.subject ?? null, placesOf(ctx.actor, 'events.read'), limit],
      )
      const last = rows.at(-1)
      return {
        items: rows.map(({ id, type, version, subject, occurredAt, channelId, locationId, actor, data }) => ({
          id,
          type,
          version,
          subject,
          at: occurredAt.toISOString(),
          channelId,
          locationId,
          actor,
          data: { ...data },
        })),
        next: rows.length === limit && last ? encodeCursor([last.xid, last.seq]) : null,
      }
    },
  }),
]
