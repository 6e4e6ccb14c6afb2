import { bindSurroundings } from '#modules/inventory'
import { bindArticles } from '#modules/stockwork'
import type { LocationId, Sku } from '@splot/kernel'

/** The categories and regions of the simulated retailer; they follow from names, so that days at once share them. */

const halves = (odd: boolean, one: string, other: string) => (odd ? one : other)

/** Its own first. */
export const categoriesOf = (sku: Sku): string[] => [
  halves(/[13579]$/.test(sku), 'odd goods', 'even goods'),
  'goods',
]

/** The nearest first. */
export const regionsOf = (place: LocationId): string[] => [
  halves(/[13579bdf]$/.test(place), 'north', 'south'),
  'country',
]

/** Tells stock and the work with it what catalogue and places would. */
export function bindRetailer(): void {
  bindSurroundings({
    categoriesOf,
    regionsOf,
    zoneOf: () => 'Europe/Warsaw',
    isCategory: () => true,
    isRegion: () => true,
    regions: () => ['country', 'north', 'south'],
    isChannel: () => true,
  })
  bindArticles({
    skusOf: async (_ctx, codes) => new Map(codes.map((code) => [code, code as Sku])),
    skusWithin: async () => undefined,
  })
}
