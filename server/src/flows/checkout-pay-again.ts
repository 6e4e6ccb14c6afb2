import { newId, Refusal, type OrderId, type PaymentId } from '@splot/kernel'
import { mayBePaidWith, type Tenders } from '@splot/rules'
import { lockOrders, payableIn, pricingOf, type OrderPricing } from '#modules/orders'
import {
  attemptsById,
  insertPayments,
  isLive,
  isStored,
  paymentsOf,
  providerOf,
  type AttemptId,
  type NewPayment,
  type PaymentMethod,
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
  | { readonly state: 'other_price' }

/** Saves another try to pay; an order has one payment at a time that may still take money. */
const beginPayment = combineWrites<{ orderId: OrderId; method: 'card' | 'blik' }, Begun>(
  'flows.pay_again',
  async (ctx, requests) => {
    const ids = [...new Set(requests.map(({ input }) => input.orderId))]
    const [orders, payments, pricings] = await Promise.all([
      lockOrders(ctx, ids),
      paymentsOf(ctx, ids),
      pricingOf(ctx, ids),
    ])
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
      if (!keepsItsPrice(pricings.get(input.orderId), input.method)) return { state: 'other_price' }
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

/** Whether the order costs the same when the rest of it is paid so: a promotion may be for one way of paying. */
function keepsItsPrice(pricing: OrderPricing | undefined, method: Tender['method']): boolean {
  if (!pricing) return true
  const before: Tenders = pricing.context.tender ?? []
  // The names that `payingTenders` gave are those of payments.
  const stored = (typeof before === 'string' ? [before] : before).filter((one) =>
    isStored(one as PaymentMethod),
  )
  return mayBePaidWith(pricing.promotions, [...stored, method])
}

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
  other_price: () =>
    new Refusal(
      'conflict',
      'payments.other_tender_other_price',
      'The price of this order counts only for the way of paying that was chosen. Pay that way, or order again to pay another way.',
    ),
}

/**
 * Tries to pay a placed order again after a decline, with the same or another method. A repetition under the same key gets
 * the same try, and finishes it when its answer is not known.
 * @throws Refusal `payments.not_payable`, `payments.in_progress`, `payments.other_tender_other_price` when a promotion that counts for this order
 * is for ways of paying of which this is none.
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
