import { Refusal, type CustomerId } from '@splot/kernel'
import { forget } from '#modules/customers'
import { cancellableIn, ordersOfCustomer } from '#modules/orders'
import type { WriteContext } from '#platform/context'

/** Open orders that a refusal names. */
const MAX_NAMED = 20

/**
 * Forgets a customer for somebody of the staff who carries out her wish (GDPR art. 17); the audit log says who. Refuses with
 * `customers.open_orders` while something is still to be handed to her or sent: until then her name and address are needed for the
 * contract (art. 17(3), 6(1)(b)); cancel or finish the orders first. What the law wants kept stays: orders, payments and returns, without
 * a name. Repeating it changes nothing.
 */
export async function forgetCustomer(ctx: WriteContext, customerId: CustomerId): Promise<void> {
  const open = await ordersOfCustomer(ctx, customerId, { states: cancellableIn, limit: MAX_NAMED })
  if (open.length > 0) {
    throw new Refusal(
      'conflict',
      'customers.open_orders',
      'Something is still to be handed to her or sent. Finish or cancel her open orders first.',
      { facts: { orders: open.map(({ number }) => number) } },
    )
  }
  await forget(ctx, customerId)
}
