import { Type } from 'typebox'
import {
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  UuidSchema,
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
      const [at, id] = decodeCursor(query.cursor, ['instant', 'uuid'])
      const rows = await listMessages(ctx, {
        subject: query.subject ?? null,
        before: at && id ? { at, id } : null,
        limit: rowsAsked(query),
      })
      return pageFrom(
        rows,
        query,
        (row) => [row.createdAt.toISOString(), row.id],
        (row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
          sentAt: row.sentAt?.toISOString() ?? null,
        }),
      )
    },
  }),
]
