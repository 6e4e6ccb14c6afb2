import type { Ppm } from '@splot/kernel'
import { basketTotals } from '@splot/rules'

export interface VatRow {
  readonly letter: string
  readonly ppm: Ppm
  readonly grossMinor: number
  readonly vatMinor: number
}

/** VAT of a document by the shared rules, each part with the rate that it was sold at; parts that cost nothing show no row. */
export const vatByRate = (
  parts: readonly { readonly letter: string; readonly ppm: Ppm; readonly grossMinor: number }[],
): VatRow[] => {
  const paid = parts.filter(({ grossMinor }) => grossMinor !== 0)
  const rates = Object.fromEntries(paid.map(({ letter, ppm }) => [letter, ppm]))
  return basketTotals(
    paid.map(({ letter, grossMinor }) => ({ grossMinor, taxRate: letter })),
    rates,
  ).vat.map(({ letter, ppm, grossMinor, vatMinor }) => ({ letter, ppm, grossMinor, vatMinor }))
}
