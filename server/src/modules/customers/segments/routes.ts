import type { CustomerId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  Answer,
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import type { Told } from './find-people.ts'
import { deleteSegment, listSegments, MAX_SEGMENTS, putSegment } from './keep.ts'
import { changeMembers, membersOf, segmentsOf } from './members.ts'
import { MAX_CSV_LENGTH, MAX_TOLD, readPeopleFile } from './read-file.ts'

const tag = 'customers'
const people = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
const NameSchema = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const params = Type.Object({
  code: Type.String({ pattern: '^[a-z0-9_-]{1,40}$', description: 'what promotions ask for' }),
})
const changing = {
  tag,
  audience: people,
  permission: 'customers.segment',
  everywhere: true,
  power: 'write',
  // Telling the same again changes nothing, and no list of people is kept to answer from.
  idempotency: 'none',
} as const
const UntilSchema = Type.Union([InstantSchema, Type.Null()], {
  description: 'from then on no longer in it; null: until somebody takes the customer out',
})

const list = route({
  method: 'GET',
  path: '/v1/customer-segments',
  summary: 'List the segments, and how many customers are in each now',
  description: `At most ${MAX_SEGMENTS}, by code.`,
  tag,
  audience: people,
  permission: 'customers.read',
  everywhere: true,
  power: 'read',
  schema: {
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ code: Type.String(), name: WordsSchema, customers: Type.Integer() })),
      }),
    },
  },
  handle: async (ctx) => ({ items: await listSegments(ctx) }),
})

const put = route({
  method: 'PUT',
  path: '/v1/customer-segments/:code',
  summary: 'Make a segment, or call it something else',
  description:
    'A segment is a circle of customers that somebody else computes and tells us of; promotions ask for it by its code. 409 `customers.too_many_segments`.',
  ...changing,
  schema: {
    params,
    body: Type.Object({ name: Type.Object({ pl: NameSchema, en: NameSchema }, closed) }, closed),
    response: { 200: Type.Object({ isNew: Type.Boolean() }), 201: Type.Object({ isNew: Type.Boolean() }) },
  },
  handle: async (ctx, { params: { code }, body }) => {
    const answer = await putSegment(ctx, code, body.name)
    return new Answer(answer.isNew ? 201 : 200, answer)
  },
})

const remove = route({
  method: 'DELETE',
  path: '/v1/customer-segments/:code',
  summary: 'Delete a segment that nobody is in and no promotion asks for',
  description:
    '409 `customers.segment_not_empty`, `customers.segment_used` with the names of the `promotions` that are published. Repeating it changes nothing.',
  ...changing,
  schema: { params, response: { 204: Type.Null() } },
  handle: async (ctx, { params: { code } }) => {
    await deleteSegment(ctx, code)
    return null
  },
})

const MemberSchema = Type.Object(
  {
    id: Type.Optional(Type.String({ maxLength: 40, description: 'of an account' })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    until: Type.Optional(UntilSchema),
  },
  {
    ...closed,
    description:
      'An account by its id, else by its whole e-mail, else by its whole phone number. Guests are in no segment.',
  },
)
const ModeSchema = Type.Union([Type.Literal('add'), Type.Literal('remove'), Type.Literal('replace')], {
  description: '`replace`: those who are told of are in it, and nobody else',
})
const ChangedSchema = Type.Object({
  added: Type.Integer(),
  removed: Type.Integer(),
  customers: Type.Integer({ description: 'how many are in it now' }),
})
const whole =
  'All rows or none: 422 `customers.rows_invalid` lists errors as `%`, and repeats nothing of what was written. Telling the same again changes nothing. ' +
  `At most ${MAX_TOLD} at once: \`replace\` with the first part and \`add\` the others. 404 \`customers.no_segment\`. Publishes \`customers.segment_changed\`.`

const members = route({
  method: 'POST',
  path: '/v1/customer-segments/:code/members',
  summary: 'Put customers into a segment, or take them out',
  description: whole.replace('%', '/members/<index>/<field>'),
  ...changing,
  schema: {
    params,
    body: Type.Object(
      { mode: ModeSchema, members: Type.Array(MemberSchema, { maxItems: MAX_TOLD }) },
      closed,
    ),
    response: { 200: ChangedSchema },
  },
  handle: (ctx, { params: { code }, body }) => changeMembers(ctx, code, body.mode, body.members.map(toldOf)),
})

function toldOf({ id, email, phone, until }: Static<typeof MemberSchema>, index: number): Told {
  const pointer = `/members/${index}`
  const end = until == null ? null : new Date(until)
  if (id === undefined && email !== undefined) return { pointer, by: 'email', text: email, until: end }
  if (id === undefined && phone !== undefined) return { pointer, by: 'phone', text: phone, until: end }
  return { pointer, by: 'id', text: id ?? '', until: end }
}

const imports = route({
  method: 'POST',
  path: '/v1/customer-segments/:code/imports',
  summary: 'Put customers into a segment from a file, or take them out',
  description:
    'Columns `email`, `phone` or `id`, and `until` where they leave by themselves (`2026-12-01` of Warsaw: from its first moment on no longer in it). 422 `customers.csv_unreadable`. ' +
    whole.replace('%', '/csv/<row>/<column>'),
  ...changing,
  schema: {
    params,
    body: Type.Object(
      { mode: ModeSchema, csv: Type.String({ minLength: 1, maxLength: MAX_CSV_LENGTH }) },
      closed,
    ),
    response: { 200: ChangedSchema },
  },
  handle: (ctx, { params: { code }, body }) => changeMembers(ctx, code, body.mode, readPeopleFile(body.csv)),
})

const within = route({
  method: 'GET',
  path: '/v1/customer-segments/:code/customers',
  summary: 'List who is in a segment now, the newest account first',
  description: 'Ids and dates only: to see who it is, open one, which is written into the audit log.',
  tag,
  audience: people,
  permission: 'customers.segment',
  everywhere: true,
  power: 'read',
  schema: {
    params,
    query: Type.Object(PageQuery, closed),
    response: {
      200: pageOf(Type.Object({ id: UuidSchema, since: InstantSchema, until: UntilSchema })),
    },
  },
  handle: async (ctx, { params: { code }, query }) => {
    const { before, limit } = pageAsked(query)
    const rows = await membersOf(ctx, code, before, limit)
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      ({ id, since, until }) => ({
        id,
        since: since.toISOString(),
        until: until?.toISOString() ?? null,
      }),
    )
  },
})

const ofCustomer = route({
  method: 'GET',
  path: '/v1/customers/:customerId/segments',
  summary: 'Show which segments a customer is in now',
  description: 'None for a guest, or for somebody unknown.',
  tag,
  audience: people,
  permission: 'customers.read',
  power: 'read',
  schema: {
    params: Type.Object({ customerId: UuidSchema }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({ code: Type.String(), name: WordsSchema, since: InstantSchema, until: UntilSchema }),
        ),
      }),
    },
  },
  handle: async (ctx, { params: { customerId } }) => ({
    // The schema has checked that it is a UUID.
    items: (await segmentsOf(ctx, customerId as CustomerId)).map(({ code, name, since, until }) => ({
      code,
      name,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    })),
  }),
})

export const segmentRoutes: AnyRoute[] = [list, put, remove, members, imports, within, ofCustomer]
