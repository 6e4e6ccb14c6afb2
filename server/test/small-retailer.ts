import { buildRetailer, type Retailer } from '@splot/demo'

/** Three stores in three cities, and the warehouse. */
const PLACES = new Set(['MAG1', 'WAW1', 'KRK1', 'GDA1'])
const APPAREL = 20
const HOME = 10

/** A cut of the demo retailer, always the same: enough for every story, loaded in a second. */
export function smallRetailer(): Retailer {
  const whole = buildRetailer()
  const products = [
    ...whole.products.filter((product) => product.kind === 'apparel').slice(0, APPAREL),
    ...whole.products.filter((product) => product.kind === 'home').slice(0, HOME),
  ]
  const skus = new Set(products.flatMap((product) => product.variants.map((variant) => variant.sku)))
  return {
    ...whole,
    locations: whole.locations.filter((location) => PLACES.has(location.code)),
    staff: whole.staff.filter(({ locationCode }) => locationCode === null || PLACES.has(locationCode)),
    products,
    openingStock: whole.openingStock.filter((row) => PLACES.has(row.locationCode) && skus.has(row.sku)),
    arrivals: whole.arrivals.filter((row) => PLACES.has(row.locationCode) && skus.has(row.sku)),
  }
}
