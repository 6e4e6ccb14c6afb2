import { HOME_ZONE } from '@splot/kernel'
import { omnibusRules, strictestRule, type OmnibusRule } from '@splot/rules'
import type { Surroundings } from './types.ts'

const nothing: Surroundings = {
  article: () => undefined,
  skusWithin: () => undefined,
  demandOf: async () => new Map(),
  countryOf: () => 'PL',
  goodsVersion: () => '',
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

/** How the reductions in a channel and place are counted: by their country's law, where a table says it, else by the directive. */
export const omnibusRuleOf = (channelId: string, locationId: string | null): OmnibusRule =>
  omnibusRules[bound.countryOf(channelId, locationId)] ?? strictestRule(HOME_ZONE)
