import { Type, type Static } from 'typebox'
import {
  Answer,
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  TextFile,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { DOWNLOAD_GRANT_MS, EXPORT_MS, MAX_BATCH_CODES } from '../limits.ts'
import type { CouponBatch, CouponBatchId, CouponId } from '../types.ts'
import { closed, IdParams, Nullable, people, tag } from '../wire.ts'
import { batchFor, codeFile, openExport, orderCodes } from './batches.ts'
import { listBatches } from './coupon-store.ts'
import { checkGrant, signGrant } from './download-grant.ts'

const BatchSchema = Type.Object({
  id: UuidSchema,
  couponId: UuidSchema,
  wanted: Type.Integer(),
  made: Type.Integer(),
  createdAt: InstantSchema,
  finishedAt: Nullable(InstantSchema),
  exportableUntil: Nullable({ ...InstantSchema, description: 'null: nobody has downloaded it yet' }),
  exportedAt: Nullable({
    ...InstantSchema,
    description: 'first downloaded; possible until `exportableUntil`',
  }),
})

const showBatch = (batch: CouponBatch): Static<typeof BatchSchema> => ({
  id: batch.batchId,
  couponId: batch.couponId,
  wanted: batch.wanted,
  made: batch.made,
  createdAt: batch.createdAt.toISOString(),
  finishedAt: batch.finishedAt?.toISOString() ?? null,
  exportableUntil: batch.exportedAt && new Date(batch.exportedAt.getTime() + EXPORT_MS).toISOString(),
  exportedAt: batch.exportedAt?.toISOString() ?? null,
})

const order = route({
  method: 'POST',
  path: '/v1/coupon-batches',
  summary: 'Order unique codes',
  description: 'A job makes them; look at `made`. Each is good as soon as it is made.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      { couponId: UuidSchema, codes: Type.Integer({ minimum: 1, maximum: MAX_BATCH_CODES }) },
      closed,
    ),
    response: { 202: BatchSchema },
  },
  handle: async (ctx, { body }) =>
    new Answer(202, showBatch(await orderCodes(ctx, body.couponId as CouponId, body.codes))),
})

const list = route({
  method: 'GET',
  path: '/v1/coupon-batches',
  summary: 'List batches of unique codes, newest first',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    query: Type.Object({ ...PageQuery, couponId: Type.Optional(UuidSchema) }, closed),
    response: { 200: pageOf(BatchSchema) },
  },
  handle: async (ctx, { query }) => {
    const { before, limit } = pageAsked(query)
    const rows = await listBatches(ctx, (query.couponId as CouponId | undefined) ?? null, before, limit)
    return pageFrom(rows, query, (row) => row.batchId, showBatch)
  },
})

const show = route({
  method: 'GET',
  path: '/v1/coupon-batches/:id',
  summary: 'Show how far a batch is',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: { params: IdParams, response: { 200: BatchSchema } },
  handle: async (ctx, { params }) => showBatch(await batchFor(ctx, params.id as CouponBatchId)),
})

const askForDownload = route({
  method: 'POST',
  path: '/v1/coupon-batches/:id/downloads',
  summary: 'Ask to download the codes of a finished batch',
  description:
    'Answers a link for whoever asks, good for five minutes. Possible for a day after the first time; each is written into the audit log. ' +
    '409 `promotions.not_finished`, 410 `promotions.exported`.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  schema: {
    params: IdParams,
    response: {
      201: Type.Object({
        path: Type.String({ description: 'GET it' }),
        until: InstantSchema,
        batch: BatchSchema,
      }),
    },
  },
  handle: async (ctx, { params }) => {
    const batch = await openExport(ctx, params.id as CouponBatchId)
    const until = new Date(ctx.now.getTime() + DOWNLOAD_GRANT_MS)
    const grant = signGrant({ batchId: batch.batchId, actorId: ctx.actor.id, until })
    return new Answer(201, {
      path: `/v1/coupon-batches/${batch.batchId}/codes?grant=${grant}`,
      until: until.toISOString(),
      batch: showBatch(batch),
    })
  },
})

const download = route({
  method: 'GET',
  path: '/v1/coupon-batches/:id/codes',
  summary: 'Download the codes of a batch as CSV',
  description:
    'By the link that `POST /v1/coupon-batches/{id}/downloads` gave. The codes are counted out while they are sent, as `text/csv`. ' +
    '403 `promotions.no_grant`, 410 `promotions.grant_over`.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'command',
  schema: {
    params: IdParams,
    query: Type.Object({ grant: Type.String({ maxLength: 100 }) }, closed),
    response: { 200: Type.String({ contentMediaType: 'text/csv', description: 'CSV: `code`, one a line' }) },
  },
  handle: async (ctx, { params, query }) => {
    const batchId = params.id as CouponBatchId
    checkGrant(query.grant, { batchId, actorId: ctx.actor.id }, ctx.now)
    const batch = await batchFor(ctx.platform.read(ctx.actor), batchId)
    return new TextFile(`codes-${batch.batchId}.csv`, 'text/csv; charset=utf-8', codeFile(batch))
  },
})

export const batchRoutes: AnyRoute[] = [order, list, show, askForDownload, download]
