import { newId, Refusal, type OrderId, type RefundId } from '@splot/kernel'
import { cancelFulfilments } from '#modules/fulfilment'
import { releaseAllocated } from '#modules/inventory'
import { cancellableIn, lockOrders, moveOrders, overdueOrders } from '#modules/orders'
import {
  isStored,
  paymentsOf,
  refundableIn,
  releaseStored,
  undecidedIn,
  type Payment,
  type RefundAnswer,
} from '#modules/payments'
import { releaseOfOrders } from '#modules/promotions'
import {
  lockAccounts,
  lockPurchases,
  paidForCards,
  takeBackWithOrder,
  voidPurchases,
  type AccountId,
  type Purchase,
} from '#modules/storedvalue'
import { systemActor, type Platform, type WriteContext } from '#platform/context'
import { PAYMENT_WINDOW_MS, PENDING_PAYMENT_WINDOW_MS } from './checkout.ts'
import { giveBack } from './give-back.ts'

/** Unpaid orders cancelled in one transaction: well below the time a transaction may last. */
const CANCELLED_AT_ONCE = 100
const MAX_CANCELLED = 2_000

/**
 * Cancels an order while its state allows it: fulfilments stop, stock and codes are free again, captured money goes back to the tender
 * that paid. Of gift cards that it bought comes back what is left on them; what was spent of one stays paid. Carry the answered refunds out after the commit (`carryOutRefunds`); the resolve job does it otherwise.
 * @throws Refusal `orders.not_found`, `orders.not_cancellable`.
 */
export async function cancelOrder(
  ctx: WriteContext,
  orderId: OrderId,
  reason: string,
): Promise<{ refunds: readonly RefundId[] }> {
  const [order] = await lockOrders(ctx, [orderId])
  if (!order) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  if (!(cancellableIn as readonly string[]).includes(order.state)) {
    throw new Refusal(
      'conflict',
      'orders.not_cancellable',
      'This order has gone too far to be cancelled. Take it back as a return.',
      {
        facts: { state: order.state },
      },
    )
  }
  return cancelLocked(ctx, [orderId], reason)
}

/** Orders are locked and cancellable. Locks follow: stock and fulfilments, then codes, then payments with the gift cards behind them. */
async function cancelLocked(
  ctx: WriteContext,
  orderIds: readonly OrderId[],
  reason: string,
): Promise<{ refunds: RefundId[] }> {
  const { actor } = ctx
  const [payments] = await Promise.all([
    paymentsOf(ctx, orderIds),
    releaseAllocated(
      ctx,
      orderIds.map((orderId) => ({ orderId })),
    ),
    cancelFulfilments(ctx, orderIds),
    moveOrders(
      ctx,
      orderIds.map((orderId) => ({ orderId, to: 'cancelled', actor, reason })),
    ),
  ])
  await releaseOfOrders(ctx, orderIds)
  const bought = await lockPurchases(ctx, orderIds)
  if (bought.length > 0) await lockAccountsOf(ctx, payments, bought)
  const held = payments.filter(({ method, state }) => isStored(method) && state === 'initiated')
  await releaseStored(
    ctx,
    held.map(({ orderId }) => ({ orderId, actor })),
  )
  await takeCardsBack(ctx, bought, reason)
  const inCards = bought.length > 0 ? await paidForCards(ctx, orderIds) : new Map<OrderId, number>()
  const answers = await giveBack(
    ctx,
    [...owedOn(payments, inCards)].map(([orderId, amountMinor]) => ({
      refundId: newId<'refund'>(),
      orderId,
      amountMinor,
      reason: 'order cancelled',
      actor,
    })),
  )
  return {
    refunds: answers.flatMap((answer: RefundAnswer) =>
      answer.state === 'saved' && answer.refund.state === 'saved' ? [answer.refund.refundId] : [],
    ),
  }
}

/** A card that is taken back, and one that gets its share back, are locked in one order, as everybody locks them. */
async function lockAccountsOf(
  ctx: WriteContext,
  payments: readonly Payment[],
  bought: readonly Purchase[],
): Promise<void> {
  // What pays from an account names it as a text: payments never heard of cards.
  const ids = [...payments, ...bought].flatMap(({ accountId }) => (accountId as AccountId | null) ?? [])
  await lockAccounts(ctx, ids)
}

/** What was bought for gift cards goes with the order, as far as it is not spent. */
async function takeCardsBack(ctx: WriteContext, bought: readonly Purchase[], reason: string): Promise<void> {
  await voidPurchases(
    ctx,
    bought.filter(({ state }) => state === 'waiting'),
  )
  const done = bought.filter(({ state }) => state === 'done')
  await takeBackWithOrder(
    ctx,
    done.map((purchase) => ({ purchase, actor: ctx.actor })),
    reason,
  )
}

/** What orders have taken and not given back, whatever tenders paid it, without what was spent of their gift cards. */
function owedOn(payments: readonly Payment[], inCards: ReadonlyMap<OrderId, number>): Map<OrderId, number> {
  const owed = new Map<OrderId, number>()
  for (const { orderId, state, amountMinor, refundedMinor } of payments) {
    const isOwed = (refundableIn as readonly string[]).includes(state) && amountMinor > refundedMinor
    if (isOwed) owed.set(orderId, (owed.get(orderId) ?? 0) + amountMinor - refundedMinor)
  }
  for (const [orderId, spentMinor] of inCards) {
    const left = (owed.get(orderId) ?? 0) - spentMinor
    if (left > 0) owed.set(orderId, left)
    else owed.delete(orderId)
  }
  return owed
}

/**
 * Cancels orders whose money did not come in time and frees their stock: after `PAYMENT_WINDOW_MS`, and later when an attempt
 * may still turn into money. Answers how many.
 */
export async function cancelUnpaid(platform: Platform): Promise<number> {
  const actor = systemActor('orders.cancel_unpaid')
  const now = platform.clock().getTime()
  const due = await overdueOrders(platform.read(actor), new Date(now - PAYMENT_WINDOW_MS), MAX_CANCELLED)
  let cancelled = 0
  for (let from = 0; from < due.length; from += CANCELLED_AT_ONCE) {
    const some = due.slice(from, from + CANCELLED_AT_ONCE)
    cancelled += await platform.write(actor, (ctx) => cancelStillUnpaid(ctx, some, now))
  }
  return cancelled
}

async function cancelStillUnpaid(ctx: WriteContext, ids: readonly OrderId[], now: number): Promise<number> {
  const [orders, payments] = await Promise.all([lockOrders(ctx, ids), paymentsOf(ctx, ids)])
  // Money that may still come gets the longer window; money that came means that somebody is settling it right now.
  const paid = new Set(payments.filter(({ state }) => state === 'captured').map(({ orderId }) => orderId))
  const hoping = new Set(
    payments
      .filter(
        ({ state, method, createdAt }) =>
          // What gift cards hold waits for the rest: it brings none.
          !isStored(method) &&
          (undecidedIn as readonly string[]).includes(state) &&
          createdAt.getTime() > now - PENDING_PAYMENT_WINDOW_MS,
      )
      .map(({ orderId }) => orderId),
  )
  const unpaid = orders.filter(
    ({ orderId, state }) => state === 'placed' && !paid.has(orderId) && !hoping.has(orderId),
  )
  if (unpaid.length > 0)
    await cancelLocked(
      ctx,
      unpaid.map(({ orderId }) => orderId),
      'not paid in time',
    )
  return unpaid.length
}
