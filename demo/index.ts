import { demoCategories } from './categories.ts'
import { demoChannels } from './channels.ts'
import { demoLocations } from './locations.ts'
import { demoStaff } from './staff.ts'
import type { Retailer } from './types.ts'

export type * from './types.ts'

/**
 * The demo retailer: a Polish chain of department stores, the same for the same seed. Pure but for reading the
 * package's own data; takes well under a second.
 */
export function buildRetailer(_seed = 1): Retailer {
  const locations = demoLocations()
  return {
    name: 'Domy Towarowe Osnowa',
    slug: 'splot-demo',
    locations,
    staff: demoStaff(locations),
    attributes: [],
    categories: demoCategories,
    products: [],
    openingStock: [],
    channels: demoChannels,
  }
}
