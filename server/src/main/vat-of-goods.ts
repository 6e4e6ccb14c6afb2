import { bindClassKeeper, variantsBySku } from '#modules/catalogue'
import { bindVat, refuseSplitKits } from '#modules/inventory'
import { HOME_COUNTRY, taxOf } from '#modules/tax'
import type { Platform } from '#platform/context'

/** Ties what goods are sold as (kits of stock) to what VAT they bear, in both directions: neither a kit nor a class is changed so that a kit has two rates. */
export function bindVatOfGoods(platform: Platform): void {
  bindVat(async (ctx, skus) => {
    // From the tables: what has just been written counts, and the catalogue in memory learns of it later.
    const variants = await variantsBySku(ctx, skus)
    return new Map(
      [...variants].map(([sku, { taxRate }]) => [
        sku,
        { taxClass: taxRate, ratePpm: taxOf(platform).rate(HOME_COUNTRY, taxRate, ctx.now) ?? null },
      ]),
    )
  })
  bindClassKeeper(refuseSplitKits)
}
