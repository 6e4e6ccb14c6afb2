import { allocate, vatFromGross, type Ppm } from '@splot/kernel'

/** Net of a gross amount of one rate, minor units: gross less the VAT that it holds. Prices shown to businesses are made of this. */
export const netFromGross = (grossMinor: number, ppm: Ppm): number =>
  grossMinor - vatFromGross(grossMinor, ppm)

/** One part of a set, and what it costs when it is sold alone. */
export interface SetPart {
  readonly aloneMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
}

export interface SetShare extends SetPart {
  readonly grossMinor: number
  readonly netMinor: number
  readonly vatMinor: number
}

/**
 * Splits the price of a set whose parts bear different rates by what the parts cost alone; the shares sum to the price. VAT is that of each
 * share by itself: a document counts it once more per rate over all its lines.
 */
export function splitSet(priceMinor: number, parts: readonly SetPart[]): SetShare[] {
  const shares = allocate(
    priceMinor,
    parts.map(({ aloneMinor }) => aloneMinor),
  )
  return parts.map((part, index) => {
    const grossMinor = shares[index] ?? 0
    const vatMinor = vatFromGross(grossMinor, part.taxPpm)
    return { ...part, grossMinor, netMinor: grossMinor - vatMinor, vatMinor }
  })
}
