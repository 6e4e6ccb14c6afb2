import { newId, type OrderId, type RefundId } from '@splot/kernel'
import { lockOrders, moveOrders, type OrderState } from '#modules/orders'
import {
  attemptsById,
  carryOutRefunds,
  providerOf,
  recordOutcomes,
  saveRefunds,
  unresolvedAttempts,
  unresolvedRefunds,
  type Attempt,
  type AttemptId,
  type Outcome,
  type SettledAttempt,
} from '#modules/payments'
import { systemActor, type CommandContext, type Platform, type WriteContext } from '#platform/context'
import { combineWrites, type Combined } from '#platform/database'

/** Younger attempts may still be on the wire of the process that made them; longer than any call lasts. */
const RESOLVE_AFTER_MS = 10_000
/** An attempt that the provider has still not heard of by then never left this house. */
const GIVE_UP_AFTER_MS = 120_000
/** Attempts and refunds asked about in one run, and at once. */
const MAX_RESOLVED = 200
const ASKED_AT_ONCE = 16

export interface ToldPayment {
  readonly attemptId: AttemptId
  readonly orderId: OrderId
  readonly outcome: Outcome
}

export interface SettledOrder {
  /** Null: nothing changed, the outcome was known. */
  readonly payment: SettledAttempt | null
  readonly orderState: OrderState | null
}

/**
 * Writes what the provider said about attempts and confirms the orders whose money came; many at once share one
 * transaction. Told twice it changes nothing the second time. Money for an order that was cancelled meanwhile is refunded.
 */
export const settlePayment = combineWrites<ToldPayment, SettledOrder>(
  'flows.settle_payment',
  async (ctx, requests) => {
    const told = new Map<AttemptId, Combined<ToldPayment>>()
    for (const request of requests) {
      const known = told.get(request.input.attemptId)
      if (!known || !isFinal(known.input.outcome)) told.set(request.input.attemptId, request)
    }
    // Orders before payments, whatever the outcome: every flow locks in this order.
    const [orders, settled] = await Promise.all([
      lockOrders(ctx, [...new Set(requests.map(({ input }) => input.orderId))]),
      recordOutcomes(
        ctx,
        [...told.values()].map(({ actor, input }) => ({
          attemptId: input.attemptId,
          outcome: input.outcome,
          actor,
        })),
      ),
    ])
    const states = new Map<OrderId, OrderState>(orders.map((order) => [order.orderId, order.state]))
    const byAttempt = new Map(settled.map((payment) => [payment.attemptId, payment]))
    const captured = settled.filter((payment) => payment.state === 'captured')
    const moves = await moveOrders(
      ctx,
      captured.map(({ orderId, attemptId }) => ({
        orderId,
        to: 'confirmed',
        actor: told.get(attemptId)?.actor ?? ctx.actor,
      })),
    )
    for (const move of moves) if (move.moved) states.set(move.orderId, 'confirmed')
    await returnLateMoney(
      ctx,
      captured.filter((payment) => states.get(payment.orderId) === 'cancelled'),
    )
    return requests.map(({ input }) => ({
      payment: byAttempt.get(input.attemptId) ?? null,
      orderState: states.get(input.orderId) ?? null,
    }))
  },
)

const isFinal = (outcome: Outcome): boolean => outcome.state === 'captured' || outcome.state === 'declined'

/** The customer paid after the order was cancelled: her money goes back, carried out by the resolve job. */
async function returnLateMoney(ctx: WriteContext, late: readonly SettledAttempt[]): Promise<void> {
  await saveRefunds(
    ctx,
    late.map(({ orderId, amountMinor }) => ({
      refundId: newId<'refund'>() as RefundId,
      orderId,
      amountMinor,
      reason: 'paid after cancellation',
      actor: systemActor('payments'),
    })),
  )
}

/**
 * Asks the provider about every attempt whose outcome nobody knows (a time-out, a 5xx, a killed process, a pending one whose
 * webhook got lost) and settles it; carries out refunds that are still owed. Safe to run at any time and anywhere.
 */
export async function resolveUnknownPayments(
  platform: Platform,
  options: { readonly olderThanMs?: number; readonly giveUpAfterMs?: number } = {},
): Promise<{ asked: number; settled: number; refunds: number }> {
  const ctx = platform.command(systemActor('payments.resolve'))
  const read = platform.read(ctx.actor)
  const before = new Date(ctx.now.getTime() - (options.olderThanMs ?? RESOLVE_AFTER_MS))
  const attempts = await unresolvedAttempts(read, before, MAX_RESOLVED)
  let settled = 0
  for (let from = 0; from < attempts.length; from += ASKED_AT_ONCE) {
    const answers = await Promise.all(
      attempts
        .slice(from, from + ASKED_AT_ONCE)
        .map((attempt) => resolve(ctx, attempt, options.giveUpAfterMs ?? GIVE_UP_AFTER_MS)),
    )
    settled += answers.filter(Boolean).length
  }
  const owed = await unresolvedRefunds(read, before, MAX_RESOLVED)
  await carryOutRefunds(ctx, owed)
  return { asked: attempts.length, settled, refunds: owed.length }
}

/** Asks about one attempt; answers whether its fate is final now. */
async function resolve(ctx: CommandContext, attempt: Attempt, giveUpAfterMs: number): Promise<boolean> {
  const { attemptId, orderId } = attempt
  const found = await providerOf(ctx).lookUp(attemptId)
  const age = ctx.now.getTime() - attempt.createdAt.getTime()
  if (!found && age < giveUpAfterMs) return false
  const outcome: Outcome = found ?? {
    state: 'declined',
    declineCode: 'never_arrived',
    providerReference: null,
  }
  if (outcome.state === 'unknown') return false
  await settlePayment(ctx, { attemptId, orderId, outcome })
  return isFinal(outcome)
}

/** What a webhook is good for: a hint to ask about these attempts now. Strangers' ids are ignored. */
export async function resolveAttempts(ctx: CommandContext, attemptIds: readonly AttemptId[]): Promise<void> {
  const attempts = await attemptsById(ctx.platform.read(ctx.actor), attemptIds)
  await Promise.all(
    attempts
      .filter((attempt) => attempt.state !== 'answered')
      .map((attempt) => resolve(ctx, attempt, Infinity)),
  )
}
