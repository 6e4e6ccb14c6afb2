import type { CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import {
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { customersIn, groupsInUse, groupsOf, MAX_GROUPS, setGroups } from './groups.ts'

const tag = 'customers'
const people = ['staff', 'machine'] as const
const closed = { additionalProperties: false } as const
const params = Type.Object({ customerId: UuidSchema })
const GroupSchema = Type.String({ pattern: '^[a-z0-9_-]{1,40}$' })
const GroupsSchema = Type.Array(GroupSchema, { maxItems: MAX_GROUPS })

const show = route({
  method: 'GET',
  path: '/v1/customers/:customerId/groups',
  summary: 'Show which groups prices and promotions know a customer by',
  description: 'None for a guest, or for somebody unknown.',
  tag,
  audience: people,
  permission: 'customers.read',
  power: 'read',
  schema: { params, response: { 200: Type.Object({ groups: Type.Array(Type.String()) }) } },
  handle: async (ctx, { params: { customerId } }) => ({
    groups: [...(await groupsOf(ctx, customerId as CustomerId))],
  }),
})

const set = route({
  method: 'PUT',
  path: '/v1/customers/:customerId/groups',
  summary: 'Say which groups prices and promotions know a customer by',
  description:
    'Replaces them all. With `seen`: only while she is in exactly those, else 412 `customers.stale`. 404 `customers.not_found`: guests have no groups.',
  tag,
  audience: people,
  permission: 'customers.group',
  everywhere: true,
  power: 'write',
  idempotency: 'none',
  schema: {
    params,
    body: Type.Object({ groups: GroupsSchema, seen: Type.Optional(GroupsSchema) }, closed),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params: { customerId }, body }) => {
    await setGroups(ctx, customerId as CustomerId, body.groups, body.seen ?? null)
    return null
  },
})

const list = route({
  method: 'GET',
  path: '/v1/customer-groups',
  summary: 'List the groups that somebody is in, and how many that are',
  tag,
  audience: people,
  permission: 'customers.read',
  everywhere: true,
  power: 'read',
  schema: {
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ name: Type.String(), customers: Type.Integer() })),
      }),
    },
  },
  handle: async (ctx) => ({ items: await groupsInUse(ctx) }),
})

const members = route({
  method: 'GET',
  path: '/v1/customer-groups/:name/customers',
  summary: 'List who is in a group, who came last first',
  description: 'Ids and dates only: to see who it is, open one, which is written into the audit log.',
  tag,
  audience: people,
  permission: 'customers.group',
  everywhere: true,
  power: 'read',
  schema: {
    params: Type.Object({ name: GroupSchema }),
    query: Type.Object(PageQuery, closed),
    response: {
      200: pageOf(
        Type.Object({ id: UuidSchema, createdAt: InstantSchema, groups: Type.Array(Type.String()) }),
      ),
    },
  },
  handle: async (ctx, { params: { name }, query }) => {
    const { before, limit } = pageAsked(query)
    const rows = await customersIn(ctx, name, before, limit)
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      ({ id, createdAt, groups }) => ({ id, createdAt: createdAt.toISOString(), groups }),
    )
  },
})

export const groupRoutes: AnyRoute[] = [show, set, list, members]
