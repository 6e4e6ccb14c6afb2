import { newId, type RefundId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { ASK_AGAIN, TAKE_LATE_MONEY } from './store.ts'
import type { AttemptId, SettledAttempt } from './types.ts'

/** Told to the provider with the refund, and shown to people. */
const REFUND_REASON = 'paid twice'

/** Late money, and the refund that gives it back when it is surplus. */
export interface LateMoney extends SettledAttempt {
  readonly refundId: RefundId | null
}

/**
 * Takes money that came on attempts given up as never arrived: it settles the order, or it is `surplus` when the order has
 * another live payment, and is owed back at once (`carryOutRefunds` or the resolve job gives it). Leaves all other attempts
 * alone. Tell the outcomes of the same batch first: a decline makes room.
 */
export function takeLateMoney(
  ctx: WriteContext,
  told: readonly { readonly attemptId: AttemptId; readonly providerReference: string | null }[],
): Promise<LateMoney[]> {
  return ctx.query<LateMoney & Record<string, unknown>>(TAKE_LATE_MONEY, [
    told.map(({ attemptId }) => attemptId),
    told.map(({ providerReference }) => providerReference),
    told.map(() => newId<'refund'>()),
    REFUND_REASON,
    ctx.now,
  ])
}

/** Says when to ask about given-up attempts again; null: never, the provider has had its time. */
export async function askAgain(
  ctx: WriteContext,
  due: readonly { readonly attemptId: AttemptId; readonly at: Date | null }[],
): Promise<void> {
  if (due.length === 0) return
  await ctx.query(ASK_AGAIN, [due.map(({ attemptId }) => attemptId), due.map(({ at }) => at)])
}
