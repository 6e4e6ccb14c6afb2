import type { Bench } from './benches.ts'
import { priceBaskets } from './pricing/baskets.ts'
import { validateCoupons } from './pricing/coupons.ts'
import { importPrices } from './pricing/import.ts'

/** Parts of the benchmark, one after another; each brings its own figures. */
export const pricing: Bench = {
  ownWorld: true,
  reach: {
    basket_p50_ms: 'under 0.5: 20 lines, 500 active promotions of all kinds, one core',
    basket_p99_ms: 'under 2',
    coupon_per_s: 'reach 3000: codes validated over HTTP with a basket of 3 lines; Vendure 58, Medusa 16',
    import_seconds: 'under 20: 100,000 price changes from a file, published, and asked for in the shop',
    import_presented_seconds: 'the same with the history of presented prices of every channel',
  },
  run: async (_world, note) => ({
    ...priceBaskets(note),
    ...(await validateCoupons(note)),
    ...(await importPrices(note)),
  }),
}
