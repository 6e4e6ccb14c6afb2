import type { ProductPage, Variant } from '../api/types.ts'
import { laterFor } from './stock.ts'

/** What a search engine reads of a product: schema.org Product with one offer per variant. */
export function productJsonLd(page: ProductPage, address: string): Record<string, unknown> {
  const base = new URL(address)
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: page.name,
    description: page.description,
    brand: { '@type': 'Brand', name: page.brand },
    image: page.pictures.map(({ url }) => new URL(url, base).href),
    url: base.href,
    offers: page.variants.map((variant) => ({
      '@type': 'Offer',
      sku: variant.sku,
      gtin: variant.gtin,
      price: (variant.price.minor / 100).toFixed(2),
      priceCurrency: variant.price.currency,
      itemCondition: 'https://schema.org/NewCondition',
      ...availabilityOf(page, variant),
      url: base.href,
    })),
  }
}

function availabilityOf(page: ProductPage, variant: Variant) {
  const later = laterFor(page, variant)
  const term =
    variant.online > 0
      ? 'InStock'
      : Object.keys(variant.stores).length > 0
        ? 'InStoreOnly'
        : later
          ? later.kind === 'preorder'
            ? 'PreOrder'
            : 'BackOrder'
          : 'OutOfStock'
  return {
    availability: `https://schema.org/${term}`,
    ...(later && { availabilityStarts: later.promisedOn }),
  }
}
