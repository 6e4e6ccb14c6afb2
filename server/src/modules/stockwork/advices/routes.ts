import { invariant, type LocalDate } from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, type ReadContext } from '#platform/context'
import { pageFrom, pageOf, route, UuidSchema, type AnyRoute } from '#platform/http'
import { paperFilters, papersAsked, ReasonsSchema, stepsOn } from '../paper-routes.ts'
import { adviceStates } from '../states.ts'
import {
  ArrivedLine,
  closed,
  commandFields,
  commandOf,
  DaySchema,
  IdParams,
  linesOf,
  NoteSchema,
  notFound,
  people,
  placeId,
  reading,
  SkuLine,
  TAG,
} from '../wire.ts'
import { announce } from './announce.ts'
import { cancelAdvice, changeAdvice, closeAdvice } from './close.ts'
import { receiveAdvice } from './receive.ts'
import { AdviceDetailSchema, AdviceSchema, showAdvice, showAdviceDetail } from './show.ts'
import { listAdvices, readAdvice } from './store.ts'

const shown = async (ctx: ReadContext, id: string) => {
  const advice = await readAdvice(ctx, id)
  invariant(advice, 'an advice that was written stands')
  return showAdviceDetail(ctx, advice)
}

const step = stepsOn('advices', AdviceDetailSchema, shown)

const list = route({
  method: 'GET',
  path: '/v1/stock/advices',
  summary: 'List announced deliveries, newest first',
  ...reading,
  schema: {
    query: Type.Object(
      paperFilters(adviceStates, { maxLength: 64, description: 'how number, reference or supplier begins' }),
    ),
    response: { 200: pageOf(AdviceSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listAdvices(ctx, papersAsked(ctx.actor, query))
    return pageFrom(
      rows,
      query,
      ({ id }) => id,
      (advice) => showAdvice(ctx, advice),
    )
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/advices/:id',
  summary: 'Show an announced delivery with its receipts and history',
  ...reading,
  schema: { params: IdParams, response: { 200: AdviceDetailSchema } },
  handle: async (ctx, { params }) => {
    const advice = await readAdvice(ctx, params.id)
    if (!advice) throw notFound('advice')
    authorise(ctx.actor, 'stock.read', advice.locationId)
    return showAdviceDetail(ctx, advice)
  },
})

const announcing = route({
  method: 'POST',
  path: '/v1/stock/advices',
  summary: 'Announce a delivery',
  description:
    'What is announced is inbound. The same supplier and reference for the same place a second time: 409 `stockwork.advice_exists`.',
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        ...commandFields,
        locationId: UuidSchema,
        supplier: Type.String({ minLength: 1, maxLength: 120 }),
        reference: Type.String({ minLength: 1, maxLength: 64, description: "the supplier's number" }),
        expectedOn: DaySchema,
        blind: Type.Optional(
          Type.Boolean({ description: 'whoever receives does not see what was announced' }),
        ),
        note: Type.Optional(NoteSchema),
        lines: linesOf(SkuLine),
      },
      closed,
    ),
    response: { 201: AdviceDetailSchema },
  },
  handle: async (ctx, { body }) => {
    const command = commandOf(body)
    await announce(ctx, {
      ...command,
      locationId: placeId(body.locationId),
      supplier: body.supplier,
      reference: body.reference,
      // The schema has checked its shape.
      expectedOn: body.expectedOn as LocalDate,
      blind: body.blind ?? false,
      note: body.note ?? null,
      lines: body.lines.map(({ sku, quantity }) => ({ code: sku, quantity })),
    })
    return shown(ctx, command.commandId)
  },
})

const receiving = step({
  name: 'receipts',
  summary: 'Receive a batch of scans against an announced delivery',
  description:
    'Everything is on hand at once, damaged pieces in quarantine. Several devices may send batches in any order, late and twice. Closed: 409 `stockwork.advice_closed`.',
  permission: 'stock.receive',
  fields: { lines: linesOf(ArrivedLine) },
  adds: true,
  run: receiveAdvice,
})

const closing = step({
  name: 'close',
  summary: 'Close a delivery; nothing more comes',
  description: 'Every difference needs a reason: 422 `stockwork.difference_unexplained` lists those without.',
  permission: 'stock.receive',
  fields: { reasons: Type.Optional(ReasonsSchema) },
  run: (ctx, id, { reasons = [], ...command }) => closeAdvice(ctx, id, { ...command, reasons }),
})

const cancelling = step({
  name: 'cancel',
  summary: 'Cancel a delivery of which nothing has come',
  permission: 'stock.receive',
  fields: {},
  run: cancelAdvice,
})

const changing = route({
  method: 'PATCH',
  path: '/v1/stock/advices/:id',
  summary: 'Change the day or the note of an open delivery',
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object(
      { ...commandFields, expectedOn: Type.Optional(DaySchema), note: Type.Optional(NoteSchema) },
      closed,
    ),
    response: { 200: AdviceDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await changeAdvice(ctx, params.id, {
      ...commandOf(body),
      expectedOn: body.expectedOn as LocalDate | undefined,
      note: body.note,
    })
    return shown(ctx, params.id)
  },
})

export const adviceRoutes: AnyRoute[] = [list, one, announcing, changing, receiving, closing, cancelling]
