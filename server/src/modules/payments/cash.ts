import type { Currency, OrderId, PaymentId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { INSERT_CASH } from './store.ts'

export interface CashTaken {
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly amountMinor: number
  readonly currency: Currency
  readonly actor?: Actor
}

/** Records cash in the drawer: captured at once, nobody outside is asked. */
export async function recordCash(ctx: WriteContext, payments: readonly CashTaken[]): Promise<void> {
  if (payments.length === 0) return
  const rows = payments.map(({ paymentId, orderId, amountMinor, currency }) => ({
    paymentId,
    orderId,
    amountMinor,
    currency,
  }))
  await ctx.query(INSERT_CASH, [JSON.stringify(rows), ctx.now])
  for (const { actor, ...data } of payments) {
    emit(ctx, {
      type: 'payments.captured',
      subject: data.orderId,
      ...(actor && { actor }),
      data: { ...data, method: 'cash' },
    })
  }
}
