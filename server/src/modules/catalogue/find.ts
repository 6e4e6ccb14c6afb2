import type { Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { assembleProducts } from './assemble.ts'
import { handlesOf, readProducts } from './store.ts'
import type { Product, Variant } from './types.ts'

/** The product with that handle, sold or not, or undefined. */
export async function productByHandle(ctx: ReadContext, handle: string): Promise<Product | undefined> {
  return assembleProducts(await readProducts(ctx, [handle]))[0]
}

/** The variants with these SKUs, sold or not; unknown ones are missing from the map. */
export async function variantsBySku(ctx: ReadContext, skus: readonly string[]): Promise<Map<Sku, Variant>> {
  const wanted = new Set(skus)
  const variants = await variantsOf(ctx, { skus, gtins: [] })
  return new Map(
    variants.filter((variant) => wanted.has(variant.sku)).map((variant) => [variant.sku, variant]),
  )
}

/** The variant with that GTIN, sold or not, or undefined. */
export async function variantByGtin(ctx: ReadContext, gtin: string): Promise<Variant | undefined> {
  const variants = await variantsOf(ctx, { skus: [], gtins: [gtin] })
  return variants.find((variant) => variant.gtin === gtin)
}

async function variantsOf(
  ctx: ReadContext,
  by: { skus: readonly string[]; gtins: readonly string[] },
): Promise<Variant[]> {
  const handles = (await handlesOf(ctx, by)).map((row) => row.handle)
  if (handles.length === 0) return []
  return assembleProducts(await readProducts(ctx, handles)).flatMap((product) => product.variants)
}
