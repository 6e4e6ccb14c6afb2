import { invariant, newId, Refusal, type CustomerId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { Platform, ReadContext, WriteContext } from '#platform/context'
import { addJob, defineJob, jobActor } from '#platform/jobs'
import {
  BATCH_STALLED_MS,
  CODES_AT_ONCE,
  CODES_SENT_AT_ONCE,
  EXPORT_MS,
  MAX_BATCH_CODES,
  STALLED_AT_ONCE,
} from '../limits.ts'
import type { CouponBatch, CouponBatchId, CouponId } from '../types.ts'
import { codeOf, keyOfUnique, normalise } from './code.ts'
import {
  advanceBatch,
  batchById,
  insertBatch,
  insertCodes,
  lockBatch,
  markExported,
  stalledBatches,
} from './coupon-store.ts'
import { couponFor } from './make.ts'

/**
 * Orders `wanted` unique codes of a coupon; a job makes them in chunks, and each chunk is good as soon as it is there.
 * @throws Refusal `promotions.no_such_coupon`, `promotions.not_unique`, `promotions.bad_batch`.
 */
export async function orderCodes(
  ctx: WriteContext,
  couponId: CouponId,
  wanted: number,
): Promise<CouponBatch> {
  if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted > MAX_BATCH_CODES) {
    throw new Refusal('invalid', 'promotions.bad_batch', `A batch makes 1 to ${MAX_BATCH_CODES} codes.`)
  }
  const batch = await openBatch(ctx, couponId, wanted)
  await addJob(ctx, makeCodesJob, { batchId: batch.batchId }, { key: `promotions.codes:${batch.batchId}` })
  await audit(ctx, {
    action: 'promotions.codes_ordered',
    subject: couponId,
    detail: { batchId: batch.batchId, wanted },
  })
  return batch
}

/**
 * Makes one code that only this customer may use, and answers with it; it is shown once.
 * @throws Refusal `promotions.no_such_coupon`, `promotions.not_unique`.
 */
export async function issueCode(
  ctx: WriteContext,
  couponId: CouponId,
  customerId: CustomerId,
): Promise<string> {
  const batch = await openBatch(ctx, couponId, 1)
  await write(ctx, batch, 0, 1, customerId)
  await markExported(ctx, batch.batchId)
  await audit(ctx, {
    action: 'promotions.code_issued',
    subject: couponId,
    detail: { batchId: batch.batchId },
  })
  return codeOf(batch.batchId, 0)
}

async function openBatch(ctx: WriteContext, couponId: CouponId, wanted: number): Promise<CouponBatch> {
  const coupon = await couponFor(ctx, couponId)
  if (coupon.kind !== 'unique') {
    throw new Refusal(
      'conflict',
      'promotions.not_unique',
      'This coupon has one generic code, so no codes are made for it.',
    )
  }
  const batch = await insertBatch(ctx, newId<'coupon-batch'>(), couponId, wanted)
  invariant(batch, 'a batch has an id of its own')
  return batch
}

async function write(
  ctx: WriteContext,
  batch: CouponBatch,
  from: number,
  until: number,
  customerId: CustomerId | null = null,
): Promise<void> {
  const codes = Array.from({ length: until - from }, (_, index) => {
    const number = from + index
    const key = keyOfUnique(normalise(codeOf(batch.batchId, number)))
    invariant(key !== undefined, 'a code that was made is one that can be read')
    return { key, number }
  })
  await insertCodes(ctx, batch, codes, customerId)
  await advanceBatch(ctx, batch.batchId, until)
}

/** Makes what is missing of a batch, a chunk in each transaction; killed in between it goes on where it stopped. */
export async function makeCodes(platform: Platform, batchId: CouponBatchId): Promise<void> {
  for (;;) {
    const left = await platform.write(jobActor('promotions.make-codes'), async (ctx) => {
      const batch = await lockBatch(ctx, batchId)
      if (!batch || batch.made >= batch.wanted) return 0
      const until = Math.min(batch.wanted, batch.made + CODES_AT_ONCE)
      await write(ctx, batch, batch.made, until)
      return batch.wanted - until
    })
    if (left === 0) return
  }
}

export const makeCodesJob = defineJob<{ batchId: CouponBatchId }>({
  name: 'promotions.make-codes',
  run: (platform, { batchId }) => makeCodes(platform, batchId),
})

/**
 * Goes on with batches whose worker was killed: the queue would give their jobs to another only much later. One that fails again is logged
 * and tried again with the next run; it keeps no other from coming on.
 */
export async function resumeBatches(platform: Platform): Promise<void> {
  const ctx = platform.read(jobActor('promotions.resume-batches'))
  const before = new Date(ctx.now.getTime() - BATCH_STALLED_MS)
  let last: CouponBatchId | null = null
  do {
    const stalled: { batchId: CouponBatchId }[] = await stalledBatches(ctx, before, last)
    for (const { batchId } of stalled) {
      // Two that work on one batch take turns by its row, so each code is made once.
      await makeCodes(platform, batchId).catch((error: unknown) =>
        platform.log.error({ err: error, batchId }, 'a batch of codes could not be gone on with'),
      )
    }
    last = stalled.length < STALLED_AT_ONCE ? null : (stalled.at(-1)?.batchId ?? null)
  } while (last !== null)
}

export const resumeBatchesJob = defineJob({
  name: 'promotions.resume-batches',
  cron: '* * * * *',
  run: resumeBatches,
})

/**
 * The codes of a finished batch may be downloaded: for a day after this was first asked.
 * @throws Refusal `promotions.no_such_batch`, `promotions.not_finished`, `promotions.exported`.
 */
export async function openExport(ctx: WriteContext, batchId: CouponBatchId): Promise<CouponBatch> {
  const batch = await lockBatch(ctx, batchId)
  if (!batch) throw noSuchBatch()
  if (!batch.finishedAt) {
    throw new Refusal(
      'conflict',
      'promotions.not_finished',
      'The codes are still being made. Look at `made`.',
      {
        facts: { made: batch.made, wanted: batch.wanted },
      },
    )
  }
  if (batch.exportedAt && ctx.now.getTime() - batch.exportedAt.getTime() >= EXPORT_MS) {
    throw new Refusal(
      'gone',
      'promotions.exported',
      'These codes were downloaded, and can be for one day only. Order a new batch.',
    )
  }
  await markExported(ctx, batchId)
  await audit(ctx, {
    action: 'promotions.codes_downloaded',
    subject: batch.couponId,
    detail: { batchId, codes: batch.made },
  })
  return batch
}

/** @throws Refusal `promotions.no_such_batch`. */
export async function batchFor(ctx: ReadContext, batchId: CouponBatchId): Promise<CouponBatch> {
  const batch = await batchById(ctx, batchId)
  if (!batch) throw noSuchBatch()
  return batch
}

const noSuchBatch = (): Refusal =>
  new Refusal('not_found', 'promotions.no_such_batch', 'There is no such batch of codes.')

/** The codes of a finished batch as CSV, made as they are asked for, so that a million needs no more memory than a thousand. */
export async function* codeFile(batch: CouponBatch): AsyncGenerator<string> {
  yield 'code\r\n'
  for (let from = 0; from < batch.made; from += CODES_SENT_AT_ONCE) {
    const codes = codesOf(batch, from, Math.min(batch.made, from + CODES_SENT_AT_ONCE))
    yield codes.map((code) => `${code}\r\n`).join('')
    // Others get their turn, however fast the reader is.
    await new Promise(setImmediate)
  }
}

/** The codes of a batch with these numbers. */
export const codesOf = (batch: Pick<CouponBatch, 'batchId'>, from: number, until: number): string[] =>
  Array.from({ length: until - from }, (_, index) => codeOf(batch.batchId, from + index))
