import type { Currency, LocationId, OrderId, RefundId, ReturnId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { RECORD_REFUNDS } from './store.ts'
import type { ReturnRefundState, ToldRefund } from './types.ts'

/**
 * Writes what payments said about the refunds of returns; a return whose money is back is `refunded`. Told twice it changes
 * nothing the second time, and refunds that belong to no return are ignored.
 */
export async function recordRefunds(
  ctx: WriteContext,
  told: readonly (ToldRefund & { readonly method?: string })[],
): Promise<void> {
  if (told.length === 0) return
  const rows = await ctx.query<{
    returnId: ReturnId
    number: string
    orderId: OrderId
    locationId: LocationId
    refundId: RefundId
    refundMinor: number
    currency: Currency
    refundState: ReturnRefundState
  }>(RECORD_REFUNDS, [
    told.map((one) => one.refundId),
    told.map((one) => one.state),
    told.map((one) => one.method ?? null),
    ctx.now,
  ])
  const actors = new Map(told.map((one) => [one.refundId, one.actor]))
  for (const { refundState, ...data } of rows) {
    const actor = actors.get(data.refundId)
    if (refundState === 'done') {
      emit(ctx, {
        type: 'returns.refunded',
        subject: data.orderId,
        locationId: data.locationId,
        ...(actor && { actor }),
        data,
      })
    }
  }
}
