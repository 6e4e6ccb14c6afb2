import type { Currency, OrderId, PaymentId, RefundId } from '@splot/kernel'
import type { CommandContext, ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { providerOf } from './provider.ts'
import { ANSWER_REFUNDS, REFUNDS_BY_ID, SAVE_REFUNDS, UNRESOLVED_REFUNDS } from './store.ts'
import type { NewRefund, PaymentMethod, RefundAnswer, RefundOutcome, RefundState } from './types.ts'

/**
 * Saves refunds to the tender that paid, capped by what was captured and not refunded yet: decided in SQL on the payment's
 * row. Cash is handed back at once (`done`); the rest waits for `carryOutRefunds` after the commit. Several of one order
 * are decided in the order of the input: one that does not fit leaves the money to the next. Answers in that order too.
 */
export async function saveRefunds(ctx: WriteContext, refunds: readonly NewRefund[]): Promise<RefundAnswer[]> {
  if (refunds.length === 0) return []
  const rows = await ctx.query<{
    refundId: RefundId
    orderId: OrderId
    paymentId: PaymentId
    method: PaymentMethod
    currency: Currency
    amountMinor: number
    fits: boolean
    refundable: number
  }>(SAVE_REFUNDS, [
    JSON.stringify(
      refunds.map(({ refundId, orderId, amountMinor, reason }) => ({
        refundId,
        orderId,
        amountMinor,
        reason,
      })),
    ),
    ctx.now,
  ])
  const decided = new Map(rows.map((row) => [row.refundId, row]))
  return refunds.map(({ refundId, actor }): RefundAnswer => {
    const row = decided.get(refundId)
    if (!row?.fits) return { state: 'over', refundableMinor: row?.refundable ?? 0 }
    const { orderId, paymentId, method, currency, amountMinor } = row
    const state = method === 'cash' ? 'done' : 'saved'
    if (state === 'done') {
      emit(ctx, {
        type: 'payments.refunded',
        subject: orderId,
        actor,
        data: { refundId, orderId, paymentId, amountMinor, currency, method },
      })
    }
    return { state: 'saved', refund: { refundId, orderId, paymentId, method, amountMinor, state } }
  })
}

/**
 * Calls the provider for refunds that are saved and committed, then writes the answers in a second transaction. Safe to
 * repeat: the refund's id is the idempotency key there. Publishes `payments.refunded` and `payments.refund_refused`. Answers
 * the state of each.
 */
export async function carryOutRefunds(
  ctx: CommandContext,
  refundIds: readonly RefundId[],
): Promise<{ refundId: RefundId; state: RefundState }[]> {
  if (refundIds.length === 0) return []
  const { platform, actor } = ctx
  const rows = await platform.read(actor).query<{
    refundId: RefundId
    orderId: OrderId
    amountMinor: number
    currency: Currency
    state: RefundState
    reason: string
    method: PaymentMethod
    providerReference: string | null
  }>(REFUNDS_BY_ID, [refundIds])
  const open = rows.filter((row) => row.state === 'saved' || row.state === 'unknown')
  const known = new Map(rows.map((row) => [row.refundId, row]))
  const provider = providerOf(platform)
  const told = await Promise.all(
    open.map(async ({ refundId, amountMinor, reason, providerReference }) => {
      const outcome: RefundOutcome = providerReference
        ? await provider.refund({ refundId, providerReference, amountMinor, reference: reason })
        : { state: 'refused', reason: 'the payment has no charge' }
      if (outcome.state === 'refused')
        ctx.log.error({ refundId, reason: outcome.reason }, 'the provider refused a refund')
      return { refundId, outcome }
    }),
  )
  await platform.write(actor, async (write) => {
    const answered = await write.query<{
      refundId: RefundId
      orderId: OrderId
      paymentId: PaymentId
      amountMinor: number
      state: RefundState
    }>(ANSWER_REFUNDS, [
      told.map(({ refundId }) => refundId),
      told.map(({ outcome }) => outcome.state),
      told.map(({ outcome }) => ('providerReference' in outcome ? outcome.providerReference : null)),
      write.now,
    ])
    for (const { state, ...refunded } of answered) {
      if (state !== 'done' && state !== 'refused') continue
      const { currency, method } = known.get(refunded.refundId) ?? {}
      emit(write, {
        // Nobody will try a refused one again: people must see that the customer still waits for her money.
        type: state === 'done' ? 'payments.refunded' : 'payments.refund_refused',
        subject: refunded.orderId,
        data: { ...refunded, currency, method },
      })
    }
  })
  const states = new Map<RefundId, RefundState>([
    ...rows.map((row) => [row.refundId, row.state] as const),
    ...told.map(({ refundId, outcome }) => [refundId, outcome.state] as const),
  ])
  return refundIds.flatMap((refundId) => {
    const state = states.get(refundId)
    return state ? [{ refundId, state }] : []
  })
}

/** Refunds that nobody has carried out since before `createdBefore`, oldest first. */
export async function unresolvedRefunds(
  ctx: ReadContext,
  createdBefore: Date,
  limit: number,
): Promise<RefundId[]> {
  const rows = await ctx.query<{ id: RefundId }>(UNRESOLVED_REFUNDS, [createdBefore, limit])
  return rows.map((row) => row.id)
}
