import type { FulfilmentId } from '@splot/kernel'
import { Type } from 'typebox'
import { route, UuidSchema, type AnyRoute } from '#platform/http'
import { FulfilmentSchema, fulfilmentView } from './fulfilment-view.ts'
import { storePeople } from './fulfilment-view-routes.ts'
import { deliverOrder, shipOrder } from './ship-order.ts'

const params = Type.Object({ id: UuidSchema })

const ship = route({
  method: 'POST',
  path: '/v1/fulfilments/:id/ship',
  summary: 'Give a picked parcel to the carrier',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'write',
  schema: {
    params,
    body: Type.Object(
      {
        carrier: Type.String({ minLength: 1, maxLength: 64 }),
        trackingNumber: Type.String({ minLength: 1, maxLength: 64 }),
      },
      { additionalProperties: false },
    ),
    response: { 200: FulfilmentSchema },
  },
  handle: async (ctx, { params, body }) =>
    fulfilmentView(ctx, await shipOrder(ctx, params.id as FulfilmentId, body)),
})

const deliver = route({
  method: 'POST',
  path: '/v1/fulfilments/:id/deliver',
  summary: 'Record that the parcel arrived',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.pick',
  power: 'write',
  schema: { params, response: { 200: FulfilmentSchema } },
  handle: async (ctx, { params }) => fulfilmentView(ctx, await deliverOrder(ctx, params.id as FulfilmentId)),
})

export const routes: AnyRoute[] = [ship, deliver]
