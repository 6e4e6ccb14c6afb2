import { invariant, newId, Refusal, type OrderId, type RefundId } from '@splot/kernel'
import { forOrders, takeOut } from '#modules/fulfilment'
import { releaseAllocated } from '#modules/inventory'
import { awaitedLines, cancelPieces, lockOrders, ordersById } from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import type { CommandContext, WriteContext } from '#platform/context'
import { cancelOrder } from './cancel-order.ts'
import { followFulfilments } from './follow-fulfilments.ts'
import { followPromises } from './follow-promises.ts'
import { giveBack } from './give-back.ts'
import { buysCards, leaveCards, piecesOfGoods } from './leave-cards.ts'

/** Why the line was cancelled: the customer's mail says that it was her wish. */
const REASON = 'given up'

/**
 * The customer waits for a line no longer: its promise is free for others, its price goes back, and the rest goes its way; without a rest
 * the order is cancelled, and where gift cards are the rest, delivery is paid back. Said again it changes nothing. Who may say so is the caller's to check.
 * @throws Refusal `orders.not_found`, `orders.no_such_line`, `orders.not_awaited` (its pieces have come), `orders.not_paid`,
 * `orders.not_cancellable`.
 */
export async function giveUpWaiting(ctx: CommandContext, orderId: OrderId, lineNo: number): Promise<void> {
  const refunds = await ctx.platform.write(ctx.actor, (write) => giveUp(write, orderId, lineNo))
  await carryOutRefunds(ctx, refunds)
}

async function giveUp(ctx: WriteContext, orderId: OrderId, lineNo: number): Promise<readonly RefundId[]> {
  const [order] = await lockOrders(ctx, [orderId])
  const [[whole], awaited, parts] = await Promise.all([
    ordersById(ctx, [orderId]),
    awaitedLines(ctx, [orderId]),
    forOrders(ctx, [orderId]),
  ])
  if (!order || !whole) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  const line = whole.lines.find((one) => one.lineNo === lineNo)
  if (!line) throw new Refusal('not_found', 'orders.no_such_line', 'The order has no such line.')
  if (order.state === 'cancelled' || line.quantity === 0) return []
  const part = parts.find(
    (one) => one.state === 'awaiting_stock' && one.lines.some((own) => own.lineNo === lineNo),
  )
  if (!part || !awaited.some((one) => one.lineNo === lineNo)) throw notAwaited()
  const { quantity } = line
  const isLast = piecesOfGoods(whole) === quantity
  if (isLast && !(await buysCards(ctx, orderId))) return (await cancelOrder(ctx, orderId, REASON)).refunds
  if (order.state === 'placed') throw notPaid()
  const [freed] = await releaseAllocated(ctx, [
    { orderId, lines: [{ sku: line.sku, locationId: part.locationId, quantity }] },
  ])
  invariant(freed?.state === 'done', 'what an order waits for is promised to it')
  const costMinor = await cancelPieces(ctx, { orderId, lineNo, quantity }, REASON)
  await takeOut(ctx, { fulfilmentId: part.fulfilmentId, lineNo, quantity })
  await followPromises(ctx, [orderId])
  await followFulfilments(ctx, [order])
  const deliveryMinor = isLast ? await leaveCards(ctx, orderId, REASON) : 0
  // Payments are locked last: many orders may share a gift card.
  return giveMoneyBack(ctx, orderId, costMinor + deliveryMinor)
}

async function giveMoneyBack(
  ctx: WriteContext,
  orderId: OrderId,
  amountMinor: number,
): Promise<readonly RefundId[]> {
  if (amountMinor === 0) return []
  const refundId = newId<'refund'>()
  const [answer] = await giveBack(ctx, [{ refundId, orderId, amountMinor, reason: REASON, actor: ctx.actor }])
  invariant(answer?.state !== 'over', 'a paid order has the money of its lines')
  return answer?.refund.state === 'saved' ? [refundId] : []
}

const notAwaited = (): Refusal =>
  new Refusal(
    'conflict',
    'orders.not_awaited',
    'All of it has come and is being prepared. Send it back when you have it.',
  )

const notPaid = (): Refusal =>
  new Refusal(
    'conflict',
    'orders.not_paid',
    'The order is not paid, so a part of it cannot be cancelled. Without payment all of it is cancelled by itself.',
  )
