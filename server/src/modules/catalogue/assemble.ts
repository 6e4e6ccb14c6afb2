import { invariant } from '@splot/kernel'
import type { MediaRow, ProductRow, TextRow, VariantRow } from './store.ts'
import type { OptionValue, Picture, Product, Variant } from './types.ts'

/** Puts the rows of products, texts, variants and media together; rows keep their order. */
export function assembleProducts(rows: {
  products: readonly ProductRow[]
  texts: readonly TextRow[]
  variants: readonly VariantRow[]
  media: readonly MediaRow[]
}): Product[] {
  const texts = Map.groupBy(rows.texts, (row) => row.product_id)
  const variants = Map.groupBy(rows.variants, (row) => row.product_id)
  const media = Map.groupBy(rows.media, (row) => row.product_id)
  return rows.products.map((row) => {
    const inLocale = new Map((texts.get(row.id) ?? []).map((text) => [text.locale, text]))
    const pl = inLocale.get('pl')
    const en = inLocale.get('en')
    invariant(pl && en, `product ${row.handle} has a text in every locale`)
    const pictures = (media.get(row.id) ?? []).map(({ url, alt, colour }) => ({ url, alt, colour }))
    return {
      id: row.id,
      handle: row.handle,
      kind: row.kind,
      brand: row.brand,
      category: row.category,
      text: {
        pl: { name: pl.name, description: pl.description },
        en: { name: en.name, description: en.description },
      },
      attributes: row.attributes,
      options: row.options,
      pictures,
      variants: (variants.get(row.id) ?? []).map((variant) =>
        variantOf(row, variant, { pl: pl.name, en: en.name }, pictures),
      ),
      taxRate: row.tax_rate,
      active: row.active,
      createdAt: row.created_at,
    }
  })
}

function variantOf(
  product: ProductRow,
  row: VariantRow,
  name: Variant['name'],
  pictures: readonly Picture[],
): Variant {
  const options: Record<string, OptionValue> = {}
  for (const option of product.options) {
    const value = option.values.find((other) => other.code === row.options[option.code])
    if (value) options[option.code] = value
  }
  const colour = options['colour']?.code
  return {
    sku: row.sku,
    gtin: row.gtin,
    productId: product.id,
    handle: product.handle,
    name,
    options,
    taxRate: product.tax_rate,
    picture:
      pictures.find((picture) => colour !== undefined && picture.colour === colour) ??
      pictures.find((picture) => picture.colour === null) ??
      pictures[0] ??
      null,
    netContent: row.net_content,
    perishable: product.perishable,
    active: row.active && product.active,
  }
}
