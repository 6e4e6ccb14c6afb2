import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'

/** Places with prices of their own; only for lists of such a place. */
export const place = (
  { locations, ppm }: Extract<Factor, { kind: 'place' }>,
  { location }: FactorInputs,
): FactorAnswer =>
  location !== null && locations.includes(location) ? { ppm, why: { locationId: location } } : undefined
