import type { CustomerId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'

/** Erases what somebody else keeps of a person, in the transaction that forgets her. */
export type Forgetting = (ctx: WriteContext, id: CustomerId) => Promise<void>

let forgetting: Forgetting | undefined

/** Customers knows no baskets (see graph.ts); `main` binds this port. Unbound, nobody else keeps anything. */
export const bindForgetting = (port: Forgetting): void => {
  forgetting = port
}

/** Has others erase what they keep of her. Asked before she herself is erased: who buys locks a basket first and its customer after it. */
export async function forgetElsewhere(ctx: WriteContext, id: CustomerId): Promise<void> {
  await forgetting?.(ctx, id)
}
