import { newId, type Currency, type OrderId, type PaymentId, type RefundId } from '@splot/kernel'
import type { CommandContext, ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { providerOf } from './provider.ts'
import { ANSWER_REFUNDS, REFUND_PARTS, REFUNDS_BY_ID, SAVE_REFUNDS, UNRESOLVED_REFUNDS } from './store.ts'
import { isStored, storedTender, type StoredRefund } from './tenders.ts'
import type {
  NewRefund,
  PaymentMethod,
  RefundAnswer,
  RefundPart,
  RefundOutcome,
  RefundState,
} from './types.ts'

/** More tenders than pay for one order: so many ids a refund may need beside its own. */
const MAX_TENDERS = 6

interface PartRow {
  wholeId: RefundId
  orderId: OrderId
  fits: boolean
  refundable: number
  /** Null, as all that follows, when the refund does not fit. */
  refundId: RefundId
  paymentId: PaymentId
  method: PaymentMethod
  currency: Currency
  accountId: string | null
  amountMinor: number
}

/**
 * Saves refunds to the tenders that paid, capped by what each captured and has not given back yet: decided in SQL on the
 * payments' rows. Money goes back first, stored value last, so nobody turns a gift card into cash. Cash and stored value are given
 * at once (`done`); the rest waits for `carryOutRefunds` after the commit. Several of one order are decided in the order of the
 * input: one that does not fit leaves the money to the next. Answers in that order too. Locks accounts: nothing may be locked after.
 */
export async function saveRefunds(ctx: WriteContext, refunds: readonly NewRefund[]): Promise<RefundAnswer[]> {
  if (refunds.length === 0) return []
  const rows: PartRow[] = await ctx.query<PartRow & Record<string, unknown>>(SAVE_REFUNDS, [
    JSON.stringify(
      refunds.map(({ refundId, orderId, amountMinor, reason, keepsMinor = 0 }) => ({
        refundId,
        orderId,
        amountMinor,
        reason,
        keepsMinor,
        spareIds: Array.from({ length: MAX_TENDERS }, () => newId<'refund'>()),
      })),
    ),
    ctx.now,
  ])
  const decided = Map.groupBy(rows, ({ wholeId }) => wholeId)
  const stored: StoredRefund[] = []
  const answers = refunds.map(({ refundId, actor, reason, amountMinor }): RefundAnswer => {
    const parts = decided.get(refundId) ?? []
    const [first] = parts
    if (!first?.fits) return { state: 'over', refundableMinor: first?.refundable ?? 0 }
    for (const { accountId, ...part } of parts) {
      if (accountId !== null) stored.push({ ...part, accountId, reason, actor })
      if (!isOutside(part.method)) emit(ctx, { ...toldRefund(part), actor })
    }
    const { orderId, paymentId, method } = first
    const state = isOutside(method) ? 'saved' : 'done'
    return { state: 'saved', refund: { refundId, orderId, paymentId, method, amountMinor, state, parts } }
  })
  if (stored.length > 0) await storedTender().giveBack(ctx, stored)
  return answers
}

const isOutside = (method: PaymentMethod): boolean => method !== 'cash' && !isStored(method)

const toldRefund = ({
  refundId,
  orderId,
  paymentId,
  amountMinor,
  currency,
  method,
}: Omit<PartRow, 'accountId'>) => ({
  type: 'payments.refunded',
  subject: orderId,
  data: { refundId, orderId, paymentId, amountMinor, currency, method },
})

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

/** What each tender gives back of refunds, money first. */
export const refundParts = (ctx: ReadContext, refundIds: readonly RefundId[]): Promise<RefundPart[]> =>
  ctx.query<RefundPart & Record<string, unknown>>(REFUND_PARTS, [refundIds])

/** Refunds that nobody has carried out since before `createdBefore`, oldest first. */
export async function unresolvedRefunds(
  ctx: ReadContext,
  createdBefore: Date,
  limit: number,
): Promise<RefundId[]> {
  const rows = await ctx.query<{ id: RefundId }>(UNRESOLVED_REFUNDS, [createdBefore, limit])
  return rows.map((row) => row.id)
}
