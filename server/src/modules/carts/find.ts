import type { CartId, CustomerId } from '@splot/kernel'
import type { CommandContext, ReadContext } from '#platform/context'
import { gatherReads } from '#platform/database'
import { asRefusal, noSuchCart } from './refusals.ts'
import { CARTS_BY_ID, CART_OF_CUSTOMER } from './store.ts'
import { hashToken } from './token.ts'
import type { Cart, CartAccess } from './types.ts'

/** A row of the table; the hash never leaves the module. */
export type CartRow = Cart & { readonly tokenHash: string }

/** Whether this caller may open the basket: by token, or because it is hers. Hashes need no constant-time comparison. */
export const opens = (access: CartAccess, row: CartRow): boolean =>
  (access.customerId !== null && row.customerId === access.customerId) ||
  (access.token !== null && hashToken(access.token) === row.tokenHash)

export const withoutHash = ({ tokenHash: _tokenHash, ...cart }: CartRow): Cart => cart

/** The row as it is committed; asked for at once by many, it is read by one statement. */
export const cartRow = gatherReads<CartId, CartRow>('carts.find', async (ctx, ids) => {
  const rows = await ctx.query<CartRow & Record<string, unknown>>(CARTS_BY_ID, [ids])
  return new Map(rows.map((row) => [row.cartId, row]))
})

/** The basket, or `carts.not_found`: a wrong token and a wrong id get the same answer. */
export async function cartById(ctx: CommandContext, cartId: CartId, access: CartAccess): Promise<Cart> {
  const row = await cartRow(ctx, cartId)
  if (!row || !opens(access, row)) throw asRefusal(noSuchCart)
  return withoutHash(row)
}

/** The open basket of a registered customer, on whichever device she looks; undefined when she has none. */
export async function cartOfCustomer(ctx: ReadContext, customerId: CustomerId): Promise<Cart | undefined> {
  const [row] = await ctx.query<CartRow & Record<string, unknown>>(CART_OF_CUSTOMER, [customerId])
  return row && withoutHash(row)
}
