import { Refusal, newId } from '@splot/kernel'
import { Type } from 'typebox'
import type { ReadContext, WriteContext } from '#platform/context'
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
import { addJob } from '#platform/jobs'
import { audit } from '#platform/auth'
import { checkAddress } from './check-address.ts'
import { deliverJob } from './deliver.ts'
import { MAX_ENDPOINTS } from './limits.ts'
import { signingSecret } from './secret.ts'
import {
  allEndpoints,
  deleteEndpoint,
  deliveriesOf,
  endpointById,
  insertEndpoint,
  lockEndpoint,
  requeueDelivery,
  updateEndpoint,
  wakeEndpoint,
} from './store.ts'
import type { DeliveryId, Endpoint, EndpointId } from './types.ts'

const tag = 'webhooks'
const audience = ['staff', 'machine'] as const
const permission = 'webhooks.manage'

const UrlSchema = Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 2_000 })
const TypesSchema = Type.Array(Type.String({ pattern: '^[a-z_]+(\\.[a-z_]+)?$', maxLength: 100 }), {
  maxItems: 50,
})
const EndpointSchema = Type.Object({
  id: UuidSchema,
  url: Type.String(),
  description: Type.String(),
  types: Type.Array(Type.String()),
  active: Type.Boolean(),
  disabledReason: Type.Union([Type.String(), Type.Null()]),
  createdAt: InstantSchema,
  /** Only in the answers to creating and rotating. */
  secret: Type.Optional(Type.String()),
})
const DeliverySchema = Type.Object({
  id: UuidSchema,
  eventId: UuidSchema,
  type: Type.String(),
  state: Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')]),
  attempts: Type.Integer(),
  nextAt: InstantSchema,
  lastStatus: Type.Union([Type.Integer(), Type.Null()]),
  lastError: Type.Union([Type.String(), Type.Null()]),
  createdAt: InstantSchema,
  deliveredAt: Type.Union([InstantSchema, Type.Null()]),
})

const endpointOut = (endpoint: Endpoint) => ({
  id: endpoint.id,
  url: endpoint.url,
  description: endpoint.description,
  types: [...endpoint.types],
  active: endpoint.active,
  disabledReason: endpoint.disabledReason,
  createdAt: endpoint.createdAt.toISOString(),
})

async function found(ctx: ReadContext, id: string): Promise<Endpoint> {
  // The schema has checked that it is a UUID.
  const endpoint = await endpointById(ctx, id as EndpointId)
  if (!endpoint) throw unknownEndpoint()
  return endpoint
}

const unknownEndpoint = (): Refusal =>
  new Refusal('not_found', 'webhooks.unknown_endpoint', 'There is no such webhook. It may have been deleted.')

interface Wanted {
  readonly url: string
  readonly description: string
  readonly types: readonly string[]
}

/** Writes a new endpoint; its address was checked before. */
async function register(ctx: WriteContext, wanted: Wanted) {
  if ((await allEndpoints(ctx)).length >= MAX_ENDPOINTS) {
    throw new Refusal(
      'conflict',
      'webhooks.too_many',
      `There may be ${MAX_ENDPOINTS} webhooks. Delete one first.`,
    )
  }
  const endpoint: Endpoint = {
    ...wanted,
    id: newId<'webhook-endpoint'>(),
    generation: 1,
    active: true,
    disabledReason: null,
    createdAt: ctx.now,
  }
  await insertEndpoint(ctx, endpoint)
  await audit(ctx, {
    action: 'webhooks.created',
    subject: endpoint.id,
    detail: { url: wanted.url, types: wanted.types },
  })
  return { ...endpointOut(endpoint), secret: signingSecret(endpoint) }
}

/** Changes an endpoint; the schema has checked the shape, and the address was checked before. */
async function change(
  ctx: WriteContext,
  id: EndpointId,
  wish: Partial<Wanted> & { readonly active?: boolean; readonly rotateSecret?: boolean },
) {
  const before = await lockEndpoint(ctx, id)
  if (!before) throw unknownEndpoint()
  const { rotateSecret, ...changes } = wish
  const after: Endpoint = {
    ...before,
    ...changes,
    generation: before.generation + (rotateSecret ? 1 : 0),
    disabledReason: changes.active ? null : before.disabledReason,
  }
  await updateEndpoint(ctx, after)
  if (changes.active) {
    // Whoever revives it expects it to work now; what it missed while it was off goes first.
    await wakeEndpoint(ctx, after.id, true)
    await addJob(ctx, deliverJob, { endpointId: after.id }, { key: `webhooks:${after.id}` })
  }
  await audit(ctx, {
    action: 'webhooks.changed',
    subject: after.id,
    detail: { ...changes, rotateSecret },
  })
  return { ...endpointOut(after), ...(rotateSecret && { secret: signingSecret(after) }) }
}

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List webhook endpoints',
    tag,
    audience,
    permission,
    everywhere: true,
    power: 'read',
    schema: { response: { 200: Type.Object({ items: Type.Array(EndpointSchema) }) } },
    handle: async (ctx) => ({ items: (await allEndpoints(ctx)).map(endpointOut) }),
  }),
  route({
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Register a webhook endpoint',
    description:
      'Facts arrive as CloudEvents 1.0 (JSON) signed as Standard Webhooks say. `types` are whole types (`orders.placed`) or modules (`orders`); ' +
      'empty means all. The signing secret is in this answer only. Deliveries are retried each on its own and may overtake each other: ' +
      '`sequence` tells their order. An endpoint that takes nothing for five days is switched off. 422 `webhooks.inner_address` for an ' +
      'address inside our own network, `webhooks.unknown_host` for one that leads nowhere.',
    tag,
    audience,
    permission,
    everywhere: true,
    // Whoever asks a name server stands in no transaction.
    power: 'command',
    // A stored answer would keep the secret in clear.
    idempotency: 'none',
    schema: {
      body: Type.Object(
        { url: UrlSchema, description: Type.String({ maxLength: 200, default: '' }), types: TypesSchema },
        { additionalProperties: false },
      ),
      response: { 201: EndpointSchema },
    },
    handle: async (ctx, { body }) => {
      await checkAddress(body.url)
      return ctx.platform.write(ctx.actor, (write) => register(write, body))
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/webhooks/:id',
    summary: 'Change, pause or revive a webhook endpoint, or rotate its secret',
    tag,
    audience,
    permission,
    everywhere: true,
    power: 'command',
    // A stored answer would keep the secret in clear.
    idempotency: 'none',
    schema: {
      params: Type.Object({ id: UuidSchema }),
      body: Type.Object(
        {
          url: Type.Optional(UrlSchema),
          description: Type.Optional(Type.String({ maxLength: 200 })),
          types: Type.Optional(TypesSchema),
          active: Type.Optional(Type.Boolean()),
          rotateSecret: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      response: { 200: EndpointSchema },
    },
    handle: async (ctx, { params, body }) => {
      if (body.url !== undefined) await checkAddress(body.url)
      // The schema has checked that it is a UUID.
      return ctx.platform.write(ctx.actor, (write) => change(write, params.id as EndpointId, body))
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/webhooks/:id',
    summary: 'Delete a webhook endpoint and what it was still to get',
    tag,
    audience,
    permission,
    everywhere: true,
    power: 'write',
    schema: { params: Type.Object({ id: UuidSchema }), response: { 200: EndpointSchema } },
    handle: async (ctx, { params }) => {
      const endpoint = await found(ctx, params.id)
      await deleteEndpoint(ctx, endpoint.id)
      await audit(ctx, { action: 'webhooks.deleted', subject: endpoint.id, detail: { url: endpoint.url } })
      return endpointOut(endpoint)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/webhooks/:id/deliveries',
    summary: 'List what was sent to an endpoint, newest first',
    tag,
    audience,
    permission,
    everywhere: true,
    power: 'read',
    schema: {
      params: Type.Object({ id: UuidSchema }),
      query: Type.Object(PageQuery, { additionalProperties: false }),
      response: { 200: pageOf(DeliverySchema) },
    },
    handle: async (ctx, { params, query }) => {
      const endpoint = await found(ctx, params.id)
      const [at, id] = decodeCursor(query.cursor, ['instant', 'uuid'])
      const rows = await deliveriesOf(ctx, endpoint.id, at && id ? { at, id } : null, rowsAsked(query))
      return pageFrom(
        rows,
        query,
        (row) => [row.createdAt.toISOString(), row.id],
        (row) => ({
          ...row,
          nextAt: row.nextAt.toISOString(),
          createdAt: row.createdAt.toISOString(),
          deliveredAt: row.deliveredAt?.toISOString() ?? null,
        }),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/v1/webhooks/deliveries/:id/replay',
    summary: 'Send a delivery again',
    tag,
    audience,
    permission,
    everywhere: true,
    power: 'write',
    schema: {
      params: Type.Object({ id: UuidSchema }),
      response: { 202: Type.Object({ id: UuidSchema, state: Type.Literal('pending') }) },
    },
    handle: async (ctx, { params }) => {
      // The schema has checked that it is a UUID.
      const id = params.id as DeliveryId
      const endpointId = await requeueDelivery(ctx, id)
      if (!endpointId)
        throw new Refusal('not_found', 'webhooks.unknown_delivery', 'There is no such delivery.')
      await wakeEndpoint(ctx, endpointId, false)
      await addJob(ctx, deliverJob, { endpointId }, { key: `webhooks:${endpointId}` })
      await audit(ctx, { action: 'webhooks.replayed', subject: endpointId, detail: { delivery: id } })
      return { id, state: 'pending' as const }
    },
  }),
]
