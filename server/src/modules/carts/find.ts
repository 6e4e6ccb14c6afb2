import type { CartId, CustomerId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { asRefusal, noSuchCart } from './refusals.ts'
import { CART_BY_ID, CART_OF_CUSTOMER } from './store.ts'
import { hashToken } from './token.ts'
import type { Cart, CartAccess } from './types.ts'

/** A row of the table; the hash never leaves the module. */
export type CartRow = Cart & { readonly tokenHash: string }

/** Whether this caller may open the basket: by token, or because it is hers. Hashes need no constant-time comparison. */
export const opens = (access: CartAccess, row: CartRow): boolean =>
  (access.customerId !== null && row.customerId === access.customerId) ||
  (access.token !== null && hashToken(access.token) === row.tokenHash)

export const withoutHash = ({ tokenHash: _tokenHash, ...cart }: CartRow): Cart => cart

/** The basket, or `carts.not_found`: a wrong token and a wrong id get the same answer. */
export async function cartById(ctx: ReadContext, cartId: CartId, access: CartAccess): Promise<Cart> {
  const [row] = await ctx.query<CartRow & Record<string, unknown>>(CART_BY_ID, [cartId])
  if (!row || !opens(access, row)) throw asRefusal(noSuchCart)
  return withoutHash(row)
}

/** The open basket of a registered customer, on whichever device she looks; undefined when she has none. */
export async function cartOfCustomer(ctx: ReadContext, customerId: CustomerId): Promise<Cart | undefined> {
  const [row] = await ctx.query<CartRow & Record<string, unknown>>(CART_OF_CUSTOMER, [customerId])
  return row && withoutHash(row)
}
