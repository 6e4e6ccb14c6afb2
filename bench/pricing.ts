import type { Bench } from './benches.ts'
import { priceBaskets } from './pricing/baskets.ts'

/** Parts of the benchmark, one after another; each brings its own figures. */
export const pricing: Bench = {
  ownWorld: true,
  reach: {
    basket_p50_ms: 'under 0.5: 20 lines, 500 active promotions of all kinds, one core',
    basket_p99_ms: 'under 2',
  },
  run: async (_world, note) => ({ ...priceBaskets(note) }),
}
