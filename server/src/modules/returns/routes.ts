import { Refusal, type OrderId, type ReturnId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { showVat, VatSchema } from '#modules/tax'
import { placesAsked } from '#platform/context'
import {
  decodeCursor,
  InstantSchema,
  MoneySchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { listReturns, returnById } from './find.ts'
import { returnReasonCodes, returnReasons } from './reasons.ts'
import { dispositions, returnStates, type ReturnState } from './states.ts'
import type { Return } from './types.ts'

const TAG = 'returns'
const staff = ['staff', 'device', 'machine'] as const

export const ReturnSchema = Type.Object({
  id: UuidSchema,
  number: Type.String({ description: '`R` and digits; what people say' }),
  orderId: UuidSchema,
  orderNumber: Type.String(),
  locationId: UuidSchema,
  state: Type.String({ description: Object.keys(returnStates).join(', ') }),
  words: WordsSchema,
  createdAt: InstantSchema,
  withdrawnOn: Type.Union([Type.String(), Type.Null()], {
    description: 'the day of her statement of withdrawal, when it was told',
  }),
  lines: Type.Array(
    Type.Object({
      lineId: Type.Integer({ description: 'the order line, from 1' }),
      sku: SkuSchema,
      quantity: Type.Integer(),
      reason: Type.String({ description: returnReasonCodes.join(', ') }),
      disposition: Type.String({ description: dispositions.join(', ') }),
      refund: MoneySchema,
    }),
  ),
  refund: Type.Object({
    amount: MoneySchema,
    shipping: Type.Object({ ...MoneySchema.properties }, { description: 'of which: cost of sending' }),
    vat: Type.Array(VatSchema, { description: 'the VAT in it, as it was charged' }),
    method: Type.Union([Type.String(), Type.Null()], { description: 'the tender that paid' }),
    state: Type.String({ description: 'none, saved, unknown, refused, done' }),
  }),
})

/** A return as every screen shows it. */
export const showReturn = (one: Return): Static<typeof ReturnSchema> => {
  const money = (minor: number) => ({ minor, currency: one.currency })
  return {
    id: one.returnId,
    number: one.number,
    orderId: one.orderId,
    orderNumber: one.orderNumber,
    locationId: one.locationId,
    state: one.state,
    words: returnStates[one.state].words,
    createdAt: one.createdAt.toISOString(),
    withdrawnOn: one.withdrawnOn,
    lines: one.lines.map(({ lineNo, sku, quantity, reason, disposition, refundMinor }) => ({
      lineId: lineNo,
      sku,
      quantity,
      reason,
      disposition,
      refund: money(refundMinor),
    })),
    refund: {
      amount: money(one.refundMinor),
      shipping: money(one.shippingMinor),
      vat: showVat(one.vat, one.currency),
      method: one.refundMethod,
      state: one.refundState,
    },
  }
}

const reasons = route({
  method: 'GET',
  path: '/v1/returns/reasons',
  summary: 'List the reasons for which things come back',
  tag: TAG,
  audience: ['visitor', 'customer', ...staff],
  permission: null,
  power: 'read',
  schema: {
    response: {
      200: Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), words: WordsSchema })) }),
    },
  },
  handle: async () => ({ items: returnReasons.map(({ code, words }) => ({ code, words })) }),
})

const list = route({
  method: 'GET',
  path: '/v1/returns',
  summary: 'List returns, newest first',
  description:
    'Without `orderId` and `locationId`: those of your own places. A return may be accepted anywhere, so those of an order are shown wherever they were received.',
  tag: TAG,
  audience: staff,
  permission: 'returns.accept',
  power: 'read',
  schema: {
    query: Type.Object({
      orderId: Type.Optional(UuidSchema),
      state: Type.Optional(
        Type.Union((Object.keys(returnStates) as ReturnState[]).map((state) => Type.Literal(state))),
      ),
      locationId: Type.Optional(UuidSchema),
      ...PageQuery,
    }),
    response: { 200: pageOf(ReturnSchema) },
  },
  handle: async (ctx, { query }) => {
    const [after = null] = decodeCursor(query.cursor, ['uuid'])
    const orderId = (query.orderId ?? null) as OrderId | null
    const rows = await listReturns(
      ctx,
      {
        orderId,
        state: query.state ?? null,
        locations:
          orderId && !query.locationId ? null : placesAsked(ctx.actor, 'returns.accept', query.locationId),
      },
      // The cursor has been checked to hold an id.
      { limit: rowsAsked(query), after: after as ReturnId | null },
    )
    return pageFrom(rows, query, ({ returnId }) => returnId, showReturn)
  },
})

const one = route({
  method: 'GET',
  path: '/v1/returns/:id',
  summary: 'Show a return',
  tag: TAG,
  audience: staff,
  permission: 'returns.accept',
  power: 'read',
  schema: { params: Type.Object({ id: UuidSchema }), response: { 200: ReturnSchema } },
  handle: async (ctx, { params }) => {
    const found = await returnById(ctx, params.id as ReturnId)
    if (!found) throw new Refusal('not_found', 'returns.not_found', 'There is no such return.')
    return showReturn(found)
  },
})

export const routes: AnyRoute[] = [reasons, list, one]
