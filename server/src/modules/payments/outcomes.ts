import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { takeLateMoney, type LateMoney } from './late-money.ts'
import type { PaymentState } from './states.ts'
import { RECORD_OUTCOMES } from './store.ts'
import type { AttemptId, Outcome, SettledAttempt } from './types.ts'

export interface ToldOutcome {
  readonly attemptId: AttemptId
  readonly outcome: Outcome
  readonly actor: Actor
}

const reasonOf = (outcome: Outcome): string | null =>
  outcome.state === 'declined' ? outcome.declineCode : outcome.state === 'unknown' ? outcome.reason : null

const referenceOf = (outcome: Outcome): string | null =>
  'providerReference' in outcome ? outcome.providerReference : null

/** What is a fact worth telling; that a payment is under way is none. */
const facts: Partial<Record<PaymentState, string>> = {
  captured: 'payments.captured',
  declined: 'payments.declined',
  surplus: 'payments.surplus_captured',
}

/**
 * Writes what the provider said and answers what that changed: an outcome told twice changes nothing the second time, so
 * the call, the webhook and the resolve job may all tell it. Money on an attempt that was given up settles the order too, or is
 * `surplus` beside another live payment and owed back. Publishes `payments.captured`, `payments.declined` and
 * `payments.surplus_captured`. An attempt may appear once.
 */
export async function recordOutcomes(
  ctx: WriteContext,
  told: readonly ToldOutcome[],
): Promise<SettledAttempt[]> {
  if (told.length === 0) return []
  const settled = await ctx.query<SettledAttempt & Record<string, unknown>>(RECORD_OUTCOMES, [
    told.map(({ attemptId }) => attemptId),
    told.map(({ outcome }) => outcome.state),
    told.map(({ outcome }) => referenceOf(outcome)),
    told.map(({ outcome }) => reasonOf(outcome)),
    ctx.now,
  ])
  const late = await takeIfLate(ctx, told, new Set(settled.map(({ attemptId }) => attemptId)))
  const byAttempt = new Map(told.map((item) => [item.attemptId, item]))
  const refunds = new Map(late.map(({ attemptId, refundId }) => [attemptId, refundId]))
  for (const { attemptId, paymentId, orderId, state, amountMinor, currency } of [...settled, ...late]) {
    const type = facts[state]
    if (type === undefined) continue
    const item = byAttempt.get(attemptId)
    const refundId = refunds.get(attemptId)
    emit(ctx, {
      type,
      subject: orderId,
      ...(item && { actor: item.actor }),
      data: {
        paymentId,
        orderId,
        amountMinor,
        currency,
        ...(item?.outcome.state === 'declined' && { declineCode: item.outcome.declineCode }),
        ...(refundId && { refundId }),
      },
    })
  }
  return [...settled, ...late]
}

/** Captures that changed nothing were known, or their attempts had been given up. Seldom: a purchase has none. */
async function takeIfLate(
  ctx: WriteContext,
  told: readonly ToldOutcome[],
  settled: ReadonlySet<AttemptId>,
): Promise<LateMoney[]> {
  const unheard = told.filter(
    ({ attemptId, outcome }) => outcome.state === 'captured' && !settled.has(attemptId),
  )
  if (unheard.length === 0) return []
  return takeLateMoney(
    ctx,
    unheard.map(({ attemptId, outcome }) => ({ attemptId, providerReference: referenceOf(outcome) })),
  )
}
