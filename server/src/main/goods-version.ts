import { createHash } from 'node:crypto'
import type { CatalogueModel } from '#modules/catalogue'

/**
 * Names what prices tell of goods besides amounts: what each pack holds, and what spoils. It is made of that alone, so every process that knows the same
 * goods answers the same name, after a restart as well. It is counted once for each change of the catalogue (80,000 articles: some ten milliseconds).
 */
export function goodsVersionOf(catalogue: CatalogueModel): () => string {
  let known = { version: -1, name: '' }
  return () => {
    if (known.version !== catalogue.version())
      known = { version: catalogue.version(), name: nameOf(catalogue) }
    return known.name
  }
}

function nameOf(catalogue: CatalogueModel): string {
  const told = catalogue
    .products()
    .flatMap(({ variants }) =>
      variants.flatMap(({ sku, netContent, perishable }) =>
        netContent || perishable
          ? `${sku} ${netContent?.amount ?? ''}${netContent?.unit ?? ''}${perishable ? ' spoils' : ''}`
          : [],
      ),
    )
  return createHash('sha256').update(told.toSorted().join('\n')).digest('base64url').slice(0, 22)
}
