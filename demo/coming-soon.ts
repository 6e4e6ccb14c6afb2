import type { DemoArrival, DemoProduct, DemoStock } from './types.ts'

/** The article of the next season: nobody has a piece of it yet, and shoppers may order it ahead of its day. */
const premiere = { handle: 'parka-przejsciowa-sleza', inDays: 21, piecesPerVariant: 6, locationCode: 'MAG1' }

const skusOf = (products: readonly DemoProduct[]): string[] =>
  products
    .filter(({ handle }) => handle === premiere.handle)
    .flatMap(({ variants }) => variants.map(({ sku }) => sku))

/** What suppliers have announced on the first day. */
export const arrivals = (products: readonly DemoProduct[]): DemoArrival[] =>
  skusOf(products).map((sku) => ({
    sku,
    locationCode: premiere.locationCode,
    quantity: premiere.piecesPerVariant,
    inDays: premiere.inDays,
  }))

/** The opening stock without what nobody has yet; dealt before, so that everything else stays as it was dealt. */
export function withoutPremiere(stock: DemoStock[], products: readonly DemoProduct[]): DemoStock[] {
  const coming = new Set(skusOf(products))
  return stock.filter(({ sku }) => !coming.has(sku))
}
