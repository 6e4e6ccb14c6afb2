import type { Bench } from './benches.ts'
import { priceBaskets } from './pricing/baskets.ts'
import { validateCoupons } from './pricing/coupons.ts'
import { importPrices } from './pricing/import.ts'
import { priceWide } from './pricing/wide.ts'

/** Parts of the benchmark, one after another; each brings its own figures. */
export const pricing: Bench = {
  ownWorld: true,
  reach: {
    basket_p50_ms: 'under 0.5: 20 lines, 500 active promotions of all kinds, one core',
    basket_p99_ms: 'under 2',
    wide_basket_p50_ms:
      '20 lines, four promotions about all of them that stand against each other; no reach was set',
    wide_200_lines_p50_ms: 'the same with 200 lines, as many as anybody may ask about: the search is bounded',
    coupon_per_s: 'reach 3000: codes validated over HTTP with a basket of 3 lines; Vendure 58, Medusa 16',
    import_seconds: 'under 20: 100,000 price changes from a file, published, and asked for in the shop',
    import_presented_seconds: 'the same with the history of presented prices of every channel',
  },
  run: async (_world, note) => ({
    ...priceBaskets(note),
    ...priceWide(),
    ...(await validateCoupons(note)),
    ...(await importPrices(note)),
  }),
}
