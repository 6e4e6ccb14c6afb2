import type { CartId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { withoutHash, type CartRow } from './find.ts'
import { LOCK_CARTS, MARK_ORDERED } from './store.ts'
import type { Cart } from './types.ts'

/** Locks baskets in the order of their ids, until the transaction ends. Access was checked before. */
export async function lockCarts(ctx: WriteContext, ids: readonly CartId[]): Promise<Cart[]> {
  const rows = await ctx.query<CartRow & Record<string, unknown>>(LOCK_CARTS, [ids])
  return rows.map(withoutHash)
}

/** Closes locked baskets that became orders. */
export async function markOrdered(ctx: WriteContext, ids: readonly CartId[]): Promise<void> {
  if (ids.length > 0) await ctx.query(MARK_ORDERED, [ids, ctx.now])
}
