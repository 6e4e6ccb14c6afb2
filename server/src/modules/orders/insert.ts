import { invariant, type OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { INSERT_ORDERS } from './store.ts'
import type { NewOrder } from './types.ts'

/** An order holds at most this many lines. */
const MAX_ORDER_LINES = 100

/**
 * Writes orders with their lines in one statement, gives each a number, and publishes `orders.placed` for each. Answers
 * numbers in the order of the input. A basket that already became an order fails with a unique violation: lock the
 * basket first.
 */
export async function insertOrders(
  ctx: WriteContext,
  orders: readonly NewOrder[],
): Promise<{ orderId: OrderId; number: string }[]> {
  if (orders.length === 0) return []
  for (const order of orders) {
    invariant(order.lines.length > 0 && order.lines.length <= MAX_ORDER_LINES, 'an order has 1 to 100 lines')
    const sum = order.lines.reduce((total, line) => total + line.grossMinor, order.shippingMinor)
    invariant(sum === order.grossMinor, 'the total of an order is the sum of its lines and shipping')
  }
  const rows = await ctx.query<{ orderId: OrderId; number: string }>(INSERT_ORDERS, [
    JSON.stringify(orders.map(rowOf)),
    ctx.now,
  ])
  const numbers = new Map(rows.map((row) => [row.orderId, row.number]))
  return orders.map((order) => {
    const number = numbers.get(order.orderId)
    invariant(number, 'every inserted order has a number')
    emit(ctx, {
      type: 'orders.placed',
      subject: order.orderId,
      locationId: order.locationId,
      actor: order.actor,
      data: {
        orderId: order.orderId,
        number,
        state: order.state,
        channel: order.channel.code,
        customerId: order.customerId,
        currency: order.currency,
        grossMinor: order.grossMinor,
        lines: order.lines.map(({ lineNo, sku, quantity, grossMinor }) => ({
          lineNo,
          sku,
          quantity,
          grossMinor,
        })),
      },
    })
    return { orderId: order.orderId, number }
  })
}

const rowOf = (order: NewOrder) => ({
  id: order.orderId,
  channel_id: order.channel.id,
  channel_code: order.channel.code,
  location_id: order.locationId,
  staff_id: order.staffId,
  customer_id: order.customerId,
  cart_id: order.cartId,
  state: order.state,
  currency: order.currency,
  gross_minor: order.grossMinor,
  shipping_minor: order.shippingMinor,
  shipping_tax_letter: order.shippingTaxLetter,
  shipping_tax_ppm: order.shippingTaxPpm,
  shipping_tax_country: order.shippingTaxCountry,
  shipping_discounts: order.shippingDiscounts ?? [],
  delivery: order.delivery ?? null,
  locale: order.locale,
  pricing: order.pricing ?? null,
  placed_at: order.placedAt ?? null,
  lines: order.lines,
})
