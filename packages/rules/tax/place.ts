/** Countries whose VAT goods sent to consumers may bear through the one-stop shop: the member states of the union. */
export const unionCountries: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
const UNION: ReadonlySet<string> = new Set(unionCountries)

/** Whether goods sent from one member state to a consumer there may bear its VAT. */
export const isInUnion = (country: string): boolean => UNION.has(country)

export interface Seller {
  /** Where the goods leave from. */
  readonly country: string
  /** Registered for the one-stop shop, by choice or because sales abroad passed 10 000 EUR a year. */
  readonly oss: boolean
}

export interface Sale {
  /** Where the goods are sent; null when they are handed over at the seller's. */
  readonly shipTo: string | null
  /** Bought by a business under a tax number: never a distance sale to a consumer. */
  readonly business: boolean
}

/**
 * The country whose VAT a sale bears. Goods sent to a consumer in another member state bear that state's VAT when the seller is in the one-stop
 * shop (Articles 33(a) and 59c of Directive 2006/112/EC); everything else bears the VAT of where the goods leave from. Whether a sale
 * abroad to a business or out of the union bears none is decided with papers that a basket has not, so here it bears the seller's.
 */
export function taxCountry(seller: Seller, sale: Sale): string {
  if (sale.shipTo === null || sale.business || !seller.oss) return seller.country
  return isInUnion(sale.shipTo) && isInUnion(seller.country) ? sale.shipTo : seller.country
}
