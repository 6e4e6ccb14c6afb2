import { invariant, newId, Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import { decimal, writeCsv } from '#platform/csv'
import type { Platform, ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { addJob, defineJob, jobActor } from '#platform/jobs'
import { checkCard, checkCurrency, lastDay, type CardWanted } from './issue.ts'
import { CARDS_AT_ONCE, MAX_BATCH_CARDS } from './limits.ts'
import { pinOf } from './number.ts'
import { openAccounts } from './open-accounts.ts'
import {
  BATCH_BY_ID,
  CARDS_OF,
  COUNT_ISSUED,
  INSERT_BATCH,
  LIST_BATCHES,
  LOCK_BATCH,
  type StoredCard,
} from './store.ts'
import type { Batch, BatchId } from './types.ts'

type Plain<T> = T & Record<string, unknown>

/** Orders many cards at once; a job issues them. @throws Refusal what `checkCard` and `checkCurrency` refuse. */
export async function orderBatch(ctx: WriteContext, cards: number, card: CardWanted): Promise<Batch> {
  invariant(cards > 0 && cards <= MAX_BATCH_CARDS, 'the route limits the number of cards')
  checkCard(ctx, card)
  await checkCurrency(ctx, card.currency)
  const batchId = newId<'storedvalue.batch'>()
  const { amountMinor, currency, note, expiresAt = lastDay(ctx.now) } = card
  const [batch] = await ctx.query<Plain<Batch>>(INSERT_BATCH, [
    batchId,
    cards,
    amountMinor,
    currency,
    expiresAt,
    note,
    ctx.now,
    ctx.actor.staffId,
  ])
  invariant(batch, 'an insert answers')
  await audit(ctx, {
    action: 'storedvalue.batch_ordered',
    subject: batchId,
    detail: { cards, amountMinor, currency },
  })
  await addJob(ctx, issueBatchJob, { batchId })
  return batch
}

/** Issues what is missing of a batch, some at a time; killed and started again it goes on where it was. */
export async function issueBatch(platform: Platform, batchId: BatchId): Promise<void> {
  while (await platform.write(jobActor('storedvalue.batch'), (ctx) => issueSome(ctx, batchId)));
}

/** Answers whether there are more. */
async function issueSome(ctx: WriteContext, batchId: BatchId): Promise<boolean> {
  const [batch] = await ctx.query<Plain<Batch>>(LOCK_BATCH, [batchId])
  const left = batch ? batch.cards - batch.issued : 0
  if (!batch || left === 0) return false
  const { amountMinor, currency, note, expiresAt } = batch
  const now = Math.min(left, CARDS_AT_ONCE)
  const opened = await openAccounts(
    ctx,
    Array.from({ length: now }, () => {
      const accountId = newId<'storedvalue.account'>()
      return {
        accountId,
        kind: 'gift_card',
        amountMinor,
        currency,
        customerId: null,
        batchId,
        kindOfEntry: 'issue',
        reference: accountId,
        orderId: null,
        note,
        expiresAt,
        actor: ctx.actor,
      }
    }),
  )
  await ctx.query(COUNT_ISSUED, [batchId, opened.size, ctx.now])
  if (opened.size < left) return true
  const { cards } = batch
  emit(ctx, {
    type: 'storedvalue.batch_issued',
    subject: batchId,
    data: { batchId, cards, amountMinor, currency },
  })
  return false
}

export const issueBatchJob = defineJob<{ readonly batchId: BatchId }>({
  name: 'storedvalue.issue-batch',
  run: (platform, { batchId }) => issueBatch(platform, batchId),
})

export const listBatches = (ctx: ReadContext, before: string | null, limit: number): Promise<Batch[]> =>
  ctx.query<Plain<Batch>>(LIST_BATCHES, [before, limit])

export const batchById = async (ctx: ReadContext, batchId: BatchId): Promise<Batch | undefined> =>
  (await ctx.query<Plain<Batch>>(BATCH_BY_ID, [batchId]))[0]

/**
 * The cards of a batch with their PINs, as the printer gets them; who took the file stands in the audit log. Digits stand in groups, as
 * on a card: Excel would take them for a number, round the sixteenth digit to 0 and drop the zeros that a PIN begins with.
 * @throws Refusal `storedvalue.no_such_batch`, `storedvalue.batch_not_done`.
 */
export async function cardsOfBatch(
  ctx: WriteContext,
  batchId: BatchId,
): Promise<{ filename: string; csv: string; rows: number }> {
  const batch = await batchById(ctx, batchId)
  if (!batch) throw new Refusal('not_found', 'storedvalue.no_such_batch', 'There is no such batch of cards.')
  if (!batch.doneAt) {
    throw new Refusal(
      'conflict',
      'storedvalue.batch_not_done',
      'The cards are still being issued. Wait a moment.',
      {
        facts: { cards: batch.cards, issued: batch.issued },
        retryAfterSeconds: 5,
      },
    )
  }
  const cards = await ctx.query<Plain<StoredCard>>(CARDS_OF, [batchId, null, MAX_BATCH_CARDS])
  await audit(ctx, { action: 'storedvalue.batch_printed', subject: batchId, detail: { cards: cards.length } })
  const amount = decimal(batch.amountMinor)
  const rows = cards.map(({ number, pinVersion, expiresAt }) => [
    inGroups(number, 4),
    inGroups(pinOf(number, pinVersion), 2),
    amount,
    batch.currency,
    expiresAt?.toISOString().slice(0, 10) ?? null,
  ])
  const csv = writeCsv(['number', 'pin', 'amount', 'currency', 'expires'], rows)
  return { filename: `gift-cards-${batchId}.csv`, csv, rows: rows.length }
}

const inGroups = (digits: string, size: number): string =>
  digits.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? ''
