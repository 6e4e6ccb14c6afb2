import { PPM } from '@splot/kernel'
import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'

/** What the cheapest other asks, less an undercut, as a share of the regular price and never beyond the limit. */
export function competitor(
  { undercutPpm, limitPpm }: Extract<Factor, { kind: 'competitor' }>,
  inputs: FactorInputs,
): FactorAnswer {
  const { competitor: other, regularMinor } = inputs
  if (!other || regularMinor === 0) return undefined
  const wanted = Math.floor((other.minor * (PPM - undercutPpm)) / PPM)
  const ppm = Math.trunc(((wanted - regularMinor) * PPM) / regularMinor)
  const limited = Math.max(-limitPpm, Math.min(limitPpm, ppm))
  return { ppm: limited, why: { competitor: other.name, minor: other.minor, limited: limited !== ppm } }
}
