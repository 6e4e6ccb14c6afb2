import type { CustomerId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { STALLED_AT_ONCE } from '../limits.ts'
import type { CouponState } from '../states.ts'
import type { Coupon, CouponBatch, CouponBatchId, CouponId, PromotionId } from '../types.ts'
import { couponColumns, couponFrom } from './store.ts'
import type { CouponTerms } from './make.ts'

type Plain<T> = { [K in keyof T]: T[K] }
type CouponRow = Parameters<typeof couponFrom>[0]

/** False when the code is taken. */
export async function insertCoupon(ctx: WriteContext, coupon: Coupon, key: string | null): Promise<boolean> {
  const { limits } = coupon
  const made = await ctx.query(
    `insert into promotions.coupon
        (id, promotion_id, kind, name, code, code_key, total_limit, per_code, per_customer, period_days, period_total,
         period_per_customer, valid_from, valid_until, channels, state, created_at, created_by, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $17)
     on conflict do nothing returning 1`,
    [
      coupon.couponId,
      coupon.promotionId,
      coupon.kind,
      coupon.name,
      coupon.code,
      key,
      limits.total,
      limits.perCode,
      limits.perCustomer,
      limits.period?.days ?? null,
      limits.period?.total ?? null,
      limits.period?.perCustomer ?? null,
      coupon.validFrom,
      coupon.validUntil,
      coupon.channels,
      coupon.state,
      ctx.now,
      ctx.actor.staffId,
    ],
  )
  if (made.length === 0) return false
  await ctx.query(`insert into promotions.coupon_use (coupon_id) values ($1)`, [coupon.couponId])
  return true
}

/** Undefined when somebody was faster. */
export async function updateCoupon(
  ctx: WriteContext,
  couponId: CouponId,
  { name, limits, validFrom, validUntil, channels, state }: CouponTerms & { readonly state: CouponState },
  version: number,
): Promise<Coupon | undefined> {
  const [row] = await ctx.query<CouponRow>(
    `update promotions.coupon c
        set name = $3, total_limit = $4, per_code = $5, per_customer = $6, period_days = $7, period_total = $8,
            period_per_customer = $9, valid_from = $10, valid_until = $11, channels = $12, state = $13,
            version = c.version + 1, updated_at = $14
      where c.id = $1 and c.version = $2 returning ${couponColumns}`,
    [
      couponId,
      version,
      name,
      limits.total,
      limits.perCode,
      limits.perCustomer,
      limits.period?.days ?? null,
      limits.period?.total ?? null,
      limits.period?.perCustomer ?? null,
      validFrom,
      validUntil,
      channels,
      state,
      ctx.now,
    ],
  )
  return row && couponFrom(row)
}

export const countGeneric = async (ctx: ReadContext): Promise<number> =>
  (
    await ctx.query<{ count: number }>(
      `select count(*)::int as count from promotions.coupon where kind = 'generic' and state <> 'archived'`,
    )
  )[0]?.count ?? 0

export type CountedCoupon = Coupon & { readonly used: number; readonly codes: number }

/** Newest first, with how many uses are out and how many unique codes were made. */
export async function listCoupons(
  ctx: ReadContext,
  filter: {
    readonly ids: readonly CouponId[] | null
    readonly promotionId: PromotionId | null
    readonly states: readonly CouponState[]
    readonly q: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<CountedCoupon[]> {
  const rows = await ctx.query<CouponRow & { used: number; codes: number }>(
    `select ${couponColumns}, u.used,
            (select coalesce(sum(b.made), 0) from promotions.coupon_batch b where b.coupon_id = c.id)::int as codes
       from promotions.coupon c join promotions.coupon_use u on u.coupon_id = c.id
      where ($1::uuid[] is null or c.id = any($1)) and ($2::uuid is null or c.promotion_id = $2)
        and c.state = any($3::text[])
        and ($4::text is null or strpos(lower(c.name || ' ' || coalesce(c.code, '')), lower($4)) > 0)
        and ($5::uuid is null or c.id < $5)
      order by c.id desc limit $6`,
    [filter.ids, filter.promotionId, filter.states, filter.q, filter.before, filter.limit],
  )
  return rows.map((row) => ({ ...couponFrom(row), used: row.used, codes: row.codes }))
}

const batchColumns = `id as "batchId", coupon_id as "couponId", wanted, made, created_at as "createdAt",
  finished_at as "finishedAt", exported_at as "exportedAt"`

export const insertBatch = async (
  ctx: WriteContext,
  batchId: CouponBatchId,
  couponId: CouponId,
  wanted: number,
): Promise<CouponBatch | undefined> =>
  (
    await ctx.query<Plain<CouponBatch>>(
      `insert into promotions.coupon_batch (id, coupon_id, wanted, created_at, created_by)
       values ($1, $2, $3, $4, $5) on conflict do nothing returning ${batchColumns}`,
      [batchId, couponId, wanted, ctx.now, ctx.actor.staffId],
    )
  )[0]

export const batchById = async (ctx: ReadContext, batchId: CouponBatchId): Promise<CouponBatch | undefined> =>
  (
    await ctx.query<Plain<CouponBatch>>(`select ${batchColumns} from promotions.coupon_batch where id = $1`, [
      batchId,
    ])
  )[0]

export const lockBatch = async (
  ctx: WriteContext,
  batchId: CouponBatchId,
): Promise<CouponBatch | undefined> =>
  (
    await ctx.query<Plain<CouponBatch>>(
      `select ${batchColumns} from promotions.coupon_batch where id = $1 for update`,
      [batchId],
    )
  )[0]

/** Newest first. */
export const listBatches = (
  ctx: ReadContext,
  couponId: CouponId | null,
  before: string | null,
  limit: number,
): Promise<CouponBatch[]> =>
  ctx.query<Plain<CouponBatch>>(
    `select ${batchColumns} from promotions.coupon_batch
      where ($1::uuid is null or coupon_id = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [couponId, before, limit],
  )

/** Writes codes by their keys; one that another batch drew already, once in a thousand million million, is left out. */
export const insertCodes = (
  ctx: WriteContext,
  batch: Pick<CouponBatch, 'batchId' | 'couponId'>,
  codes: readonly { readonly key: string; readonly number: number }[],
  customerId: CustomerId | null = null,
): Promise<unknown> =>
  ctx.query(
    `insert into promotions.coupon_code (code_key, coupon_id, batch_id, number, customer_id)
     select key, $3, $4, number, $5 from unnest($1::uuid[], $2::int[]) as c(key, number) order by key
     on conflict do nothing`,
    [
      codes.map(({ key }) => key),
      codes.map(({ number }) => number),
      batch.couponId,
      batch.batchId,
      customerId,
    ],
  )

export const advanceBatch = (ctx: WriteContext, batchId: CouponBatchId, made: number): Promise<unknown> =>
  ctx.query(
    `update promotions.coupon_batch
        set made = $2, advanced_at = $3, finished_at = case when wanted = $2 then $3::timestamptz end where id = $1`,
    [batchId, made, ctx.now],
  )

/** Batches that nobody has come on with since that moment, the oldest first; `after` one of them, null: from the first. */
export const stalledBatches = (
  ctx: ReadContext,
  before: Date,
  after: CouponBatchId | null,
): Promise<{ batchId: CouponBatchId }[]> =>
  ctx.query<{ batchId: CouponBatchId }>(
    `select id as "batchId" from promotions.coupon_batch
      where finished_at is null and coalesce(advanced_at, created_at) < $1 and ($2::uuid is null or id > $2)
      order by id limit $3`,
    [before, after, STALLED_AT_ONCE],
  )

export const markExported = (ctx: WriteContext, batchId: CouponBatchId): Promise<unknown> =>
  ctx.query(`update promotions.coupon_batch set exported_at = $2 where id = $1 and exported_at is null`, [
    batchId,
    ctx.now,
  ])
