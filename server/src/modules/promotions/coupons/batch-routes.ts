import { Type, type Static } from 'typebox'
import { Answer, InstantSchema, pageOf, PageQuery, route, UuidSchema, type AnyRoute } from '#platform/http'
import { CODES_EXPORTED_AT_ONCE, MAX_BATCH_CODES } from '../limits.ts'
import type { CouponBatch, CouponBatchId, CouponId } from '../types.ts'
import { closed, IdParams, Nullable, pageAsked, pageFrom, people, tag } from '../wire.ts'
import { batchFor, codesOf, openExport, orderCodes } from './batches.ts'
import { listBatches } from './coupon-store.ts'

const BatchSchema = Type.Object({
  id: UuidSchema,
  couponId: UuidSchema,
  wanted: Type.Integer(),
  made: Type.Integer(),
  createdAt: InstantSchema,
  finishedAt: Nullable(InstantSchema),
  exportedAt: Nullable({ ...InstantSchema, description: 'first downloaded; possible for a day after that' }),
})

const showBatch = (batch: CouponBatch): Static<typeof BatchSchema> => ({
  id: batch.batchId,
  couponId: batch.couponId,
  wanted: batch.wanted,
  made: batch.made,
  createdAt: batch.createdAt.toISOString(),
  finishedAt: batch.finishedAt?.toISOString() ?? null,
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
    const page = pageAsked(query)
    const rows = await listBatches(
      ctx,
      (query.couponId as CouponId | undefined) ?? null,
      page.before,
      page.limit,
    )
    return pageFrom(rows, page.limit, (row) => row.batchId, showBatch)
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

const download = route({
  method: 'POST',
  path: '/v1/coupon-batches/:id/download',
  summary: 'Download the codes of a finished batch as CSV, in parts',
  description:
    `Each part holds up to ${CODES_EXPORTED_AT_ONCE} codes; put them behind each other, \`next\` asks for the part that follows. ` +
    'Possible for a day after the first time, and written into the audit log.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  idempotency: 'none',
  schema: {
    params: IdParams,
    body: Type.Object(
      { from: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_BATCH_CODES })) },
      closed,
    ),
    response: {
      200: Type.Object({ filename: Type.String(), csv: Type.String(), next: Nullable(Type.Integer()) }),
    },
  },
  handle: async (ctx, { params, body }) => {
    const from = body.from ?? 0
    const batch = await openExport(ctx, params.id as CouponBatchId)
    const until = Math.min(batch.made, from + CODES_EXPORTED_AT_ONCE)
    const rows = codesOf(batch, from, Math.max(from, until))
    const csv = [...(from === 0 ? ['code'] : []), ...rows].map((row) => `${row}\r\n`).join('')
    return { filename: `codes-${batch.batchId}.csv`, csv, next: until < batch.made ? until : null }
  },
})

export const batchRoutes: AnyRoute[] = [order, list, show, download]
