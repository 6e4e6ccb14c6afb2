import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'

/** Pieces sold in so many days: the pace by which cover is reckoned. */
const WINDOW_DAYS = 28

/** How many days the stock lasts at the pace of four weeks; what nobody buys lasts for ever, what is sold out for none. */
export function stockCover(
  { bands }: Extract<Factor, { kind: 'stock_cover' }>,
  { available, sold }: FactorInputs,
): FactorAnswer {
  if (available <= 0) return undefined
  const days = sold === 0 ? Infinity : (available * WINDOW_DAYS) / sold
  const band = bands.find(({ belowDays = Infinity, aboveDays = 0 }) =>
    belowDays === Infinity ? days > aboveDays : days < belowDays && days >= aboveDays,
  )
  return (
    band && {
      ppm: band.ppm,
      why: {
        available,
        sold,
        windowDays: WINDOW_DAYS,
        coverDays: days === Infinity ? null : Math.floor(days),
      },
    }
  )
}
