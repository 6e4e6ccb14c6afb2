import type { Surroundings } from './types.ts'

const nothing: Surroundings = {
  article: () => undefined,
  skusWithin: () => undefined,
  demandOf: async () => new Map(),
  isChannel: () => false,
  isLocation: () => false,
}

let bound = nothing

/** Tells pricing what goods, channels and places there are; `main` binds the read models of this process. */
export const bindPricing = (surroundings: Surroundings): void => {
  bound = surroundings
}

/** What there is, as far as this process knows. */
export const surroundings = (): Surroundings => bound

/** The category of a SKU and every one above it; of an unknown one none. */
export const categoriesOf = (sku: string): readonly string[] => bound.article(sku)?.categories ?? []
