import { invariant, type PaymentId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { refusalOf } from './change.ts'
import { creditOrNew } from './issue.ts'
import { endHolds, post } from './post.ts'
import type { GivenBack, Posting, Spending } from './types.ts'

/**
 * Holds parts of orders until the rest of their money is there, or spends them at once. All or nothing: what is refused takes its
 * whole order out. Demand of one account is decided one part after the other, so two tills and the web never spend the same złoty.
 * @throws Refusal `storedvalue.short`, `storedvalue.blocked`, `storedvalue.expired`, `storedvalue.wrong_currency`.
 */
export async function spend(ctx: WriteContext, parts: readonly Spending[]): Promise<void> {
  const answers = await post(
    ctx,
    parts.map(({ paymentId, isFinal, ...part }) => ({
      ...part,
      kind: isFinal ? 'spend' : 'spend_hold',
      reference: paymentId,
      reason: '',
    })),
  )
  answers.forEach((answer, index) => {
    const part = parts[index]
    invariant(part, 'every part is answered')
    if (answer.outcome !== 'done' && answer.outcome !== 'again') throw refusalOf(answer, part.currency)
  })
}

interface Ending {
  readonly paymentId: PaymentId
  readonly actor: Actor
}

/** What was held is spent for good. */
export const capture = (ctx: WriteContext, payments: readonly Ending[]): Promise<void> =>
  endHolds(ctx, 'captured', payments)

/** What was held may be spent again. */
export const release = (ctx: WriteContext, payments: readonly Ending[]): Promise<void> =>
  endHolds(ctx, 'released', payments)

/**
 * Gives value back to the accounts that paid, once per refund. An account that is blocked or has expired takes nothing back: the
 * customer gets store credit instead, which does not expire.
 */
export async function giveBack(ctx: WriteContext, refunds: readonly GivenBack[]): Promise<void> {
  const postings = refunds.map((refund): Posting => {
    const { refundId, accountId, orderId, amountMinor, currency, reason, actor } = refund
    return { accountId, orderId, amountMinor, currency, reason, actor, kind: 'refund', reference: refundId }
  })
  const answers = await post(ctx, postings)
  for (const [index, { outcome }] of answers.entries()) {
    const refund = refunds[index]
    const posting = postings[index]
    invariant(refund && posting, 'every refund is answered')
    if (outcome === 'done' || outcome === 'again') continue
    invariant(outcome === 'blocked' || outcome === 'expired', 'what an account paid fits it')
    const credit = await creditOrNew(ctx, { ...refund, reference: refund.refundId, kindOfEntry: 'refund' })
    if (credit.isNew) continue
    const [added] = await post(ctx, [{ ...posting, accountId: credit.id }])
    // A blocked credit keeps its value; money that is owed back is never lost for it.
    if (added?.outcome !== 'blocked') continue
    const own = { ...refund, customerId: null, reference: refund.refundId, kindOfEntry: 'refund' as const }
    await creditOrNew(ctx, own)
  }
}
