import { Type } from 'typebox'
import { placesOf } from '#platform/context'
import { searchEvents } from '#platform/events'
import {
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  InstantSchema,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
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
      'Whoever may read it in some places sees the facts of those places. Filter by `type` (whole, or the module before the dot) and `subject`. With a filter a page may be short, or empty, while `next` still leads on. Machines that must miss nothing follow `/v1/events/stream` or a webhook.',
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
      const [xid, seq] = decodeCursor(query.cursor, ['digits', 'digits'])
      const { events, next } = await searchEvents(ctx.query, {
        type: query.type ?? null,
        subject: query.subject ?? null,
        places: placesOf(ctx.actor, 'events.read'),
        before: xid && seq ? { xid, seq } : null,
        limit,
      })
      return {
        items: events.map(
          ({ id, type, version, subject, occurredAt, channelId, locationId, actor, data }) => ({
            id,
            type,
            version,
            subject,
            at: occurredAt.toISOString(),
            channelId,
            locationId,
            actor,
            data: { ...data },
          }),
        ),
        next: next && encodeCursor([next.xid, next.seq]),
      }
    },
  }),
]
