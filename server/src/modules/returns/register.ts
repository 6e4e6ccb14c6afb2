import { invariant, type OrderId, type ReturnId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { INSERT_RETURNS } from './store.ts'
import type { NewReturn } from './types.ts'

/**
 * Writes returns whose goods lie on the counter: registered and received in one step, in one statement, each with a number.
 * The caller has counted the pieces on the order (`addReturned`). Answers numbers in the order of the input.
 */
export async function registerReturns(
  ctx: WriteContext,
  given: readonly NewReturn[],
): Promise<{ returnId: ReturnId; number: string }[]> {
  if (given.length === 0) return []
  const rows = await ctx.query<{ returnId: ReturnId; number: string }>(INSERT_RETURNS, [
    JSON.stringify(given.map(rowOf)),
    ctx.now,
  ])
  const numbers = new Map(rows.map((row) => [row.returnId, row.number]))
  return given.map((one) => {
    const number = numbers.get(one.returnId)
    invariant(number, 'every inserted return has a number')
    tell(ctx, 'registered', one, number)
    tell(ctx, 'received', one, number)
    return { returnId: one.returnId, number }
  })
}

const rowOf = (one: NewReturn) => ({
  id: one.returnId,
  order_id: one.orderId,
  order_number: one.orderNumber,
  location_id: one.locationId,
  staff_id: one.actor.staffId,
  currency: one.currency,
  refund_minor: one.refundMinor,
  shipping_minor: one.shippingMinor,
  vat: one.vat,
  refund_id: one.refundId,
  withdrawn_on: one.withdrawnOn,
  lines: one.lines.map((line, index) => ({ ...line, position: index + 1 })),
})

function tell(ctx: WriteContext, what: 'registered' | 'received', one: NewReturn, number: string): void {
  const { returnId, locationId, refundMinor, currency, lines, actor, withdrawnOn } = one
  const orderId: OrderId = one.orderId
  emit(ctx, {
    type: `returns.${what}`,
    subject: orderId,
    locationId,
    actor,
    data: {
      returnId,
      number,
      orderId,
      locationId,
      refundMinor,
      currency,
      ...(withdrawnOn !== null && { withdrawnOn }),
      lines: lines.map(({ lineNo, sku, quantity, reason, disposition }) => ({
        lineNo,
        sku,
        quantity,
        reason,
        disposition,
      })),
    },
  })
}
