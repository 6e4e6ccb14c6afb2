import { DAY_MS, HOUR_MS, newId, type OrderId, type RefundId } from '@splot/kernel'
import { lockOrders, moveOrders, type OrderState } from '#modules/orders'
import {
  askAgain,
  attemptsById,
  captureStored,
  carryOutRefunds,
  givenUpAttempts,
  mayTurn,
  NEVER_ARRIVED,
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
/**
 * Unless its call was late on the wire: what was given up is asked about again, at twice its age and then every four hours,
 * for a day. Nobody else would tell of a charge that succeeded at once.
 */
const LONGEST_REST_MS = 4 * HOUR_MS
const ASK_FOR_MS = DAY_MS
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
 * transaction. Told twice it changes nothing the second time. Money for an order that was cancelled meanwhile is refunded, and
 * so is money that came late beside another payment (`surplus`).
 */
export const settlePayment = combineWrites<ToldPayment, SettledOrder>(
  'flows.settle_payment',
  async (ctx, requests) => {
    const told = new Map<AttemptId, Combined<ToldPayment>>()
    for (const request of requests) {
      const known = told.get(request.input.attemptId)
      if (!known || weight(request) > weight(known)) told.set(request.input.attemptId, request)
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
    await captureRest(ctx, orders, captured, told, states)
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

/** Where the money was not all of it, the rest is held on gift cards: it is spent now. */
async function captureRest(
  ctx: WriteContext,
  orders: Awaited<ReturnType<typeof lockOrders>>,
  captured: readonly SettledAttempt[],
  told: ReadonlyMap<AttemptId, Combined<ToldPayment>>,
  states: ReadonlyMap<OrderId, OrderState>,
): Promise<void> {
  const gross = new Map(orders.map(({ orderId, grossMinor }) => [orderId, grossMinor]))
  await captureStored(
    ctx,
    captured.flatMap(({ orderId, attemptId, amountMinor }) =>
      amountMinor < (gross.get(orderId) ?? 0) && states.get(orderId) === 'confirmed'
        ? [{ orderId, actor: told.get(attemptId)?.actor ?? ctx.actor }]
        : [],
    ),
  )
}

const isFinal = (outcome: Outcome): boolean => outcome.state === 'captured' || outcome.state === 'declined'

/** Of several outcomes of one attempt in a batch the weightiest is told: money that came beats a decline for want of news. */
const weights = { unknown: 0, pending: 1, declined: 2, captured: 3 } as const satisfies Record<
  Outcome['state'],
  number
>
const weight = ({ input }: Combined<ToldPayment>): number => weights[input.outcome.state]

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
 * webhook got lost), and from time to time about those given up, and settles them; carries out refunds that are still owed.
 * Safe to run at any time and anywhere.
 */
export async function resolveUnknownPayments(
  platform: Platform,
  options: { readonly olderThanMs?: number; readonly giveUpAfterMs?: number } = {},
): Promise<{ asked: number; settled: number; refunds: number }> {
  const ctx = platform.command(systemActor('payments.resolve'))
  const read = platform.read(ctx.actor)
  const before = new Date(ctx.now.getTime() - (options.olderThanMs ?? RESOLVE_AFTER_MS))
  const [attempts, givenUp] = await Promise.all([
    unresolvedAttempts(read, before, MAX_RESOLVED),
    givenUpAttempts(read, ctx.now, MAX_RESOLVED),
  ])
  const answers = await eachInTurn(attempts, (attempt) =>
    resolve(ctx, attempt, options.giveUpAfterMs ?? GIVE_UP_AFTER_MS),
  )
  await eachInTurn(givenUp, (attempt) => askOnceMore(ctx, attempt))
  const owed = await unresolvedRefunds(read, before, MAX_RESOLVED)
  await carryOutRefunds(ctx, owed)
  return {
    asked: givenUp.length + attempts.length,
    settled: answers.filter(Boolean).length,
    refunds: owed.length,
  }
}

/** `ASKED_AT_ONCE` at a time. */
async function eachInTurn<T>(
  attempts: readonly Attempt[],
  ask: (attempt: Attempt) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = []
  for (let from = 0; from < attempts.length; from += ASKED_AT_ONCE)
    answers.push(...(await Promise.all(attempts.slice(from, from + ASKED_AT_ONCE).map(ask))))
  return answers
}

/** Asks about an attempt that was given up, and says when to ask again. */
async function askOnceMore(ctx: CommandContext, attempt: Attempt): Promise<void> {
  const { attemptId, orderId, createdAt } = attempt
  const found = await providerOf(ctx).lookUp(attemptId)
  if (found?.state === 'captured') {
    await settlePayment(ctx, { attemptId, orderId, outcome: found })
    return
  }
  const now = ctx.now.getTime()
  const age = now - createdAt.getTime()
  // A provider that is silent, or still waits for its bank, is asked for as long as it takes.
  const isOver = found?.state === 'declined' || (!found && age > ASK_FOR_MS)
  const at = isOver ? null : new Date(now + Math.min(age, LONGEST_REST_MS))
  await ctx.platform.write(ctx.actor, (write) => askAgain(write, [{ attemptId, at }]))
}

/** Asks about one attempt; answers whether its fate is final now. */
async function resolve(ctx: CommandContext, attempt: Attempt, giveUpAfterMs: number): Promise<boolean> {
  const { attemptId, orderId } = attempt
  const found = await providerOf(ctx).lookUp(attemptId)
  const age = ctx.now.getTime() - attempt.createdAt.getTime()
  if (!found && age < giveUpAfterMs) return false
  const outcome: Outcome = found ?? {
    state: 'declined',
    declineCode: NEVER_ARRIVED,
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
    // One that was given up is asked about too: its money may have come after all.
    attempts.filter(mayTurn).map((attempt) => resolve(ctx, attempt, Infinity)),
  )
}
