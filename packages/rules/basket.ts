import { invariant, vatFromGross, type Ppm } from '@splot/kernel'

/** A line of a basket or a receipt: what it costs in all, minor units, and the letter of its VAT rate. */
export interface TotalledLine<Letter extends string = string> {
  /** Gross of the whole line; negative for what comes back. */
  readonly grossMinor: number
  readonly taxRate: Letter
}

export interface VatShare<Letter extends string = string> {
  readonly letter: Letter
  readonly ppm: Ppm
  readonly grossMinor: number
  readonly netMinor: number
  readonly vatMinor: number
}

export interface BasketTotals<Letter extends string = string> {
  readonly grossMinor: number
  readonly vatMinor: number
  /** One row per letter that occurs, in the order of the letters. */
  readonly vat: readonly VatShare<Letter>[]
}

/**
 * Sums a basket. VAT is counted from the gross sum of each rate over the whole document, as a fiscal printer does, never line
 * by line, so that receipt, invoice and screen agree to the grosz. Minor units; `rates` gives each letter's parts per million.
 */
export function basketTotals<Letter extends string>(
  lines: readonly TotalledLine<Letter>[],
  rates: Readonly<Record<Letter, Ppm>>,
): BasketTotals<Letter> {
  const sums = new Map<Letter, number>()
  for (const { grossMinor, taxRate } of lines) {
    invariant(Number.isSafeInteger(grossMinor), `a line must cost whole minor units, got ${grossMinor}`)
    sums.set(taxRate, (sums.get(taxRate) ?? 0) + grossMinor)
  }
  const vat = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([letter, grossMinor]) => {
      const ppm = rates[letter]
      const vatMinor = vatFromGross(grossMinor, ppm)
      return { letter, ppm, grossMinor, netMinor: grossMinor - vatMinor, vatMinor }
    })
  return {
    grossMinor: vat.reduce((sum, share) => sum + share.grossMinor, 0),
    vatMinor: vat.reduce((sum, share) => sum + share.vatMinor, 0),
    vat,
  }
}
