import { Refusal } from '@splot/kernel'
import { Type } from 'typebox'
import {
  InstantSchema,
  MoneySchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  type AnyRoute,
} from '#platform/http'
import { batchById, cardsOfBatch, listBatches, orderBatch } from './batches.ts'
import { MAX_BATCH_CARDS } from './limits.ts'
import { BatchSchema, showBatch } from './show.ts'
import type { BatchId } from './types.ts'
import { closed, FileSchema, NoteSchema, office, params, tag } from './wire.ts'

const makeBatch = route({
  method: 'POST',
  path: '/v1/gift-cards/batches',
  summary: 'Order many gift cards at once',
  description: 'A job issues them; ask the batch how far it is.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      {
        cards: Type.Integer({ minimum: 1, maximum: MAX_BATCH_CARDS }),
        amount: MoneySchema,
        note: Type.Optional(NoteSchema),
        expiresAt: Type.Optional(InstantSchema),
      },
      closed,
    ),
    response: { 202: BatchSchema },
  },
  handle: async (ctx, { body: { cards, amount, note = '', expiresAt } }) =>
    showBatch(
      await orderBatch(ctx, cards, {
        amountMinor: amount.minor,
        currency: amount.currency,
        note,
        ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
      }),
    ),
})

const batches = route({
  method: 'GET',
  path: '/v1/gift-cards/batches',
  summary: 'List batches of gift cards, newest first',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { query: Type.Object(PageQuery, closed), response: { 200: pageOf(BatchSchema) } },
  handle: async (ctx, { query }) => {
    const { before, limit } = pageAsked(query)
    const rows = await listBatches(ctx, before, limit)
    return pageFrom(rows, query, ({ batchId }) => batchId, showBatch)
  },
})

const batch = route({
  method: 'GET',
  path: '/v1/gift-cards/batches/:id',
  summary: 'See how far a batch of gift cards is',
  tag,
  audience: office,
  permission: 'giftcards.read',
  everywhere: true,
  power: 'read',
  schema: { params, response: { 200: BatchSchema } },
  handle: async (ctx, { params }) => {
    const found = await batchById(ctx, params.id as BatchId)
    if (!found)
      throw new Refusal('not_found', 'storedvalue.no_such_batch', 'There is no such batch of cards.')
    return showBatch(found)
  },
})

const batchFile = route({
  method: 'POST',
  path: '/v1/gift-cards/batches/:id/file',
  summary: 'Take the file of a batch for the printer: numbers and PINs',
  description:
    'Whoever takes it stands in the audit log. `storedvalue.batch_not_done` (409) while cards are missing.',
  tag,
  audience: office,
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  // A kept answer would keep the PINs.
  idempotency: 'none',
  schema: { params, response: { 200: FileSchema } },
  handle: (ctx, { params }) => cardsOfBatch(ctx, params.id as BatchId),
})

/** Many cards at once. */
export const batchRoutes: AnyRoute[] = [makeBatch, batches, batch, batchFile]
