import { Type } from 'typebox'
import { route, type AnyRoute } from '#platform/http'
import { fulfilmentFor, FulfilmentSchema, fulfilmentView } from './fulfilment-view.ts'
import { storePeople } from './fulfilment-view-routes.ts'
import { handOver } from './hand-over.ts'

const handOverRoute = route({
  method: 'POST',
  path: '/v1/fulfilments/hand-over',
  summary: 'Give a ready order to the customer who shows its code',
  description:
    'By QR code, or by order number and six digits. Five wrong codes within ten minutes: 429 `fulfilment.too_many_codes`. Send an Idempotency-Key, so that a repetition gets the first answer.',
  tag: 'fulfilment',
  audience: storePeople,
  permission: 'fulfilment.handover',
  power: 'command',
  schema: {
    body: Type.Union([
      Type.Object({ qr: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
      Type.Object(
        {
          orderNumber: Type.String({ minLength: 1, maxLength: 20 }),
          code: Type.String({ pattern: '^[0-9]{6}$', description: 'six digits' }),
        },
        { additionalProperties: false },
      ),
    ]),
    response: { 200: FulfilmentSchema },
  },
  handle: async (ctx, { body, key }) => {
    const fulfilmentId = await handOver(ctx, body, key)
    const read = ctx.platform.read(ctx.actor)
    return fulfilmentView(read, await fulfilmentFor(read, fulfilmentId, 'fulfilment.handover'))
  },
})

export const routes: AnyRoute[] = [handOverRoute]
