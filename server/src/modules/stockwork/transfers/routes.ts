import { invariant, type LocalDate } from '@splot/kernel'
import { Type } from 'typebox'
import { authorise, holds, placesAsked, type ReadContext } from '#platform/context'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { paperFilters, papersAsked, ReasonsSchema, stepsOn } from '../paper-routes.ts'
import { transferStates } from '../states.ts'
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
  people,
  PiecesSchema,
  placeId,
  reading,
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

const step = stepsOn('transfers', TransferDetailSchema, shown)

const list = route({
  method: 'GET',
  path: '/v1/stock/transfers',
  summary: 'List transfers between places, newest first',
  ...reading,
  schema: {
    query: Type.Object({
      ...paperFilters(transferStates),
      locationId: Type.Optional(Type.String({ format: 'uuid', description: 'from or to this place' })),
      fromId: Type.Optional(UuidSchema),
      toId: Type.Optional(UuidSchema),
    }),
    response: { 200: pageOf(TransferSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listTransfers(ctx, {
      ...papersAsked(ctx.actor, query),
      fromId: query.fromId ?? null,
      toId: query.toId ?? null,
    })
    return pageFrom(rows, query, ({ id }) => id, showTransfer)
  },
})

const one = route({
  method: 'GET',
  path: '/v1/stock/transfers/:id',
  summary: 'Show a transfer with its receipts and history',
  ...reading,
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

const approving = step({
  name: 'approve',
  summary: 'Agree to send what another place asked for',
  permission: 'stock.transfer',
  fields: {},
  run: approveTransfer,
})

const rejecting = step({
  name: 'reject',
  summary: 'Refuse to send what another place asked for',
  permission: 'stock.transfer',
  fields: { note: Type.Optional(NoteSchema) },
  run: (ctx, id, { note = null, ...command }) => rejectTransfer(ctx, id, { ...command, note }),
})

const shipping = step({
  name: 'ship',
  summary: 'Ship what was asked for, or less',
  description:
    'The pieces leave the source and are in transit. Without `lines`: everything that was asked for. More is refused: 422 `stockwork.more_than_requested`.',
  permission: 'stock.transfer',
  fields: {
    lines: Type.Optional(
      linesOf(Type.Object({ code: CodeSchema, quantity: PiecesSchema, ...toldApart }, closed)),
    ),
  },
  run: shipTransfer,
})

const receiving = step({
  name: 'receipts',
  summary: 'Receive a batch of scans of a transfer',
  description:
    'Everything is on hand at once, damaged pieces in quarantine. More than was sent is taken in and explained when the transfer is closed.',
  permission: 'stock.transfer',
  fields: { lines: linesOf(ArrivedLine) },
  adds: true,
  run: receiveTransfer,
})

const closing = step({
  name: 'close',
  summary: 'Close a transfer; what has not arrived is written off',
  description:
    'Every difference needs a reason. `sent_too_few`, `follows_later` and `miscounted` leave missing pieces at the source, every other reason writes them off.',
  permission: 'stock.transfer',
  fields: { reasons: Type.Optional(ReasonsSchema) },
  run: (ctx, id, { reasons = [], ...command }) => closeTransfer(ctx, id, { ...command, reasons }),
})

const cancelling = step({
  name: 'cancel',
  summary: 'Cancel a transfer that is not on its way',
  permission: 'stock.transfer',
  fields: {},
  run: cancelTransfer,
})

const inTransit = route({
  method: 'GET',
  path: '/v1/stock/in-transit',
  summary: 'List pieces that are between two places, oldest first',
  ...reading,
  schema: {
    query: Type.Object({
      locationId: Type.Optional(UuidSchema),
      sku: Type.Optional(SkuSchema),
      ...PageQuery,
    }),
    response: { 200: pageOf(InTransitSchema) },
  },
  handle: async (ctx, { query }) => {
    const [transferId, sku] = decodeCursor(query.cursor, ['uuid', 'text'])
    const rows = await listInTransit(ctx, {
      places: placesAsked(ctx.actor, 'stock.read', query.locationId),
      sku: query.sku ?? null,
      after: transferId === undefined ? null : [transferId, sku ?? ''],
      limit: rowsAsked(query),
    })
    return pageFrom(rows, query, (row) => [row.transferId, row.sku], showInTransit)
  },
})

export const transferRoutes: AnyRoute[] = [
  list,
  one,
  requesting,
  approving,
  rejecting,
  shipping,
  receiving,
  closing,
  cancelling,
  inTransit,
]
