import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { RECORD_OUTCOMES } from './store.ts'
import type { AttemptId, Outcome, SettledAttempt } from './types.ts'

export interface ToldOutcome {
  readonly attemptId: AttemptId
  readonly outcome: Outcome
  readonly actor: Actor
}

const reasonOf = (outcome: Outcome): string | null =>
  outcome.state === 'declined' ? outcome.declineCode : outcome.state === 'unknown' ? outcome.reason : null

/**
 * Writes what the provider said and answers what that changed: an outcome told twice changes nothing the second time, so
 * the call, the webhook and the resolve job may all tell it. Publishes `payments.captured` and `payments.declined`. An
 * attempt may appear once.
 */
export async function recordOutcomes(
  ctx: WriteContext,
  told: readonly ToldOutcome[],
): Promise<SettledAttempt[]> {
  if (told.length === 0) return []
  const settled = await ctx.query<SettledAttempt & Record<string, unknown>>(RECORD_OUTCOMES, [
    told.map(({ attemptId }) => attemptId),
    told.map(({ outcome }) => outcome.state),
    told.map(({ outcome }) => ('providerReference' in outcome ? outcome.providerReference : null)),
    told.map(({ outcome }) => reasonOf(outcome)),
    ctx.now,
  ])
  const byAttempt = new Map(told.map((item) => [item.attemptId, item]))
  for (const { attemptId, paymentId, orderId, state, amountMinor, currency } of settled) {
    if (state !== 'captured' && state !== 'declined') continue
    const item = byAttempt.get(attemptId)
    emit(ctx, {
      type: `payments.${state}`,
      subject: orderId,
      ...(item && { actor: item.actor }),
      data: {
        paymentId,
        orderId,
        amountMinor,
        currency,
        ...(item?.outcome.state === 'declined' && { declineCode: item.outcome.declineCode }),
      },
    })
  }
  return settled
}
