import { Type } from 'typebox'
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
import { listMessages } from './store.ts'
import { messageKinds, messageStates, type MessageKind, type MessageState } from './types.ts'

const orNull = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])

const MessageSchema = Type.Object({
  id: UuidSchema,
  kind: Type.Unsafe<MessageKind>({ type: 'string', enum: messageKinds }),
  subject: Type.String({ description: 'the order' }),
  state: Type.Unsafe<MessageState>({ type: 'string', enum: messageStates }),
  legalBasis: Type.Union([Type.Literal('contract'), Type.Null()]),
  refusal: orNull(Type.String()),
  attempts: Type.Integer(),
  createdAt: InstantSchema,
  sentAt: orNull(InstantSchema),
})

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/v1/messages',
    summary: 'List messages to customers: what was sent, when, and on which legal basis',
    description:
      'Neither addresses nor texts are kept; both are made from customer and order when a message leaves.',
    tag: 'messages',
    audience: ['staff', 'machine'],
    permission: 'messages.read',
    everywhere: true,
    power: 'read',
    schema: {
      query: Type.Object(
        { ...PageQuery, subject: Type.Optional(UuidSchema) },
        { additionalProperties: false },
      ),
      response: { 200: pageOf(MessageSchema) },
    },
    handle: async (ctx, { query }) => {
      const limit = query.limit ?? DEFAULT_PAGE
      const [at, id] = query.cursor ? decodeCursor(query.cursor, ['instant', 'uuid']) : []
      const rows = await listMessages(ctx, {
        subject: query.subject ?? null,
        before: at && id ? { at, id } : null,
        limit,
      })
      const last = rows.at(-1)
      return {
        items: rows.map((row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
          sentAt: row.sentAt?.toISOString() ?? null,
        })),
        next: rows.length === limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
      }
    },
  }),
]
