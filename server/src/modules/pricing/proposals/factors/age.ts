import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'

/** How long an article has been on sale: the oldest band that it has reached. */
export function age({ bands }: Extract<Factor, { kind: 'age' }>, { ageDays }: FactorInputs): FactorAnswer {
  const band = bands.toSorted((a, b) => b.fromDays - a.fromDays).find(({ fromDays }) => ageDays >= fromDays)
  return band && { ppm: band.ppm, why: { ageDays, fromDays: band.fromDays } }
}
