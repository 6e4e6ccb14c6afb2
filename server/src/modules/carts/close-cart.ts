import type { CustomerId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { CLOSE_CART_OF } from './store.ts'

/**
 * Closes the open basket of a customer who is being forgotten: it names nobody any more to whom a gift card was to be sent, and takes nothing more, also
 * not from who was adding something at that moment. What stores keep for it is free again when its holds end by themselves.
 */
export async function closeCartOf(ctx: WriteContext, customerId: CustomerId): Promise<void> {
  await ctx.query(CLOSE_CART_OF, [customerId, ctx.now])
}
