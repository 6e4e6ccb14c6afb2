import { apparelProducts } from './apparel/build.ts'
import { demoAttributes } from './attributes.ts'
import { demoCategories } from './categories.ts'
import { demoChannels } from './channels.ts'
import { arrivals, withoutPremiere } from './coming-soon.ts'
import { costsOf } from './costs.ts'
import { homeProducts, readArticles } from './home/build.ts'
import { demoLocations } from './locations.ts'
import { demoStaff } from './staff.ts'
import { openingStock } from './stock.ts'
import type { Retailer } from './types.ts'

export type * from './types.ts'
export { drawArt } from './art/draw.ts'
export { replayBaskets, replayOpeningStock, replayReturns } from './replay/slice.ts'
export { zlotyPerPound } from './home/build.ts'

/**
 * The demo retailer: a Polish chain of department stores. The range is always the same; `seed` deals the opening
 * stock. Pure but for reading the package's own data; takes well under a second.
 */
export function buildRetailer(seed = 1): Retailer {
  const locations = demoLocations()
  const products = [...apparelProducts(), ...homeProducts(readArticles())]
  return {
    name: 'Domy Towarowe Osnowa',
    slug: 'splot-demo',
    locations,
    staff: demoStaff(locations),
    attributes: demoAttributes,
    categories: demoCategories,
    products,
    openingStock: withoutPremiere(openingStock(seed, locations, products), products),
    arrivals: arrivals(products),
    costs: costsOf(products),
    channels: demoChannels,
  }
}
