import { Type, type Static } from 'typebox'
import type { ReadContext } from '#platform/context'
import { InstantSchema, SkuSchema, UuidSchema } from '#platform/http'
import { historyOf } from '../command.ts'
import { transferStates } from '../states.ts'
import { undoneOf } from '../undone.ts'
import { showUndone, UndoneSchema } from '../undone-wire.ts'
import {
  DaySchema,
  DifferenceSchema,
  HistorySchema,
  iso,
  nullable,
  paperFields,
  showHistory,
} from '../wire.ts'
import { readTransferLines, readTransferReceipts } from './store.ts'
import type { InTransit, Transfer } from './types.ts'

export const TransferSchema = Type.Object({
  ...paperFields,
  state: Type.String({ description: Object.keys(transferStates).join(', ') }),
  fromId: UuidSchema,
  toId: UuidSchema,
  held: Type.Boolean({ description: 'the pieces are kept at the source until they are shipped' }),
  expectedOn: nullable(DaySchema),
  approvedAt: nullable(InstantSchema),
  shippedAt: nullable(InstantSchema),
  closedAt: nullable(InstantSchema),
  totals: Type.Object({
    requested: Type.Integer(),
    shipped: Type.Integer(),
    received: Type.Integer(),
    inTransit: Type.Integer(),
  }),
})

export const TransferDetailSchema = Type.Object({
  ...TransferSchema.properties,
  lines: Type.Array(
    Type.Object({
      sku: SkuSchema,
      requested: Type.Integer(),
      shipped: Type.Integer(),
      received: Type.Integer({ description: 'good pieces' }),
      damaged: Type.Integer({ description: 'arrived broken: in quarantine there' }),
      lost: Type.Integer({ description: 'never arrived, written off when it was closed' }),
      over: Type.Integer({ description: 'arrived without having been scanned out' }),
      inTransit: Type.Integer(),
    }),
  ),
  differences: nullable(Type.Array(DifferenceSchema)),
  receipts: Type.Array(
    Type.Object({
      id: UuidSchema,
      at: InstantSchema,
      staffId: nullable(UuidSchema),
      lines: Type.Array(Type.Object({ sku: SkuSchema, quantity: Type.Integer(), damaged: Type.Integer() })),
    }),
  ),
  undone: nullable(UndoneSchema),
  history: HistorySchema,
})

export const showTransfer = (transfer: Transfer): Static<typeof TransferSchema> => {
  const { requested, shipped, received, inTransit, holdId, createdAt, ...rest } = transfer
  return {
    ...rest,
    words: transferStates[transfer.state].words,
    held: holdId !== null && (rest.state === 'requested' || rest.state === 'approved'),
    createdAt: createdAt.toISOString(),
    approvedAt: iso(rest.approvedAt),
    shippedAt: iso(rest.shippedAt),
    closedAt: iso(rest.closedAt),
    totals: { requested, shipped, received, inTransit },
  }
}

export async function showTransferDetail(
  ctx: ReadContext,
  transfer: Transfer,
): Promise<Static<typeof TransferDetailSchema>> {
  const { id, state, differences } = transfer
  const [lines, receipts, undone, history] = await Promise.all([
    readTransferLines(ctx, id),
    readTransferReceipts(ctx, id),
    undoneOf(ctx, 'transfer', [id]),
    historyOf(ctx, id),
  ])
  return {
    ...showTransfer(transfer),
    lines: lines.map((line) => ({
      ...line,
      inTransit:
        state === 'shipped' ? Math.max(0, line.shipped - line.received - line.damaged - line.lost) : 0,
    })),
    differences: differences && [...differences],
    receipts: receipts.map(({ at, lines: taken, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      lines: [...taken],
    })),
    undone: showUndone(undone.get(id)),
    history: showHistory(history),
  }
}

export const InTransitSchema = Type.Object({
  transferId: UuidSchema,
  number: Type.String(),
  fromId: UuidSchema,
  toId: UuidSchema,
  sku: SkuSchema,
  quantity: Type.Integer(),
  shippedAt: InstantSchema,
  expectedOn: nullable(DaySchema),
})

export const showInTransit = (row: InTransit): Static<typeof InTransitSchema> => ({
  ...row,
  shippedAt: row.shippedAt.toISOString(),
})
