import type { Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'

/** Whoever may refuse that goods come into another VAT class, or arrive in one; asked when it is written and before it is committed. */
export type KeepsClasses = (ctx: WriteContext, skus: readonly Sku[]) => Promise<void>

let keepsClasses: KeepsClasses | undefined

/** The catalogue does not know what goods are part of (see graph.ts); `main` binds this port. Unbound, nobody refuses. */
export const bindClassKeeper = (port: KeepsClasses): void => {
  keepsClasses = port
}

/** Which of these products, by handle, are not stored in that class: new ones, and those that change theirs. They stay as they are until the commit. */
export async function productsOfOtherClass(
  ctx: WriteContext,
  products: readonly { readonly handle: string; readonly taxRate: string }[],
): Promise<string[]> {
  if (!keepsClasses) return []
  const stored = await ctx.query<{ handle: string; taxRate: string }>(
    `select handle, tax_rate as "taxRate" from catalogue.product where handle = any($1) order by handle for update`,
    [products.map(({ handle }) => handle)],
  )
  const before = new Map(stored.map(({ handle, taxRate }) => [handle, taxRate]))
  return products.filter(({ handle, taxRate }) => before.get(handle) !== taxRate).map(({ handle }) => handle)
}

/** Asks whoever keeps classes about all that belongs to these products. */
export async function askClassKeeper(ctx: WriteContext, handles: readonly string[]): Promise<void> {
  if (!keepsClasses || handles.length === 0) return
  const rows = await ctx.query<{ sku: Sku }>(
    `select v.sku from catalogue.variant v join catalogue.product p on p.id = v.product_id where p.handle = any($1) order by v.sku`,
    [handles],
  )
  await keepsClasses(
    ctx,
    rows.map(({ sku }) => sku),
  )
}
