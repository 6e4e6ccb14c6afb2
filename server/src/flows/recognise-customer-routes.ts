import { Type } from 'typebox'
import type { CustomerId } from '@splot/kernel'
import { CouponCodeSchema } from '#modules/carts'
import { EmailSchema } from '#modules/customers'
import { Answer, MoneySchema, route, UuidSchema, WordsSchema, type AnyRoute } from '#platform/http'
import { fetchCodeFromBasket, recogniseAtTill } from './recognise-customer.ts'

/** Longer than any code that we make. */
const MAX_SHOWN_CODE = 200
const closed = { additionalProperties: false } as const

const recognise = route({
  method: 'POST',
  path: '/v1/till-customers',
  summary:
    'Recognise the customer who stands at the till by the code that she shows, her phone number or e-mail',
  description:
    'Only registered customers, only by the whole number or address or a code of `GET /v1/customers/me/code`, only on an enrolled till with somebody signed in. Answers her first name and what prices and promotions ask of her and the codes that she may take here, nothing else; every look is written into the audit log, without what was looked for. 404 `customers.not_recognised`, 409 `customers.several`, 422 `customers.bad_code` and `customers.code_over`, 409 `customers.code_used` for a code that has paid.',
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
      Type.Object({ code: Type.String({ minLength: 1, maxLength: MAX_SHOWN_CODE }) }, closed),
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
        codes: Type.Array(
          Type.Object({
            code: Type.String(),
            promotionId: UuidSchema,
            label: WordsSchema,
            inBasket: Type.Boolean({
              description: 'her web basket has it: fetch it from there before it is taken here',
            }),
          }),
          { description: 'made for her alone, or in her web basket, and good at this till' },
        ),
        credits: Type.Array(MoneySchema, {
          description: 'what her store credit can pay; told only when she has shown her code',
        }),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const { segments, groups, codes, credits, ...known } = await recogniseAtTill(ctx, body)
    return {
      ...known,
      segments: [...segments],
      groups: [...groups],
      codes: codes.map((code) => ({ ...code })),
      credits: [...credits],
    }
  },
})

const fetchCode = route({
  method: 'POST',
  path: '/v1/till-customers/:customerId/fetched-codes',
  summary: 'Take a code out of the web basket of the customer who stands at the till',
  description:
    'She uses it here instead, so what her basket kept of it is free again. Repeating it changes nothing. Only on the device that recognised her within the last hour, else 403 `tills.not_recognised`.',
  tag: 'tills',
  audience: ['staff'],
  permission: 'till.sell',
  power: 'command',
  idempotency: 'none',
  perMinute: 60,
  schema: {
    params: Type.Object({ customerId: UuidSchema }),
    body: Type.Object({ code: CouponCodeSchema }, closed),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params, body }) => {
    // The schema has checked that it is a UUID.
    await fetchCodeFromBasket(ctx, params.customerId as CustomerId, body.code)
    return new Answer(204, null)
  },
})

export const routes: AnyRoute[] = [recognise, fetchCode]
