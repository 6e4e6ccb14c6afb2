import { Refusal, type CustomerId, type OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { CLAIM_FIRST } from './store.ts'
import type { NewOrder } from './types.ts'

/** What is thrown when another order of a customer was quicker to be her first. */
const NOT_FIRST = 'orders.not_first'

/** Tries of a purchase whose customer bought in the same instant elsewhere; after the first she is known to have bought. */
const MAX_TRIES = 3

/**
 * Makes sure that what was priced as a first order is one, now that nothing can come between. It claims although no promotion asked this time: an order of
 * another channel may be priced in the same instant by one that does ask, and sees of what is not committed yet only the row that both want. Each claims the place of her first order, unless one that is
 * not cancelled holds it. Call it after the orders are written and stock and codes are taken, before accounts are locked; whoever waits for a
 * claim waits for the other order's commit.
 * @throws Refusal 409 `orders.not_first`, with nothing written, so that the caller may price it anew.
 */
export async function claimFirst(
  ctx: WriteContext,
  orders: readonly Pick<NewOrder, 'orderId' | 'customerId' | 'pricing'>[],
): Promise<void> {
  const first = orders.flatMap(({ orderId, customerId, pricing }) =>
    customerId && pricing?.context.firstOrder === true ? [{ orderId, customerId }] : [],
  )
  if (first.length === 0) return
  const won = await ctx.query<{ orderId: OrderId }>(CLAIM_FIRST, [
    first.map(({ customerId }) => customerId satisfies CustomerId),
    first.map(({ orderId }) => orderId),
  ])
  if (won.length === first.length) return
  throw new Refusal(
    'conflict',
    NOT_FIRST,
    'This customer has bought elsewhere in the same moment, so this is not her first order. Look at the total and send it again.',
  )
}

/** Buys again when a first order turned out to be none: priced anew, she is told the new total, or the sale is recorded for what it is. */
export async function retryNotFirst<T>(buy: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await buy()
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== NOT_FIRST || tries === MAX_TRIES) throw error
    }
  }
}
