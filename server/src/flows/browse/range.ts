import type { Currency } from '@splot/kernel'
import type { CatalogueModel, Product, Variant } from '#modules/catalogue'
import type {
  PriceModel,
  PriceScope,
  ReductionsModel,
  RunningReduction,
  SellingPrice,
} from '#modules/pricing'

export interface OfferedVariant {
  readonly variant: Variant
  readonly price: SellingPrice
  /** What must be said beside a price that is presented as reduced. */
  readonly reduction: RunningReduction | undefined
  readonly colour: string | null
  readonly size: string | null
}

/** A product as one channel offers it: active variants that have a price there. */
export interface Offer {
  readonly product: Product
  readonly variants: readonly OfferedVariant[]
  /** Lowest and highest gross price, minor units. */
  readonly from: number
  readonly to: number
}

/** What one channel offers in one currency, in order of arrival, with its orders of sorting. */
export interface Range {
  readonly scope: PriceScope
  readonly currency: Currency
  readonly offers: readonly Offer[]
  readonly position: ReadonlyMap<string, number>
  readonly orders: { readonly [Sort in SortOrder]: Int32Array }
}

export type SortOrder = 'relevance' | 'price' | '-price' | 'newest'

/** Works the range out from the read models; done again when catalogue or prices change. */
export function buildRange(
  catalogue: CatalogueModel,
  prices: PriceModel,
  reductions: ReductionsModel,
  scope: PriceScope,
): Range {
  const offers = catalogue.products().flatMap((product) => offerOf(product, prices, reductions, scope) ?? [])
  const inOrder = (compare: (a: Offer, b: Offer) => number): Int32Array =>
    Int32Array.from(
      offers.map((offer, at) => ({ offer, at })).sort((a, b) => compare(a.offer, b.offer) || a.at - b.at),
      ({ at }) => at,
    )
  const relevance = Int32Array.from(offers, (_, at) => at)
  return {
    scope,
    currency: scope.currency,
    offers,
    position: new Map(offers.map((offer, at) => [offer.product.handle, at])),
    orders: {
      relevance,
      price: inOrder((a, b) => a.from - b.from),
      '-price': inOrder((a, b) => b.from - a.from),
      newest: relevance.toReversed(),
    },
  }
}

function offerOf(
  product: Product,
  prices: PriceModel,
  reductions: ReductionsModel,
  scope: PriceScope,
): Offer | undefined {
  const variants: OfferedVariant[] = []
  for (const variant of product.variants) {
    const price = variant.active ? prices.priceOf(variant.sku, scope) : undefined
    if (!price) continue
    variants.push({
      variant,
      price,
      reduction: reductions.running(variant.sku, scope, price.gross.minor),
      colour: variant.options['colour']?.code ?? null,
      size: variant.options['size']?.code ?? null,
    })
  }
  if (variants.length === 0) return undefined
  const amounts = variants.map(({ price }) => price.gross.minor)
  return { product, variants, from: Math.min(...amounts), to: Math.max(...amounts) }
}
