import { newId, Refusal, type OrderId, type PaymentId } from '@splot/kernel'
import { lockOrders, payableIn } from '#modules/orders'
import {
  attemptsById,
  insertPayments,
  isLive,
  isStored,
  paymentsOf,
  providerOf,
  type AttemptId,
  type NewPayment,
  type Tender,
} from '#modules/payments'
import type { CommandContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { orderView, type OrderView } from './order-view.ts'
import { settlePayment } from './settle-payment.ts'

type Begun =
  | { readonly state: 'begun'; readonly payment: NewPayment; readonly number: string }
  | { readonly state: 'not_payable' }
  | { readonly state: 'in_progress' }

/** Saves another try to pay; an order has one payment at a time that may still take money. */
const beginPayment = combineWrites<{ orderId: OrderId; method: 'card' | 'blik' }, Begun>(
  'flows.pay_again',
  async (ctx, requests) => {
    const ids = [...new Set(requests.map(({ input }) => input.orderId))]
    const [orders, payments] = await Promise.all([lockOrders(ctx, ids), paymentsOf(ctx, ids)])
    const taken = new Set(
      payments
        .filter(({ state, method }) => isLive(state) && !isStored(method))
        .map((payment) => payment.orderId),
    )
    // What gift cards pay waits with the order: only the rest is paid again.
    const held = new Map<OrderId, number>()
    for (const { orderId, state, method, amountMinor } of payments)
      if (isStored(method) && isLive(state)) held.set(orderId, (held.get(orderId) ?? 0) + amountMinor)
    const begun = requests.map(({ input }): Begun => {
      const order = orders.find((one) => one.orderId === input.orderId)
      if (!order || !(payableIn as readonly string[]).includes(order.state)) return { state: 'not_payable' }
      if (taken.has(input.orderId)) return { state: 'in_progress' }
      taken.add(input.orderId)
      const payment = {
        paymentId: newId<'payment'>() as PaymentId,
        attemptId: newId<'attempt'>() as AttemptId,
        orderId: input.orderId,
        method: input.method,
        amountMinor: order.grossMinor - (held.get(input.orderId) ?? 0),
        currency: order.currency,
      }
      return { state: 'begun', payment, number: order.number }
    })
    await insertPayments(
      ctx,
      begun.flatMap((answer) => (answer.state === 'begun' ? [answer.payment] : [])),
    )
    return begun
  },
)

const refusals = {
  not_payable: () =>
    new Refusal('conflict', 'payments.not_payable', 'This order is not waiting for a payment.'),
  in_progress: () =>
    new Refusal(
      'conflict',
      'payments.in_progress',
      'A payment of this order is under way. Wait for its answer.',
      {
        retryAfterSeconds: 5,
      },
    ),
}

/**
 * Tries to pay a placed order again after a decline, with the same or another method. A repetition under the same key gets
 * the same try, and finishes it when its answer is not known.
 * @throws Refusal `payments.not_payable`, `payments.in_progress`.
 */
export async function payAgain(
  ctx: CommandContext,
  orderId: OrderId,
  tender: Tender,
  key: CommandKey,
): Promise<OrderView> {
  const begun = await beginPayment(ctx, { orderId, method: tender.method }, key)
  if (begun.state !== 'begun') throw refusals[begun.state]()
  const { attemptId, amountMinor, currency } = begun.payment
  const [attempt] = await attemptsById(ctx.platform.read(ctx.actor), [attemptId])
  if (attempt?.state !== 'answered') {
    const outcome = await providerOf(ctx).charge({
      attemptId,
      amountMinor,
      currency,
      tender,
      reference: begun.number,
    })
    await settlePayment(ctx, { attemptId, orderId, outcome })
  }
  return orderView(ctx, orderId, { owner: true })
}
