import { Type } from 'typebox'
import { EmailSchema } from '#modules/customers'
import { route, UuidSchema, type AnyRoute } from '#platform/http'
import { recogniseAtTill } from './recognise-customer.ts'

const closed = { additionalProperties: false } as const

const recognise = route({
  method: 'POST',
  path: '/v1/till-customers',
  summary: 'Recognise the customer who stands at the till by her phone number or e-mail',
  description:
    'Only registered customers, only by the whole number or address, only on an enrolled till with somebody signed in. Answers her first name and what prices and promotions ask of her, nothing else; every look is written into the audit log, without what was looked for. 404 `customers.not_recognised`, 409 `customers.several`.',
  tag: 'tills',
  audience: ['staff'],
  permission: 'till.sell',
  power: 'command',
  idempotency: 'none',
  perMinute: 60,
  schema: {
    body: Type.Union([
      Type.Object({ email: EmailSchema }, closed),
      Type.Object({ phone: Type.String({ minLength: 5, maxLength: 32 }) }, closed),
    ]),
    response: {
      200: Type.Object({
        id: { ...UuidSchema, description: 'for `customerId` of the sale and of codes' },
        firstName: Type.String(),
        segments: Type.Array(Type.String(), { description: 'whose promotions are hers' }),
        groups: Type.Array(Type.String(), { description: 'whose prices and promotions are hers' }),
        firstOrder: Type.Union([Type.Boolean(), Type.Null()], {
          description: 'she has not bought anything yet',
        }),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const { id, firstName, segments, groups, firstOrder } = await recogniseAtTill(ctx, body)
    return { id, firstName, segments: [...segments], groups: [...groups], firstOrder }
  },
})

export const routes: AnyRoute[] = [recognise]
