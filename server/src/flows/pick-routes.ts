import type { FulfilmentId } from '@splot/kernel'
import { Type } from 'typebox'
import { QuantitySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { FulfilmentSchema, fulfilmentView } from './fulfilment-view.ts'
import { storePeople } from './fulfilment-view-routes.ts'
import { pick, startPicking } from './pick.ts'

const params = Type.Object({ id: UuidSchema })

const startRoute = route({
  method: 'POST',
  path: '/v1/fulfilments/:id/start-picking',
  summary: 'Begin to collect the pieces',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'write',
  schema: { params, response: { 200: FulfilmentSchema } },
  handle: async (ctx, { params }) => fulfilmentView(ctx, await startPicking(ctx, params.id as FulfilmentId)),
})

const pickRoute = route({
  method: 'POST',
  path: '/v1/fulfilments/:id/pick',
  summary: 'Put a scanned article aside',
  description:
    'The last piece makes a pickup `ready`. Send an Idempotency-Key, so that a scan that is sent twice counts once.',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'write',
  schema: {
    params,
    body: Type.Object(
      {
        code: Type.String({ minLength: 1, maxLength: 64, description: 'GTIN or SKU' }),
        quantity: Type.Optional(QuantitySchema),
      },
      { additionalProperties: false },
    ),
    response: { 200: FulfilmentSchema },
  },
  handle: async (ctx, { params, body }) => {
    const { code, quantity = 1 } = body
    return fulfilmentView(ctx, await pick(ctx, params.id as FulfilmentId, { code, quantity }))
  },
})

export const routes: AnyRoute[] = [startRoute, pickRoute]
