import { invariant, type LocalDate } from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, holds, placesAsked, type ReadContext, type WriteContext } from '#platform/context'
import {
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { ReasonsSchema } from '../advices/routes.ts'
import { transferStates, type TransferState } from '../states.ts'
import {
  ArrivedLine,
  closed,
  CodeSchema,
  commandFields,
  commandOf,
  DaySchema,
  IdParams,
  linesOf,
  NoteSchema,
  notFound,
  oneOf,
  pageAsked,
  pageNewestFirst,
  people,
  PiecesSchema,
  placeId,
  SkuLine,
  TAG,
  toldApart,
} from '../wire.ts'
import { closeTransfer } from './close.ts'
import { approveTransfer, cancelTransfer, rejectTransfer } from './decide.ts'
import { receiveTransfer } from './receive.ts'
import { requestTransfer } from './request.ts'
import { shipTransfer } from './ship.ts'
import {
  InTransitSchema,
  showInTransit,
  showTransfer,
  showTransferDetail,
  TransferDetailSchema,
  TransferSchema,
} from './show.ts'
import { listInTransit, listTransfers, readTransfer } from './store.ts'

const shown = async (ctx: ReadContext, id: string) => {
  const transfer = await readTransfer(ctx, id)
  invariant(transfer, 'a transfer that was written stands')
  return showTransferDetail(ctx, transfer)
}

const list = route({
  method: 'GET',
  path: '/v1/stock/transfers',
  summary: 'List transfers between places, newest first',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      locationId: Type.Optional(Type.String({ format: 'uuid', description: 'from or to this place' })),
      fromId: Type.Optional(UuidSchema),
      toId: Type.Optional(UuidSchema),
      state: Type.Optional(oneOf(Object.keys(transferStates) as TransferState[])),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 16, description: 'how the number begins' })),
      ...PageQuery,
    }),
    response: { 200: pageOf(TransferSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listTransfers(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      fromId: query.fromId ?? null,
      toId: query.toId ?? null,
      state: query.state ?? null,
      number: query.q ?? null,
      ...pageAsked(query),
    })
    return pageNewestFirst(rows, query.limit, showTransfer)
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/transfers/:id',
  summary: 'Show a transfer with its receipts and history',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: { params: IdParams, response: { 200: TransferDetailSchema } },
  handle: async (ctx, { params }) => {
    const transfer = await readTransfer(ctx, params.id)
    if (!transfer) throw notFound('transfer')
    if (!holds(ctx.actor, 'stock.read', transfer.fromId)) authorise(ctx.actor, 'stock.read', transfer.toId)
    return showTransferDetail(ctx, transfer)
  },
})

const requesting = route({
  method: 'POST',
  path: '/v1/stock/transfers',
  summary: 'Ask another place for pieces, or send some of your own',
  description:
    'Who may send from `fromId` has approved it by asking; otherwise it waits for the source. With `hold` the pieces are kept there until they are shipped: 409 `stockwork.not_available` when they are not all free.',
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'command',
  schema: {
    body: Type.Object(
      {
        ...commandFields,
        fromId: UuidSchema,
        toId: UuidSchema,
        hold: Type.Optional(Type.Boolean()),
        expectedOn: Type.Optional(DaySchema),
        note: Type.Optional(NoteSchema),
        lines: linesOf(SkuLine),
      },
      closed,
    ),
    response: { 201: TransferDetailSchema },
  },
  handle: async (ctx, { body }) => {
    const command = commandOf(body)
    await requestTransfer(ctx, {
      ...command,
      fromId: placeId(body.fromId),
      toId: placeId(body.toId),
      hold: body.hold ?? false,
      // The schema has checked its shape.
      expectedOn: (body.expectedOn ?? null) as LocalDate | null,
      note: body.note ?? null,
      lines: body.lines.map(({ sku, quantity }) => ({ code: sku, quantity })),
    })
    return shown(ctx.platform.read(ctx.actor), command.commandId)
  },
})

/** A step on a transfer that needs nothing but the command. */
const step = (
  name: string,
  summary: string,
  verb: (ctx: WriteContext, id: string, command: ReturnType<typeof commandOf>) => Promise<void>,
) =>
  route({
    method: 'POST',
    path: `/v1/stock/transfers/:id/${name}`,
    summary,
    tag: TAG,
    audience: people,
    permission: 'stock.transfer',
    power: 'write',
    schema: {
      params: IdParams,
      body: Type.Object(commandFields, closed),
      response: { 200: TransferDetailSchema },
    },
    handle: async (ctx, { params, body }) => {
      await verb(ctx, params.id, commandOf(body))
      return shown(ctx, params.id)
    },
  })

const rejecting = route({
  method: 'POST',
  path: '/v1/stock/transfers/:id/reject',
  summary: 'Refuse to send what another place asked for',
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object({ ...commandFields, note: Type.Optional(NoteSchema) }, closed),
    response: { 200: TransferDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await rejectTransfer(ctx, params.id, { ...commandOf(body), note: body.note ?? null })
    return shown(ctx, params.id)
  },
})

const shipping = route({
  method: 'POST',
  path: '/v1/stock/transfers/:id/ship',
  summary: 'Ship what was asked for, or less',
  description:
    'The pieces leave the source and are in transit. Without `lines`: everything that was asked for. More is refused: 422 `stockwork.more_than_requested`.',
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object(
      {
        ...commandFields,
        lines: Type.Optional(
          linesOf(Type.Object({ code: CodeSchema, quantity: PiecesSchema, ...toldApart }, closed)),
        ),
      },
      closed,
    ),
    response: { 200: TransferDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await shipTransfer(ctx, params.id, { ...commandOf(body), lines: body.lines })
    return shown(ctx, params.id)
  },
})

const receiving = route({
  method: 'POST',
  path: '/v1/stock/transfers/:id/receipts',
  summary: 'Receive a batch of scans of a transfer',
  description:
    'Everything is on hand at once, damaged pieces in quarantine. More than was sent is taken in and explained when the transfer is closed.',
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object({ ...commandFields, lines: linesOf(ArrivedLine) }, closed),
    response: { 201: TransferDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await receiveTransfer(ctx, params.id, { ...commandOf(body), lines: body.lines })
    return shown(ctx, params.id)
  },
})

const closing = route({
  method: 'POST',
  path: '/v1/stock/transfers/:id/close',
  summary: 'Close a transfer; what has not arrived is written off',
  description:
    'Every difference needs a reason. `sent_too_few`, `follows_later` and `miscounted` leave missing pieces at the source, every other reason writes them off.',
  tag: TAG,
  audience: people,
  permission: 'stock.transfer',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object({ ...commandFields, reasons: Type.Optional(ReasonsSchema) }, closed),
    response: { 200: TransferDetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    await closeTransfer(ctx, params.id, { ...commandOf(body), reasons: body.reasons ?? [] })
    return shown(ctx, params.id)
  },
})

const inTransit = route({
  method: 'GET',
  path: '/v1/stock/in-transit',
  summary: 'List pieces that are between two places, oldest first',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      sku: Type.Optional(SkuSchema),
      ...PageQuery,
    }),
    response: { 200: pageOf(InTransitSchema) },
  },
  handle: async (ctx, { query }) => {
    const size = query.limit ?? DEFAULT_PAGE
    const [transferId, sku] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['uuid', 'text'])
    const rows = await listInTransit(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      sku: query.sku ?? null,
      after: transferId === undefined ? null : [transferId, sku ?? ''],
      limit: size + 1,
    })
    const page = rows.slice(0, size)
    const last = rows.length > size ? page.at(-1) : undefined
    return {
      items: page.map(showInTransit),
      next: last ? encodeCursor([last.transferId, last.sku]) : null,
    }
  },
})

export const transferRoutes: AnyRoute[] = [
  list,
  one,
  requesting,
  step('approve', 'Agree to send what another place asked for', approveTransfer),
  rejecting,
  shipping,
  receiving,
  closing,
  step('cancel', 'Cancel a transfer that is not on its way', cancelTransfer),
  inTransit,
]
