import { invariant, type OrderId, type PaymentId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { MAX_BALANCE_MINOR } from './limits.ts'
import { END_HOLDS, POST } from './store.ts'
import type { AccountId, Posted, Posting } from './types.ts'

/** Who did it, as an entry keeps it. */
export const doneBy = (actor: Actor) => ({
  actor: { kind: actor.kind, id: actor.id, staffId: actor.staffId },
  channel: actor.channel.code,
  locationId: actor.locationId,
})

/**
 * Decides and writes entries in one statement, whatever their number: accounts are locked by id, and what one has left is
 * decided before the next is looked at. Answers in the order of the input; what is refused leaves nothing.
 */
export async function post(ctx: WriteContext, postings: readonly Posting[]): Promise<Posted[]> {
  if (postings.length === 0) return []
  const rows = await ctx.query<Posted & Record<string, unknown>>(POST, [
    JSON.stringify(
      postings.map(({ actor, ...posting }) => ({
        ...posting,
        ...(posting.kind === 'top_up' && { mostMinor: MAX_BALANCE_MINOR }),
        ...doneBy(actor),
      })),
    ),
    ctx.now,
  ])
  invariant(rows.length === postings.length, 'every entry that is asked for is answered')
  postings.forEach(({ kind, accountId, orderId, actor, currency }, index) => {
    const row = rows[index]
    if (row?.outcome !== 'done' || row.amountMinor === 0) return
    emit(ctx, {
      type: facts[kind],
      subject: accountId,
      actor,
      data: { accountId, orderId, currency, amountMinor: row.amountMinor, balanceMinor: row.balanceMinor },
    })
  })
  return rows
}

const facts = {
  top_up: 'storedvalue.topped_up',
  spend_hold: 'storedvalue.held',
  spend: 'storedvalue.spent',
  refund: 'storedvalue.refunded',
  expire: 'storedvalue.expired',
  correction: 'storedvalue.corrected',
  take_back: 'storedvalue.taken_back',
} as const satisfies Record<Posting['kind'], string>

/** Ends the holds of payments; those that have ended already, or never were, are left alone. */
export async function endHolds(
  ctx: WriteContext,
  state: 'captured' | 'released',
  payments: readonly { readonly paymentId: PaymentId; readonly actor: Actor }[],
): Promise<void> {
  if (payments.length === 0) return
  const ended = await ctx.query<{
    paymentId: PaymentId
    accountId: AccountId
    orderId: OrderId
    amountMinor: number
  }>(END_HOLDS, [
    JSON.stringify(payments.map(({ paymentId, actor }) => ({ reference: paymentId, ...doneBy(actor) }))),
    state,
    ctx.now,
  ])
  const actors = new Map(payments.map(({ paymentId, actor }) => [paymentId, actor]))
  for (const { accountId, orderId, amountMinor, paymentId } of ended) {
    const actor = actors.get(paymentId)
    emit(ctx, {
      type: state === 'captured' ? 'storedvalue.spent' : 'storedvalue.released',
      subject: accountId,
      ...(actor && { actor }),
      data: { accountId, orderId, amountMinor: state === 'captured' ? -amountMinor : amountMinor },
    })
  }
}
