import type { LocationId, Sku, TimeZone } from '@splot/kernel'

/** What policies need to know of the range, the places and the channels; all of it from memory. */
export interface Surroundings {
  /** The categories of a SKU, its own first, then those above it; undefined: no such SKU. */
  readonly categoriesOf: (sku: Sku) => readonly string[] | undefined
  /** The regions of a place, the nearest first; undefined: no such place. */
  readonly regionsOf: (locationId: LocationId) => readonly string[] | undefined
  /** Where the days of a place begin. */
  readonly zoneOf: (locationId: LocationId) => TimeZone
  readonly isCategory: (category: string) => boolean
  readonly isRegion: (region: string) => boolean
  /** The names of all regions, sorted. */
  readonly regions: () => readonly string[]
  readonly isChannel: (channelId: string) => boolean
}

/** Unbound, every name is taken for known, nothing is in a category or region, and days are those of UTC. */
let bound: Surroundings = {
  categoriesOf: () => [],
  regionsOf: () => [],
  zoneOf: () => 'UTC',
  isCategory: () => true,
  isRegion: () => true,
  regions: () => [],
  isChannel: () => true,
}

/** Stock knows neither catalogue nor places (see graph.ts); `main` binds this port. */
export const bindSurroundings = (port: Surroundings): void => {
  bound = port
}

export const surroundings = (): Surroundings => bound
